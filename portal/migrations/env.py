"""How Alembic reaches our database: one online path, batch mode on SQLite."""

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeEngine

import portal.models  # noqa: F401 - the metadata must know every table
from portal.database.base import db
from portal.database.types import Instant


def render_item(kind, item, autogen_context):
    """Write our own column types as plain ones, so that a migration imports nothing of the application."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(_context, _inspected, _metadata, inspected_type: TypeEngine, metadata_type: TypeEngine):
    return False if isinstance(metadata_type, Instant) else None


with db.engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=db.metadata, render_as_batch=True, render_item=render_item,
        compare_type=compare_type,
        process_revision_directives=None,
        **{name: value for name, value in current_app.extensions["migrate"].configure_args.items()
           if name not in ("render_as_batch", "compare_type")},
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
