"""Keep sources, vacancies, adverts, fetches and jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0001_vacancies_and_sources"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("unique_key", sa.String(length=160), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_jobs_unique_key")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_state_due", ["state", "due_at"], unique=False)

    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=True),
        sa.Column("sector", sa.String(length=40), nullable=True),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("address", name=op.f("uq_sources_address")),
    )
    op.create_table(
        "vacancies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("status_because", sa.String(length=300), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("earlier_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.String(length=400), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("employer_name", sa.String(length=300), nullable=False),
        sa.Column("organisation", sa.String(length=300), nullable=True),
        sa.Column("organisation_key", sa.String(length=200), nullable=True),
        sa.Column("on_behalf_of", sa.String(length=300), nullable=True),
        sa.Column("public_sector", sa.String(length=10), nullable=False),
        sa.Column("sector", sa.String(length=30), nullable=False),
        sa.Column("ict_decision", sa.String(length=10), nullable=False),
        sa.Column("ict_score", sa.Float(), nullable=False),
        sa.Column("role_family", sa.String(length=30), nullable=True),
        sa.Column("role_name", sa.String(length=120), nullable=True),
        sa.Column("role_level", sa.String(length=20), nullable=True),
        sa.Column("pay_stated", sa.String(length=300), nullable=False),
        sa.Column("pay_minimum", sa.Integer(), nullable=True),
        sa.Column("pay_maximum", sa.Integer(), nullable=True),
        sa.Column("pay_period", sa.String(length=10), nullable=True),
        sa.Column("pay_basis", sa.String(length=12), nullable=False),
        sa.Column("pay_london_minimum", sa.Integer(), nullable=True),
        sa.Column("pay_london_maximum", sa.Integer(), nullable=True),
        sa.Column("annual_minimum", sa.Integer(), nullable=True),
        sa.Column("annual_maximum", sa.Integer(), nullable=True),
        sa.Column("pay_derived", sa.Boolean(), nullable=False),
        sa.Column("grade_scheme", sa.String(length=30), nullable=True),
        sa.Column("grade_text", sa.String(length=120), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workplace", sa.String(length=10), nullable=True),
        sa.Column("contract", sa.JSON(), nullable=False),
        sa.Column("pattern", sa.JSON(), nullable=False),
        sa.Column("clearance", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("title_key", sa.String(length=300), nullable=False),
        sa.Column("employer_key", sa.String(length=300), nullable=False),
        sa.Column("fingerprint", sa.JSON(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status in ('live','closed','held','counted','merged')", name=op.f("ck_vacancies_status_known")
        ),
        sa.ForeignKeyConstraint(["earlier_id"], ["vacancies.id"], name=op.f("fk_vacancies_earlier_id_vacancies")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["vacancies.id"], name=op.f("fk_vacancies_merged_into_id_vacancies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancies")),
        sa.UniqueConstraint("reference", name=op.f("uq_vacancies_reference")),
    )
    with op.batch_alter_table("vacancies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vacancies_earlier_id"), ["earlier_id"], unique=False)
        batch_op.create_index("ix_vacancies_likeness", ["title_key", "employer_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_vacancies_organisation_key"), ["organisation_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_vacancies_sector"), ["sector"], unique=False)
        batch_op.create_index("ix_vacancies_status_closes", ["status", "closes_at"], unique=False)

    op.create_table(
        "vacancy_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_changes")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("vacancy_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vacancy_changes_reference"), ["reference"], unique=False)

    op.create_table(
        "adverts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=True),
        sa.Column("identity", sa.String(length=80), nullable=False),
        sa.Column("alias", sa.String(length=80), nullable=False),
        sa.Column("publisher_key", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("missing_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_adverts_source_id_sources")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancies.id"], name=op.f("fk_adverts_vacancy_id_vacancies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adverts")),
        sa.UniqueConstraint("source_id", "identity", name=op.f("uq_adverts_source_id_identity")),
    )
    with op.batch_alter_table("adverts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adverts_alias"), ["alias"], unique=False)
        batch_op.create_index(batch_op.f("ix_adverts_publisher_key"), ["publisher_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_adverts_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_adverts_vacancy_id"), ["vacancy_id"], unique=False)

    op.create_table(
        "fetches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("folded", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("error_code", sa.String(length=30), nullable=True),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_fetches_source_id_sources")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fetches")),
    )
    with op.batch_alter_table("fetches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fetches_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_fetches_source_id"), ["source_id"], unique=False)

    op.create_table(
        "likely_pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["first_id"], ["vacancies.id"], name=op.f("fk_likely_pairs_first_id_vacancies")),
        sa.ForeignKeyConstraint(["second_id"], ["vacancies.id"], name=op.f("fk_likely_pairs_second_id_vacancies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likely_pairs")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_likely_pairs_first_id_second_id")),
    )
    with op.batch_alter_table("likely_pairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_likely_pairs_first_id"), ["first_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_likely_pairs_second_id"), ["second_id"], unique=False)

    op.create_table(
        "pollings",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("health", sa.String(length=10), nullable=False),
        sa.Column("error_code", sa.String(length=30), nullable=True),
        sa.Column("error_sentence", sa.String(length=500), nullable=True),
        sa.Column("mapping", sa.JSON(), nullable=True),
        sa.Column("closes_by_absence", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.String(length=500), nullable=True),
        sa.Column("last_modified", sa.String(length=100), nullable=True),
        sa.Column("body_hash", sa.String(length=64), nullable=True),
        sa.Column("moved_to", sa.String(length=2000), nullable=True),
        sa.Column("moved_days", sa.JSON(), nullable=False),
        sa.Column("usual", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("gone_days", sa.JSON(), nullable=False),
        sa.Column("interval_seconds", sa.Integer(), nullable=False),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_fetch_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_good_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_pollings_source_id_sources")),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_pollings")),
    )
    with op.batch_alter_table("pollings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pollings_next_check_at"), ["next_check_at"], unique=False)

    op.create_table(
        "signpost_days",
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("bots", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancies.id"], name=op.f("fk_signpost_days_vacancy_id_vacancies")),
        sa.PrimaryKeyConstraint("vacancy_id", "day", name=op.f("pk_signpost_days")),
    )
    op.create_table(
        "vacancy_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancies.id"], name=op.f("fk_vacancy_decisions_vacancy_id_vacancies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_decisions")),
    )
    with op.batch_alter_table("vacancy_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vacancy_decisions_vacancy_id"), ["vacancy_id"], unique=False)

    op.create_table(
        "vacancy_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancies.id"], name=op.f("fk_vacancy_versions_vacancy_id_vacancies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_versions")),
    )
    with op.batch_alter_table("vacancy_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vacancy_versions_vacancy_id"), ["vacancy_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("vacancy_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vacancy_versions_vacancy_id"))

    op.drop_table("vacancy_versions")
    with op.batch_alter_table("vacancy_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vacancy_decisions_vacancy_id"))

    op.drop_table("vacancy_decisions")
    op.drop_table("signpost_days")
    with op.batch_alter_table("pollings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pollings_next_check_at"))

    op.drop_table("pollings")
    with op.batch_alter_table("likely_pairs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_likely_pairs_second_id"))
        batch_op.drop_index(batch_op.f("ix_likely_pairs_first_id"))

    op.drop_table("likely_pairs")
    with op.batch_alter_table("fetches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fetches_source_id"))
        batch_op.drop_index(batch_op.f("ix_fetches_at"))

    op.drop_table("fetches")
    with op.batch_alter_table("adverts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adverts_vacancy_id"))
        batch_op.drop_index(batch_op.f("ix_adverts_source_id"))
        batch_op.drop_index(batch_op.f("ix_adverts_publisher_key"))
        batch_op.drop_index(batch_op.f("ix_adverts_alias"))

    op.drop_table("adverts")
    with op.batch_alter_table("vacancy_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vacancy_changes_reference"))

    op.drop_table("vacancy_changes")
    with op.batch_alter_table("vacancies", schema=None) as batch_op:
        batch_op.drop_index("ix_vacancies_status_closes")
        batch_op.drop_index(batch_op.f("ix_vacancies_sector"))
        batch_op.drop_index(batch_op.f("ix_vacancies_organisation_key"))
        batch_op.drop_index("ix_vacancies_likeness")
        batch_op.drop_index(batch_op.f("ix_vacancies_earlier_id"))

    op.drop_table("vacancies")
    op.drop_table("sources")
    op.drop_table("leases")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_state_due")

    op.drop_table("jobs")
