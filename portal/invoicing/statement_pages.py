"""A bank statement as pages show it: what taking it in would bring, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.foundation.money import pounds_and_pence
from portal.invoicing import importing, statements
from portal.invoicing.models import BankStatement
from portal.invoicing.statements import Mapped, Sheet
from portal.web import words

PREVIEWED = 20


@dataclass(frozen=True, slots=True)
class Preview:
    """What a statement would bring under a mapping."""

    problem: str
    rows: tuple[tuple[str, str, str, str, bool], ...]
    more: int
    new: int
    known: int
    outgoing: int
    total: str
    unread: tuple[str, ...]
    raw: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]


def columns_of(sheet: Sheet) -> list[str]:
    """What the columns are called in the choices: their heading and what stands under it first."""
    names = []
    for at in range(sheet.width):
        heading = sheet.headings[at] if at < len(sheet.headings) else ""
        sample = next((row[at] for row in sheet.rows if at < len(row) and row[at]), "")
        names.append(f"{heading or f'Column {at + 1}'}{f' ({sample[:30]})' if sample else ''}")
    return names


def preview_of(sheet: Sheet, mapped: Mapped) -> Preview:
    """What would come of taking the statement in."""
    raw = tuple(row for row in sheet.rows[:5])
    columns = tuple(sheet.headings) or tuple(f"Column {at + 1}" for at in range(sheet.width))
    if mapped.missing:
        return Preview(mapped.missing, (), 0, 0, 0, 0, "", (), raw, columns)
    found = statements.read(sheet, mapped)
    known = importing.known_among(found.incoming)
    rows = tuple(
        (
            words.day_in_words(each.received_on),
            each.payer,
            each.words,
            pounds_and_pence(each.pence),
            each.fingerprint in known,
        )
        for each in found.incoming[:PREVIEWED]
    )
    new = [each for each in found.incoming if each.fingerprint not in known]
    return Preview(
        problem="",
        rows=rows,
        more=max(0, len(found.incoming) - PREVIEWED),
        new=len(new),
        known=len(found.incoming) - len(new),
        outgoing=found.outgoing,
        total=pounds_and_pence(sum(each.pence for each in new)),
        unread=tuple(f"Line {line}: {why}" for line, why in found.unread[:10]),
        raw=raw,
        columns=columns,
    )


def said_of(row: BankStatement) -> str:
    """What became of a statement, in a sentence."""
    taken = words.counted(row.taken, "receipt") if row.taken else "Nothing new"
    known = f" {words.counted(row.known, 'payment')} had been taken in before." if row.known else ""
    return f"{taken} taken in.{known}" if row.taken else f"{taken} in this statement.{known}"


def statement_in_words(row: BankStatement) -> tuple[str, str, str]:
    """A statement's name, when it was taken in, and what came of it."""
    at = row.taken_at or row.uploaded_at
    return row.name, words.long_time(at), said_of(row) if row.state == "taken" else "Thrown away."


def statements_in_words() -> list[tuple[str, str, str]]:
    """The statements that were taken in last."""
    return [statement_in_words(row) for row in importing.recent()]
