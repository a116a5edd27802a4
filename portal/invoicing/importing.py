"""Taking a bank's statement in: looked at first, then every payment in it once, whichever files it stands in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from portal.audit.recording import record
from portal.database.base import db
from portal.foundation.errors import NotFound, RuleBroken
from portal.foundation.identifiers import new_reference, tidy_reference
from portal.foundation.text import one_line
from portal.invoicing import statements
from portal.invoicing.models import BankStatement, Receipt
from portal.invoicing.statements import Incoming, Mapped, Read, Sheet


def upload(content: bytes, *, name: str, by: int, at: datetime) -> BankStatement:
    """Keep a file to be looked at. Raises RuleBroken for what is no statement."""
    text = statements.decoded(content)
    statements.cut(text)
    row = BankStatement(
        reference=new_reference(),
        name=one_line(name, limit=120) or "statement.csv",
        state="preview",
        content=text,
        uploaded_at=at,
        uploaded_by_id=by,
    )
    db.session.add(row)
    db.session.flush()
    return row


def by_reference(reference: str) -> BankStatement:
    """A statement that was uploaded; raises NotFound."""
    found = db.session.scalar(select(BankStatement).where(BankStatement.reference == tidy_reference(reference)))
    if found is None:
        raise NotFound("There is no such statement.")
    return found


def sheet_of(row: BankStatement) -> Sheet:
    """The statement's cells. Raises RuleBroken when it was taken in or thrown away."""
    if row.state != "preview":
        raise RuleBroken("This statement was taken in or thrown away. Upload it again to look at it.")
    return statements.cut(row.content)


def known_among(incoming: tuple[Incoming, ...]) -> frozenset[str]:
    """The fingerprints of these that were taken in before."""
    prints = [each.fingerprint for each in incoming]
    known: set[str] = set()
    for start in range(0, len(prints), 500):
        wanted = Receipt.fingerprint.in_(prints[start : start + 500])
        known |= set(db.session.scalars(select(Receipt.fingerprint).where(wanted)))
    return frozenset(known)


def take_in(row: BankStatement, mapped: Mapped, *, by: int, at: datetime) -> Read:
    """Make a receipt of every payment in; those that were taken in before are passed over quietly.

    Of two who take the same file in at once the second finds everything known.
    """
    row = _locked(row.id)
    found = statements.read(sheet_of(row), mapped)
    _one_at_a_time()
    known = known_among(found.incoming)
    new = [each for each in found.incoming if each.fingerprint not in known]
    db.session.add_all(
        Receipt(
            reference=new_reference(),
            statement_id=row.id,
            fingerprint=each.fingerprint,
            received_on=each.received_on,
            pence=each.pence,
            payer=each.payer,
            words=each.words,
        )
        for each in new
    )
    row.state, row.content, row.taken_at = "taken", "", at
    row.taken, row.known, row.outgoing = len(new), len(found.incoming) - len(new), found.outgoing
    db.session.flush()
    record(
        "invoicing.statement_taken_in",
        by=by,
        subject=f"statement:{row.reference}",
        facts={"taken": row.taken, "known": row.known, "pence": sum(each.pence for each in new)},
    )
    return found


def drop(row: BankStatement, *, by: int) -> None:
    """Throw a statement away that was only looked at."""
    row = _locked(row.id)
    sheet_of(row)
    row.state, row.content = "dropped", ""
    record("invoicing.statement_dropped", by=by, subject=f"statement:{row.reference}")


def recent(most: int = 20) -> list[BankStatement]:
    """The statements that were taken in last."""
    return list(
        db.session.scalars(
            select(BankStatement).where(BankStatement.state == "taken").order_by(BankStatement.id.desc()).limit(most)
        )
    )


def _locked(statement_id: int) -> BankStatement:
    return db.session.scalars(
        select(BankStatement)
        .where(BankStatement.id == statement_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _one_at_a_time() -> None:
    """Two files with the same payment in them are taken in one after the other (on SQLite every writer waits anyway)."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(13_000_001)))
