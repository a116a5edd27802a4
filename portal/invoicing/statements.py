"""Reading a bank's statement of any of the usual forms: which column is which, and what came in; pure.

Banks agree on nothing: some write one amount with a sign, some two columns; some begin with the account's name and
balance; dates are written six ways. What is recognised is proposed, and a person looks at it before it is taken in.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.foundation.errors import RuleBroken
from portal.foundation.text import one_line

MOST_ROWS = 5_000
MOST_PENCE = 2_000_000_000
"""What the database can hold; a row of more is one that could not be read."""
HEADER_WITHIN = 20
"""So many lines may stand above the headings."""
FIELDS: Mapping[str, str] = {
    "date": "Date",
    "amount": "Amount, with a sign",
    "paid_in": "Paid in",
    "paid_out": "Paid out",
    "payer": "Who paid",
    "words": "Description or reference",
}
"""What a column can be; a statement has either one amount, or what was paid in."""
NAMES: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "transaction date", "posting date", "posted date", "booking date", "entry date", "value date"),
    "amount": ("amount", "value", "amount gbp", "transaction amount", "net amount", "amount in gbp", "local amount"),
    "paid_in": ("paid in", "money in", "credit amount", "credit", "credits", "amount in", "receipts", "in", "deposit"),
    "paid_out": ("paid out", "money out", "debit amount", "debit", "debits", "amount out", "payments", "out"),
    "payer": ("counter party", "counterparty", "counter party name", "name", "payer", "remitter", "from", "payee", "third party"),
    "words": (
        "transaction description", "description", "reference", "memo", "narrative", "narrative 1", "narrative 2", "narrative 3",
        "details", "transaction details", "additional details", "particulars", "text", "notes", "bank reference", "customer reference",
    ),
}  # fmt: skip
DATES = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d %b %Y", "%d %B %Y", "%d/%m/%y", "%d-%b-%Y", "%d-%b-%y", "%d %b %y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d")  # fmt: skip
_AMOUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement cut into cells. `headings` is empty where the bank writes none."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        return max((len(each) for each in (self.headings, *self.rows)), default=0)


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which columns (counted from 0) hold what; `words` may be several."""

    date: int | None = None
    amount: int | None = None
    paid_in: int | None = None
    paid_out: int | None = None
    payer: int | None = None
    words: tuple[int, ...] = ()

    @property
    def missing(self) -> str:
        """What has still to be said before the statement can be read; empty when nothing."""
        if self.date is None:
            return "Choose which column is the date."
        if self.amount is None and self.paid_in is None:
            return "Choose which column is the amount, or what was paid in."
        if self.amount is not None and self.paid_in is not None:
            return "Choose either one amount with a sign, or what was paid in and out, not both."
        return ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """Money that came in. `fingerprint` is the same for the same row of any file."""

    received_on: date
    pence: int
    payer: str
    words: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a statement says: money in, how many rows of money out, and rows that could not be read, as `(line, why)`."""

    incoming: tuple[Incoming, ...]
    outgoing: int
    unread: tuple[tuple[int, str], ...]


def decoded(content: bytes) -> str:
    """The text of a file, in whichever letters the bank writes it. Raises RuleBroken for what is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    if "\0" in text or content.startswith(b"PK"):
        raise RuleBroken("This is not a CSV file. Export the statement from your bank as CSV and choose that file.")
    return text


def cut(text: str) -> Sheet:
    """The statement as cells, its headings found. Raises RuleBroken where there is nothing to read, or too much."""
    lines = [tuple(cell.strip() for cell in row) for row in _reader(text)]
    lines = [row for row in lines if any(row)]
    if not lines:
        raise RuleBroken("The file is empty. Export the statement from your bank as CSV and choose that file.")
    at = _headings_at(lines)
    rows = lines[at + 1 :] if at is not None else lines
    if len(rows) > MOST_ROWS:
        raise RuleBroken(f"The statement has more than {MOST_ROWS:,} rows. Export a shorter time.")
    return Sheet(lines[at] if at is not None else (), tuple(rows))


def recognised(sheet: Sheet) -> Mapped:
    """Which columns hold what, as far as it can be told."""
    if not sheet.headings:
        return _by_content(sheet)
    keys = [_key(each) for each in sheet.headings]
    found: dict[str, int] = {}
    for field in ("date", "paid_in", "paid_out", "amount", "payer"):
        best = [names for name in NAMES[field] for names, key in enumerate(keys) if key == name]
        if best:
            found[field] = best[0]
    if "paid_in" in found:
        found.pop("amount", None)
    words = tuple(at for at, key in enumerate(keys) if key in NAMES["words"] or key.startswith("narrative"))
    return Mapped(**found, words=words)


