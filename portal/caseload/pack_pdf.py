"""The shortlist pack as a PDF, in the letters of the invoices."""

from __future__ import annotations

from portal.caseload.pack import Candidate, Given, Pack
from portal.web import words
from portal.web.paper import LINE, Sheet

MOST_AT_FOOT = 70
"""Letters of a title that have room at the foot of a page."""


def as_pdf(pack: Pack) -> bytes:
    """The file; the same bytes for the same pack."""
    sheet = _Sheet(pack)
    sheet.add_page()
    sheet.front()
    sheet.order()
    for each in pack.candidates:
        sheet.candidate(each)
    return bytes(sheet.output())


class _Sheet(Sheet):
    """A4, with a bookmark for each part, and whose it is at the foot of every page."""

    def __init__(self, pack: Pack) -> None:
        super().__init__(title=f"Shortlist: {pack.title}", author=pack.society, made_at=pack.made_at)
        self.pack = pack

    def footer(self) -> None:
        title = self.pack.title if len(self.pack.title) < MOST_AT_FOOT else f"{self.pack.title[:MOST_AT_FOOT]}…"
        self.foot(f"Shortlist: {title} · in confidence")

    def front(self) -> None:
        """What it is, the advert as it is published, and its criteria."""
        pack = self.pack
        self._heading(f"Shortlist: {pack.title}", level=0)
        made = f"{pack.employer}. Made at {words.long_time(pack.made_at)} by {pack.society}."
        self._text(
            f"{made} In confidence: for the panel and the consultant alone. Destroy it when the recruitment is over."
        )
        self._heading("The advert", level=1)
        for name, value in pack.facts:
            self.say(10, quiet=True)
            self.cell(max(42, self.get_string_width(name) + 4), LINE + 0.5, name)
            self.say(10)
            self.text_line(value, height=LINE + 0.5)
        self.ln(2)
        for each in pack.advert:
            if each.is_heading:
                self._label(each.words)
            else:
                self._text(each.words)
        if pack.criteria:
            self._heading("Criteria", level=1)
            self.grid(("Number", "Criterion", "Weight"), pack.criteria, (38, 118, 18))

    def order(self) -> None:
        """The order of merit, with the rule by which equals are parted."""
        pack = self.pack
        self._heading("Order of merit", level=1)
        by = (
            f"By the scores that count of the {pack.ranked_by.lower()}. " if pack.ranked_by else "No scores count yet. "
        )
        self._text(by + pack.rule)
        rows = [
            (str(each.rank or "–"), each.called, str(each.total) if each.rank else "–", each.note)
            for each in pack.candidates
        ]
        self.grid(("Rank", "Candidate", "Total", "Note"), rows, (16, 66, 18, 74))

    def candidate(self, each: Candidate) -> None:
        """What one candidate answered and was given, on a page of its own."""
        self.add_page()
        self._heading(each.called, level=1)
        self._text(f"Rank {each.rank}, total {each.total}. {each.note}." if each.rank else f"{each.note}.")
        for title, answers in each.answers:
            self._heading(title, level=2)
            for label, said in answers:
                self._label(label)
                self._text(said or "Not answered")
        for round_name, given in each.scores:
            self._heading(f"Scores for the {round_name.lower()}", level=2)
            for line in given:
                self._scored(line)

    def _scored(self, given: Given) -> None:
        """A criterion with its scores, as text: a row of a table cannot go on from one page to the next."""
        self._label(f"{given.criterion}. Score that counts: {given.counts.lower()}")
        for each in given.given:
            self._text(each)

    def _label(self, words: str) -> None:
        """Bold, and on the same page as the beginning of what it is about."""
        self.keep_together(3 * LINE)
        self.say(10, bold=True)
        self.text_line(words)

    def _heading(self, text: str, *, level: int) -> None:
        size = (20, 15, 12)[level]
        self.keep_together(30)
        self.ln(0 if level == 0 else 3)
        if level < 2:
            self.start_section(text, level=level)
        self.say(size, bold=True)
        self.text_line(text, height=size * 0.5)
        if level == 0:
            self.brand_rule()
            self.ln(4)
        self.ln(2)

    def _text(self, text: str) -> None:
        self.say(10)
        self.text_line(text)
        self.ln(1.5)
