"""Keep tiers, fees, applications, votes, memberships, dues and profiles."""

import sqlalchemy as sa
from alembic import op

revision = "0009_membership"
down_revision = "0008_organisations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "membership_fees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("klass", sa.String(length=20), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "klass in ('individual', 'corporate_seat', 'provider', 'early_career', 'partner', 'organisation')",
            name=op.f("ck_membership_fees_class_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_fees")),
        sa.UniqueConstraint("klass", "tier", "from_date", name=op.f("uq_membership_fees_klass_tier_from_date")),
    )
    op.create_table(
        "membership_tiers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("least_staff", sa.Integer(), nullable=False),
        sa.Column("discount_percent", sa.Integer(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_tiers")),
        sa.UniqueConstraint("name", "from_date", name=op.f("uq_membership_tiers_name_from_date")),
    )
    op.create_table(
        "membership_applications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("klass", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("supplier", sa.String(length=200), nullable=False),
        sa.Column("job_title", sa.String(length=200), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("staff_count", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("fee_pence", sa.Integer(), nullable=True),
        sa.Column("fee_months", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("panel_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "klass in ('individual', 'corporate_seat', 'provider', 'early_career', 'partner', 'organisation')",
            name=op.f("ck_membership_applications_class_known"),
        ),
        sa.CheckConstraint(
            "state in ('draft','awaiting_endorsement','with_panel','approved','declined','withdrawn')",
            name=op.f("ck_membership_applications_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_membership_applications_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_membership_applications_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_applications")),
        sa.UniqueConstraint("reference", name=op.f("uq_membership_applications_reference")),
    )
    op.create_index(
        op.f("ix_membership_applications_organisation_id"), "membership_applications", ["organisation_id"], unique=False
    )
    op.create_index(
        op.f("ix_membership_applications_person_id"), "membership_applications", ["person_id"], unique=False
    )
    op.create_index(
        "ix_membership_applications_state", "membership_applications", ["state", "submitted_at"], unique=False
    )
    is_open = "state in ('draft','awaiting_endorsement','with_panel')"
    for name, columns, of in (
        ("uq_membership_applications_open_of_person", ["person_id", "klass"], "klass <> 'organisation'"),
        ("uq_membership_applications_open_of_organisation", ["organisation_id"], "klass = 'organisation'"),
    ):
        where = sa.text(f"{is_open} and {of}")
        op.create_index(
            name, "membership_applications", columns, unique=True, sqlite_where=where, postgresql_where=where
        )
    op.create_table(
        "membership_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["membership_applications.id"],
            name=op.f("fk_membership_steps_application_id_membership_applications"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_membership_steps_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_steps")),
    )
    op.create_index(op.f("ix_membership_steps_application_id"), "membership_steps", ["application_id"], unique=False)
    op.create_table(
        "profiles",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("families", sa.JSON(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("wanted_pence", sa.Integer(), nullable=True),
        sa.Column("clearance", sa.JSON(), nullable=False),
        sa.Column("workplaces", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_profiles_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_profiles")),
    )
    op.create_table(
        "membership_endorsements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_membership_endorsements_answered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["membership_applications.id"],
            name=op.f("fk_membership_endorsements_application_id_membership_applications"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_endorsements")),
        sa.UniqueConstraint("application_id", name=op.f("uq_membership_endorsements_application_id")),
    )
    op.create_table(
        "membership_stand_asides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["membership_applications.id"],
            name=op.f("fk_membership_stand_asides_application_id_membership_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["people.id"], name=op.f("fk_membership_stand_asides_assessor_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_stand_asides")),
        sa.UniqueConstraint(
            "application_id", "assessor_id", name=op.f("uq_membership_stand_asides_application_id_assessor_id")
        ),
    )
    op.create_index(
        op.f("ix_membership_stand_asides_assessor_id"), "membership_stand_asides", ["assessor_id"], unique=False
    )
    op.create_table(
        "membership_votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("to_applicant", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["membership_applications.id"],
            name=op.f("fk_membership_votes_application_id_membership_applications"),
        ),
        sa.ForeignKeyConstraint(["assessor_id"], ["people.id"], name=op.f("fk_membership_votes_assessor_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_votes")),
        sa.UniqueConstraint(
            "application_id", "round", "assessor_id", name=op.f("uq_membership_votes_application_id_round_assessor_id")
        ),
    )
    op.create_index(op.f("ix_membership_votes_assessor_id"), "membership_votes", ["assessor_id"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("klass", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.String(length=300), nullable=False),
        sa.CheckConstraint("(klass = 'organisation') = (person_id is null)", name=op.f("ck_memberships_whose")),
        sa.CheckConstraint(
            "klass in ('individual', 'corporate_seat', 'provider', 'early_career', 'partner', 'organisation')",
            name=op.f("ck_memberships_class_known"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["membership_applications.id"],
            name=op.f("fk_memberships_application_id_membership_applications"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_memberships_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_memberships_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("application_id", name=op.f("uq_memberships_application_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_memberships_reference")),
    )
    op.create_index(op.f("ix_memberships_organisation_id"), "memberships", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_memberships_person_id"), "memberships", ["person_id"], unique=False)
    op.create_table(
        "membership_dues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("payment_reference", sa.String(length=80), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("waived_because", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name=op.f("fk_membership_dues_membership_id_memberships")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_membership_dues_recorded_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_dues")),
        sa.UniqueConstraint("membership_id", "year", name=op.f("uq_membership_dues_membership_id_year")),
        sa.UniqueConstraint("reference", name=op.f("uq_membership_dues_reference")),
    )
    op.create_index(op.f("ix_membership_dues_year"), "membership_dues", ["year"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_membership_dues_year"), table_name="membership_dues")
    op.drop_table("membership_dues")
    op.drop_index(op.f("ix_memberships_person_id"), table_name="memberships")
    op.drop_index(op.f("ix_memberships_organisation_id"), table_name="memberships")
    op.drop_table("memberships")
    op.drop_index(op.f("ix_membership_votes_assessor_id"), table_name="membership_votes")
    op.drop_table("membership_votes")
    op.drop_index(op.f("ix_membership_stand_asides_assessor_id"), table_name="membership_stand_asides")
    op.drop_table("membership_stand_asides")
    op.drop_table("membership_endorsements")
    op.drop_table("profiles")
    op.drop_index(op.f("ix_membership_steps_application_id"), table_name="membership_steps")
    op.drop_table("membership_steps")
    op.drop_index("uq_membership_applications_open_of_organisation", table_name="membership_applications")
    op.drop_index("uq_membership_applications_open_of_person", table_name="membership_applications")
    op.drop_index("ix_membership_applications_state", table_name="membership_applications")
    op.drop_index(op.f("ix_membership_applications_person_id"), table_name="membership_applications")
    op.drop_index(op.f("ix_membership_applications_organisation_id"), table_name="membership_applications")
    op.drop_table("membership_applications")
    op.drop_table("membership_tiers")
    op.drop_table("membership_fees")