def read(sheet: Sheet, mapped: Mapped) -> Read:
    """What the statement says under this mapping. Raises RuleBroken while the mapping is not complete."""
    if mapped.missing:
        raise RuleBroken(mapped.missing)
    seen: Counter[str] = Counter()
    incoming, unread, outgoing = [], [], 0
    first = 2 if sheet.headings else 1
    for number, row in enumerate(sheet.rows, start=first):
        on, pence = day(_cell(row, mapped.date)), _signed(row, mapped)
        if on is None or pence is None:
            unread.append((number, "no date" if on is None else "no amount"))
        elif pence <= 0:
            outgoing += pence < 0
        else:
            payer = one_line(_cell(row, mapped.payer), limit=200)
            words = one_line(" ".join(filter(None, (_cell(row, at) for at in mapped.words))), limit=500)
            same = f"{on.isoformat()}|{pence}|{_plain(payer)}|{_plain(words)}"
            seen[same] += 1
            incoming.append(Incoming(on, pence, payer, words, _fingerprint(same, seen[same])))
    return Read(tuple(incoming), outgoing, tuple(unread))


def day(raw: str) -> date | None:
    """A date as banks write it, days before months; None for anything else."""
    words = raw.strip().split("T")[0]
    words = re.sub(r"\s+\d\d:\d\d(:\d\d)?$", "", words)
    for form in DATES:
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def pence(raw: str) -> int | None:
    """An amount in pence: £1,234.50, -12.00, (12.00), 12.00 CR, 12.00 DR. None for what is no amount."""
    words = raw.strip().upper().replace("−", "-").replace("£", "").replace("GBP", "").replace("\xa0", "").strip()
    negative = words.startswith(("-", "(")) or words.endswith(("-", "DR", "D"))
    words = words.strip("()+- ").removesuffix("CR").removesuffix("DR").removesuffix("D").strip(" +-")
    found = _AMOUNT.fullmatch(words)
    if found is None or len(words) > 20:
        return None
    whole = int(found[1].replace(",", "")) * 100 + int((found[2] or "0").ljust(2, "0"))
    if whole > MOST_PENCE:
        return None
    return -whole if negative else whole


def _reader(text: str) -> list[list[str]]:
    head = text[:4_000]
    counts = {each: head.count(each) for each in ",;\t"}
    delimiter = max(counts, key=lambda each: counts[each])
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise RuleBroken("The file cannot be read as CSV. Export it from your bank again.") from None


def _headings_at(lines: Sequence[tuple[str, ...]]) -> int | None:
    """The first line that names a date and an amount."""
    for at, row in enumerate(lines[:HEADER_WITHIN]):
        keys = {_key(each) for each in row}
        if keys & set(NAMES["date"]) and keys & {*NAMES["amount"], *NAMES["paid_in"]}:
            return at
    return None


def _by_content(sheet: Sheet) -> Mapped:
    """For statements without headings: the first column of dates, the first of amounts, the longest text."""
    sample = sheet.rows[:50]

    def are(at: int, test: Callable[[str], object | None]) -> bool:
        return 5 * sum(test(_cell(row, at)) is not None for row in sample) > 4 * len(sample)

    columns = range(sheet.width)
    dates = [at for at in columns if are(at, day)]
    amounts = [at for at in columns if at not in dates and are(at, pence)]
    texts = sorted(
        (at for at in columns if at not in (*dates, *amounts)),
        key=lambda at: -sum(len(_cell(row, at)) for row in sample),
    )
    return Mapped(
        date=dates[0] if dates else None, amount=amounts[0] if amounts else None, words=tuple(sorted(texts[:2]))
    )


def _signed(row: Sequence[str], mapped: Mapped) -> int | None:
    """What the row brings, below nothing for what it takes."""
    if mapped.amount is not None:
        return pence(_cell(row, mapped.amount))
    came, went = pence(_cell(row, mapped.paid_in)), pence(_cell(row, mapped.paid_out))
    if came:
        return came
    return -abs(went) if went else came if came is not None else went


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""


def _key(heading: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", heading.lower()).split())


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _fingerprint(same: str, number: int) -> str:
    """Of rows that say the same, the second of a file is another payment, and is the same second in every file."""
    return hashlib.sha256(f"{same}|{number}".encode()).hexdigest()
