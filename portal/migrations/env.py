"""How Alembic reaches our database: one online path, batch mode on SQLite."""

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeEngine

import portal.models  # noqa: F401 - the metadata must know every table
from portal.database.base import db
from portal.database.types import Instant


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types as plain ones, so that a migration imports nothing of the application."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(
    _context: Any, _inspected: Any, _metadata: Any, _inspected_type: TypeEngine[Any], metadata_type: TypeEngine[Any]
) -> bool | None:
    return False if isinstance(metadata_type, Instant) else None


with db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=compare_type,
        process_revision_directives=None,
        **{
            name: value
            for name, value in current_app.extensions["migrate"].configure_args.items()
            if name not in ("render_as_batch", "compare_type")
        },
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
