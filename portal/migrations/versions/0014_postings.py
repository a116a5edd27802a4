"""Let employers write and publish vacancies of their own, and count how often these are seen."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014_postings"
down_revision = "0012_payments"
branch_labels = None
depends_on = None


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}"))


def upgrade() -> None:
    with op.batch_alter_table("vacancies") as table:
        table.add_column(sa.Column("ended_because", sa.String(300), nullable=False, server_default=""))
        table.add_column(_at("featured_until", nullable=True))
    _make_visits()
    _make_postings()
    _make_history()


def _make_visits() -> None:
    op.create_table(
        "vacancy_visits",
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("bots", sa.Integer(), nullable=False),
        _key("vacancy_visits", "vacancy_id", "vacancies"),
        sa.PrimaryKeyConstraint("vacancy_id", "day", "what", "source", name=op.f("pk_vacancy_visits")),
    )


def _make_postings() -> None:
    op.create_table(
        "postings",
        _id(),
        sa.Column("reference", sa.String(12), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer()),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("on_behalf_of", sa.String(300), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("copied_from_id", sa.Integer()),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("vacancy_id", sa.Integer()),
        _at("publish_at", nullable=True),
        _at("published_at", nullable=True),
        _at("closes_at", nullable=True),
        sa.Column("weeks", sa.Integer(), nullable=False),
        _at("shown_until", nullable=True),
        sa.Column("order_reference", sa.String(20), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        _at("ended_at", nullable=True),
        sa.Column("ended_because", sa.String(20), nullable=False),
        sa.Column("ended_note", sa.Text(), nullable=False),
        _at("created_at"),
        _at("updated_at"),
        sa.Column("updated_by_id", sa.Integer()),
        sa.CheckConstraint(
            "state in ('draft','ready','scheduled','live','closed','withdrawn','discarded')",
            name=op.f("ck_postings_state_known"),
        ),
        _key("postings", "organisation_id", "organisations"),
        _key("postings", "author_id", "people"),
        _key("postings", "updated_by_id", "people"),
        _key("postings", "copied_from_id", "postings"),
        _key("postings", "vacancy_id", "vacancies"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sa.UniqueConstraint("reference", name=op.f("uq_postings_reference")),
        sa.UniqueConstraint("vacancy_id", name=op.f("uq_postings_vacancy_id")),
    )
    op.create_index("ix_postings_organisation_state", "postings", ["organisation_id", "state"])
    for column in ("author_id", "state", "order_reference"):
        op.create_index(op.f(f"ix_postings_{column}"), "postings", [column])


def _make_history() -> None:
    op.create_table(
        "posting_steps",
        _id(),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("before", sa.String(10), nullable=False),
        sa.Column("after", sa.String(10), nullable=False),
        _at("at"),
        sa.Column("by_id", sa.Integer()),
        sa.Column("note", sa.String(500), nullable=False),
        _key("posting_steps", "posting_id", "postings"),
        _key("posting_steps", "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_steps")),
    )
    op.create_index(op.f("ix_posting_steps_posting_id"), "posting_steps", ["posting_id"])
    op.create_table(
        "posting_versions",
        _id(),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _at("at"),
        sa.Column("by_id", sa.Integer()),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        _key("posting_versions", "posting_id", "postings"),
        _key("posting_versions", "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_versions")),
        sa.UniqueConstraint("posting_id", "number", name=op.f("uq_posting_versions_posting_id_number")),
    )
    op.create_table(
        "posting_purchases",
        _id(),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        _at("at"),
        sa.Column("by_id", sa.Integer()),
        _key("posting_purchases", "posting_id", "postings"),
        _key("posting_purchases", "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_purchases")),
        sa.UniqueConstraint("posting_id", "subject", name=op.f("uq_posting_purchases_posting_id_subject")),
    )


def downgrade() -> None:
    for name in ("posting_purchases", "posting_versions", "posting_steps", "postings", "vacancy_visits"):
        op.drop_table(name)
    with op.batch_alter_table("vacancies") as table:
        table.drop_column("featured_until")
        table.drop_column("ended_because")
