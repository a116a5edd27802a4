"""Let consultants run recruitment campaigns for organisations."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019_campaigns"
down_revision = "0018_documents"
branch_labels = None
depends_on = None


def _at(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _words(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _key(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}"))


def _primary(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    _make_campaigns()
    _make_history()
    _make_people()


def _make_campaigns() -> None:
    states = (
        "'enquiry','agreed','drafted','approved','live','closed','selection','offer',"
        "'part_filled','filled','unfilled','cancelled'"
    )
    op.create_table(
        "campaigns",
        _number("id"),
        _words("reference", 12),
        _number("organisation_id"),
        _number("posting_id", nullable=True),
        _words("service", 12),
        _words("order_reference", 20),
        sa.Column("bought_as", sa.String(40)),
        _words("state", 12),
        _words("title", 300),
        _number("posts"),
        _words("wanted", 200),
        _words("details"),
        _number("consultant_id", nullable=True),
        _number("deputy_id", nullable=True),
        sa.Column("names_hidden", sa.Boolean(), nullable=False),
        _number("percent_parts", nullable=True),
        _words("remuneration", 500),
        _words("terms_version", 20),
        _words("terms_text"),
        _at("terms_agreed_at", nullable=True),
        _number("terms_agreed_by_id", nullable=True),
        _words("approved_mark", 64),
        _at("frozen_at", nullable=True),
        sa.Column("longlist_on", sa.Date()),
        sa.Column("shortlist_on", sa.Date()),
        sa.Column("interviews_on", sa.Date()),
        sa.Column("told_by", sa.Date()),
        _at("questions_until", nullable=True),
        _at("ended_at", nullable=True),
        _words("ended_because", 500),
        _at("begun_at"),
        _number("begun_by_id", nullable=True),
        _at("updated_at"),
        sa.CheckConstraint(f"state in ({states})", name=op.f("ck_campaigns_state_known")),
        sa.CheckConstraint("service in ('fixed','percentage','assisted')", name=op.f("ck_campaigns_service_known")),
        _key("campaigns", "organisation_id", "organisations"),
        _key("campaigns", "posting_id", "postings"),
        *(
            _key("campaigns", column, "people")
            for column in ("consultant_id", "deputy_id", "terms_agreed_by_id", "begun_by_id")
        ),
        _primary("campaigns"),
        sa.UniqueConstraint("reference", name=op.f("uq_campaigns_reference")),
        sa.UniqueConstraint("posting_id", name=op.f("uq_campaigns_posting_id")),
        sa.UniqueConstraint("bought_as", name=op.f("uq_campaigns_bought_as")),
    )
    op.create_index("ix_campaigns_organisation_state", "campaigns", ["organisation_id", "state"])
    _index("campaigns", "state", "order_reference", "consultant_id", "deputy_id")


def _make_history() -> None:
    op.create_table(
        "campaign_steps",
        _number("id"),
        _number("campaign_id"),
        _words("event", 20),
        _words("before", 12),
        _words("after", 12),
        _at("at"),
        _number("by_id", nullable=True),
        _words("note", 500),
        _key("campaign_steps", "campaign_id", "campaigns"),
        _key("campaign_steps", "by_id", "people"),
        _primary("campaign_steps"),
    )
    op.create_table(
        "campaign_notes",
        _number("id"),
        _number("campaign_id"),
        _at("at"),
        _number("by_id", nullable=True),
        _words("text"),
        _key("campaign_notes", "campaign_id", "campaigns"),
        _key("campaign_notes", "by_id", "people"),
        _primary("campaign_notes"),
    )
    op.create_table(
        "campaign_criteria",
        _number("id"),
        _number("campaign_id"),
        _words("kind", 10),
        _number("number"),
        _words("words"),
        _number("weight"),
        sa.CheckConstraint("kind in ('essential','desirable')", name=op.f("ck_campaign_criteria_kind_known")),
        _key("campaign_criteria", "campaign_id", "campaigns"),
        _primary("campaign_criteria"),
        sa.UniqueConstraint("campaign_id", "kind", "number", name=op.f("uq_campaign_criteria_campaign_id_kind_number")),
    )
    _index("campaign_steps", "campaign_id")
    _index("campaign_notes", "campaign_id")


def _make_people() -> None:
    op.create_table(
        "campaign_contacts",
        _number("id"),
        _number("campaign_id"),
        _number("person_id"),
        _at("added_at"),
        _number("added_by_id", nullable=True),
        _key("campaign_contacts", "campaign_id", "campaigns"),
        _key("campaign_contacts", "person_id", "people"),
        _key("campaign_contacts", "added_by_id", "people"),
        _primary("campaign_contacts"),
        sa.UniqueConstraint("campaign_id", "person_id", name=op.f("uq_campaign_contacts_campaign_id_person_id")),
    )
    op.create_table(
        "campaign_panel",
        _number("id"),
        _words("reference", 12),
        _number("campaign_id"),
        _words("name", 200),
        _words("email", 254),
        _words("email_key", 254),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        _at("invited_at"),
        _number("invited_by_id", nullable=True),
        _number("person_id", nullable=True),
        _at("taken_up_at", nullable=True),
        _at("removed_at", nullable=True),
        _key("campaign_panel", "campaign_id", "campaigns"),
        _key("campaign_panel", "invited_by_id", "people"),
        _key("campaign_panel", "person_id", "people"),
        _primary("campaign_panel"),
        sa.UniqueConstraint("reference", name=op.f("uq_campaign_panel_reference")),
    )
    _index("campaign_contacts", "person_id")
    _index("campaign_panel", "campaign_id", "email_key", "person_id")


def downgrade() -> None:
    for name in (
        "campaign_panel",
        "campaign_contacts",
        "campaign_criteria",
        "campaign_notes",
        "campaign_steps",
        "campaigns",
    ):
        op.drop_table(name)
