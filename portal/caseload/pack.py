"""The shortlist pack: the advert, its criteria, the order of merit, and what each shortlisted candidate answered and was
given, as whoever asks for it may see them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser

from portal.applying.models import JobApplication
from portal.foundation.errors import NotFound
from portal.recruitment import merit
from portal.selecting import hiding, presenting, queries, scoring
from portal.selecting.desks import BEFORE_NAMES, ROUND_NAMES, SCORED_BY, Desk
from portal.selecting.presenting import ScoreLine, called
from portal.vacancies.presenting import facts_of

OFF = (*BEFORE_NAMES, "withdrawn")
"""States of those who are not, or no longer, on the shortlist."""
LEFT_OUT = hiding.HIDDEN_SECTIONS
"""What a panel does not choose by: how to reach somebody, their referees and declarations."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {"p", "li", "ul", "ol", "div", "br", "tr"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a point of a list or a heading of the advert."""

    words: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A criterion of a candidate: the score that counts, and what each scorer gave and why."""

    criterion: str
    counts: str
    given: Sequence[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate of the pack. `rank` is 0 where no scores count."""

    called: str
    rank: int
    total: int
    note: str
    answers: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    scores: Sequence[tuple[str, Sequence[Given]]]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything that the file says, in its order."""

    title: str
    employer: str
    society: str
    made_at: datetime
    facts: Sequence[tuple[str, str]]
    advert: Sequence[Paragraph]
    criteria: Sequence[tuple[str, str, str]]
    rule: str
    ranked_by: str
    candidates: Sequence[Candidate]


def is_ready(desk: Desk) -> bool:
    """Whether there is a shortlist of which this desk may have the pack."""
    return desk.campaign is not None and any(each.state not in OFF for each in queries.every(desk))


def pack_of(desk: Desk, *, society: str, at: datetime) -> Pack:
    """The pack. Raises NotFound before there is a shortlist, and for an employer without a campaign."""
    rows = [each for each in queries.every(desk) if each.state not in OFF]
    if desk.campaign is None or not rows:
        raise NotFound("There is no shortlist yet.")
    criteria = scoring.criteria(desk, at=at)
    round_, ranked = _ranked(desk, rows, criteria)
    order = {each.reference: place for place, each in enumerate(ranked)}
    by_reference = {each.reference: each for each in ranked}
    shown = queries.names_shown_of_many(desk, rows)
    vacancy = desk.job.vacancy
    return Pack(
        vacancy.title,
        vacancy.employer_name,
        society,
        at,
        [(each.label, "; ".join(each.lines)) for each in facts_of(vacancy) if each.stated and each.lines],
        paragraphs(vacancy.description),
        [(each.criterion.number, each.criterion.words, str(each.weight)) for each in criteria],
        merit.TIE_RULE,
        ROUND_NAMES[round_] if round_ else "",
        [
            _candidate(desk, each, by_reference.get(each.reference), named=each.id in shown, at=at)
            for each in sorted(rows, key=lambda row: (order.get(row.reference, len(rows)), row.number or 0))
        ],
    )


def paragraphs(markup: str) -> list[Paragraph]:
    """The words of an advert's page, a paragraph, a heading or a point of a list each."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    tidied = (Paragraph(re.sub(r"\s+", " ", each.words).strip(), each.is_heading) for each in reader.found)
    return [each for each in tidied if each.words not in ("", "•")]


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = [Paragraph("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        begins_point = tag == "p" and self.found[-1].words.strip() == "•"
        if tag in _BLOCKS and not begins_point:
            self.found.append(Paragraph("• " if tag == "li" else "", is_heading=tag in _HEADINGS))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.found.append(Paragraph(""))

    def handle_data(self, data: str) -> None:
        last = self.found[-1]
        self.found[-1] = Paragraph(last.words + data, last.is_heading)


def _ranked(
    desk: Desk, rows: Sequence[JobApplication], criteria: Sequence[scoring.Scored]
) -> tuple[str, list[merit.Ranked]]:
    """The order of merit among the shortlisted, by the latest round before the interview in which this desk has scores."""
    ids = [each.id for each in rows]
    numbers = {each.criterion.key: number for number, each in enumerate(criteria, start=1)}
    rules = [merit.Criterion(numbers[each.criterion.key], each.criterion.essential, each.weight) for each in criteria]
    for round_ in ("shortlist", "longlist"):
        if round_ not in SCORED_BY[desk.kind] or not rules:
            continue
        sifts, agreed = queries.sifts_of(ids, round_), queries.moderations_of(ids, round_)
        counting = {}
        for row in rows:
            standing = scoring.standing_from(desk, sifts.get(row.id, []), agreed.get(row.id))
            if standing.agreed is not None and set(standing.agreed) >= set(numbers):
                counting[row.reference] = {numbers[key]: standing.agreed[key] for key in numbers}
        if counting:
            return round_, merit.order(counting, rules)
    return "", []


def _candidate(
    desk: Desk, application: JobApplication, ranked: merit.Ranked | None, *, named: bool, at: datetime
) -> Candidate:
    name = str((application.answers.get("contact") or {}).get("name", "")) if named else ""
    parts = presenting.parts_of(desk, application, shown=named, at=at)
    scores = []
    for round_ in SCORED_BY[desk.kind]:
        standing = scoring.standing_of(desk, application, round_)
        if standing.shown:
            lines = presenting.score_lines(desk, standing, at=at)
            scores.append((ROUND_NAMES[round_], [_given(each) for each in lines]))
    return Candidate(
        ", ".join(filter(None, (called(application), name))),
        ranked.rank if ranked else 0,
        ranked.total if ranked else 0,
        _note(ranked),
        [
            (each.title, [(answer.label, answer.words) for answer in each.answers])
            for each in parts
            if each.key not in LEFT_OUT and each.answers
        ],
        scores,
    )


def _note(ranked: merit.Ranked | None) -> str:
    if ranked is None:
        return "No scores count"
    short = "All essential criteria met" if ranked.meets_essentials else "Falls short of an essential criterion"
    return f"{short}. {ranked.parted_by}" if ranked.parted_by else short


def _given(line: ScoreLine) -> Given:
    return Given(
        line.scored.criterion.words,
        str(line.counts) if line.counts is not None else "To be agreed",
        [f"{score}, {who}: {evidence}" if evidence else f"{score}, {who}" for who, score, evidence in line.given],
    )
