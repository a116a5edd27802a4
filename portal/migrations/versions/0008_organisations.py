"""Keep organisations, the people who act for them, claims and invitations."""

import sqlalchemy as sa
from alembic import op

revision = "0008_organisations"
down_revision = "0007_mail"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("sector", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("nation", sa.String(length=20), nullable=True),
        sa.Column("qualifies", sa.Boolean(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("staff_count", sa.Integer(), nullable=True),
        sa.Column("staff_counted_on", sa.Date(), nullable=True),
        sa.Column("bill_to", sa.String(length=200), nullable=False),
        sa.Column("bill_address", sa.Text(), nullable=False),
        sa.Column("bill_email", sa.String(length=254), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_because", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["organisations.id"], name=op.f("fk_organisations_merged_into_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisations.id"], name=op.f("fk_organisations_parent_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("key", name=op.f("uq_organisations_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_organisations_reference")),
    )
    op.create_index(op.f("ix_organisations_merged_into_id"), "organisations", ["merged_into_id"], unique=False)
    op.create_index(op.f("ix_organisations_name_key"), "organisations", ["name_key"], unique=False)
    op.create_index(op.f("ix_organisations_parent_id"), "organisations", ["parent_id"], unique=False)
    op.create_index(op.f("ix_organisations_sector"), "organisations", ["sector"], unique=False)
    op.create_table(
        "organisation_claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("evidence", sa.String(length=500), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_organisation_claims_decided_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_claims_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_organisation_claims_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_claims")),
        sa.UniqueConstraint("reference", name=op.f("uq_organisation_claims_reference")),
    )
    op.create_index(
        op.f("ix_organisation_claims_organisation_id"), "organisation_claims", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_organisation_claims_person_id"), "organisation_claims", ["person_id"], unique=False)
    op.create_table(
        "organisation_domains",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "standing in ('waiting','confirmed','refused')", name=op.f("ck_organisation_domains_standing_known")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_organisation_domains_added_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_domains_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_domains")),
        sa.UniqueConstraint("organisation_id", "domain", name=op.f("uq_organisation_domains_organisation_id_domain")),
    )
    op.create_index(op.f("ix_organisation_domains_domain"), "organisation_domains", ["domain"], unique=False)
    op.create_table(
        "organisation_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["people.id"], name=op.f("fk_organisation_invitations_accepted_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["people.id"], name=op.f("fk_organisation_invitations_invited_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_invitations_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_invitations")),
        sa.UniqueConstraint("reference", name=op.f("uq_organisation_invitations_reference")),
    )
    op.create_index(
        op.f("ix_organisation_invitations_email_key"), "organisation_invitations", ["email_key"], unique=False
    )
    op.create_index(
        op.f("ix_organisation_invitations_organisation_id"),
        "organisation_invitations",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "organisation_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "standing in ('waiting','confirmed','refused')", name=op.f("ck_organisation_names_standing_known")
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_organisation_names_added_by_id_people")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_names_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_names")),
        sa.UniqueConstraint("organisation_id", "name_key", name=op.f("uq_organisation_names_organisation_id_name_key")),
    )
    op.create_index(op.f("ix_organisation_names_name_key"), "organisation_names", ["name_key"], unique=False)
    op.create_table(
        "organisation_seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role in ('owner','recruiter','approver','head_of_profession')",
            name=op.f("ck_organisation_seats_role_known"),
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_organisation_seats_given_by_id_people")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_seats_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_organisation_seats_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_seats")),
        sa.UniqueConstraint(
            "organisation_id", "person_id", "role", name=op.f("uq_organisation_seats_organisation_id_person_id_role")
        ),
    )
    op.create_index(op.f("ix_organisation_seats_person_id"), "organisation_seats", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_organisation_seats_person_id"), table_name="organisation_seats")
    op.drop_table("organisation_seats")
    op.drop_index(op.f("ix_organisation_names_name_key"), table_name="organisation_names")
    op.drop_table("organisation_names")
    op.drop_index(op.f("ix_organisation_invitations_organisation_id"), table_name="organisation_invitations")
    op.drop_index(op.f("ix_organisation_invitations_email_key"), table_name="organisation_invitations")
    op.drop_table("organisation_invitations")
    op.drop_index(op.f("ix_organisation_domains_domain"), table_name="organisation_domains")
    op.drop_table("organisation_domains")
    op.drop_index(op.f("ix_organisation_claims_person_id"), table_name="organisation_claims")
    op.drop_index(op.f("ix_organisation_claims_organisation_id"), table_name="organisation_claims")
    op.drop_table("organisation_claims")
    op.drop_index(op.f("ix_organisations_sector"), table_name="organisations")
    op.drop_index(op.f("ix_organisations_parent_id"), table_name="organisations")
    op.drop_index(op.f("ix_organisations_merged_into_id"), table_name="organisations")
    op.drop_index(op.f("ix_organisations_name_key"), table_name="organisations")
    op.drop_table("organisations")
