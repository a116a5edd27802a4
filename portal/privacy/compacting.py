"""Getting deleted text out of the files of a SQLite database."""

from __future__ import annotations

import sqlite3

from portal.database.base import db


def compact() -> bool:
    """Rewrite the database without what was deleted and empty its log; False when somebody was reading meanwhile.

    `secure_delete` overwrites what is deleted, but not copies that moving cells between pages left behind, and the
    write-ahead log keeps old pages until it is emptied. PostgreSQL does both by itself (autovacuum).
    """
    if db.engine.dialect.name != "sqlite":
        return True
    db.session.rollback()  # our own reading must not hold back the log
    borrowed = db.engine.raw_connection()
    try:
        connection = borrowed.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        connection.execute("VACUUM")
        busy, _pages, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    except sqlite3.OperationalError:  # locked
        return False
    finally:
        borrowed.close()
