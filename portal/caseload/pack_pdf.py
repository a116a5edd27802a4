"""The shortlist pack as a PDF, in the letters of the invoices."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from portal.caseload.pack import Candidate, Given, Pack
from portal.invoicing import fonts
from portal.web import words

MARGIN, LINE, FOOT = 18, 5, 22
MOST_AT_FOOT = 70
"""Letters of a title that have room at the foot of a page."""
BRAND, RULE, QUIET = (91, 30, 110), (206, 206, 206), (72, 73, 73)


def as_pdf(pack: Pack) -> bytes:
    """The file; the same bytes for the same pack."""
    sheet = _Sheet(pack)
    sheet.add_page()
    sheet.front()
    sheet.order()
    for each in pack.candidates:
        sheet.candidate(each)
    return bytes(sheet.output())


class _Sheet(FPDF):
    """A4, with a bookmark for each part, and whose it is at the foot of every page."""

    def __init__(self, pack: Pack) -> None:
        super().__init__(format="A4")
        self.pack = pack
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=FOOT)
        self.set_title(f"Shortlist: {pack.title}")
        self.set_author(pack.society)
        self.set_lang("en-GB")
        self.set_creation_date(pack.made_at)
        self.alias_nb_pages()
        family = fonts.found()
        self.has_all_letters = family is not None
        self.family = "Document" if family else "Helvetica"
        if family:
            self.add_font(self.family, fname=family.regular)
            self.add_font(self.family, style="B", fname=family.bold)

    def normalize_text(self, text: str) -> str:
        """Where only the reader's own letters are there, what they lack is shown by its nearest letter."""
        return str(super().normalize_text(text if self.has_all_letters else _nearest(text)))

    def footer(self) -> None:
        self.set_y(-15)
        self._say(8, quiet=True)
        title = self.pack.title if len(self.pack.title) < MOST_AT_FOOT else f"{self.pack.title[:MOST_AT_FOOT]}…"
        self.cell(0, LINE, f"Shortlist: {title} · in confidence · page {self.page_no()} of {{nb}}", align="R")

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
            self._say(10, quiet=True)
            self.cell(max(42, self.get_string_width(name) + 4), LINE + 0.5, name)
            self._say(10)
            self.multi_cell(0, LINE + 0.5, value, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(2)
        for each in pack.advert:
            if each.is_heading:
                self._label(each.words)
            else:
                self._text(each.words)
        if pack.criteria:
            self._heading("Criteria", level=1)
            self._table(("Number", "Criterion", "Weight"), pack.criteria, (38, 118, 18))

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
        self._table(("Rank", "Candidate", "Total", "Note"), rows, (16, 66, 18, 74))

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
        self._keep_together(3 * LINE)
        self._say(10, bold=True)
        self.multi_cell(0, LINE, words, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _keep_together(self, height: float) -> None:
        if self.get_y() + height > self.h - FOOT:
            self.add_page()

    def _say(self, size: float, *, bold: bool = False, quiet: bool = False) -> None:
        self.set_font(self.family, "B" if bold else "", size)
        self.set_text_color(*(QUIET if quiet else (11, 12, 12)))

    def _heading(self, text: str, *, level: int) -> None:
        size = (20, 15, 12)[level]
        self._keep_together(30)
        self.ln(0 if level == 0 else 3)
        if level < 2:
            self.start_section(text, level=level)
        self._say(size, bold=True)
        self.multi_cell(0, size * 0.5, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        if level == 0:
            self.set_draw_color(*BRAND)
            self.set_line_width(0.8)
            self.line(MARGIN, self.get_y() + 2, self.w - MARGIN, self.get_y() + 2)
            self.set_line_width(0.2)
            self.ln(4)
        self.ln(2)

    def _text(self, text: str) -> None:
        self._say(10)
        self.multi_cell(0, LINE, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1.5)

    def _table(self, names: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        self._say(9)
        self.set_draw_color(*RULE)
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=tuple(widths),
            width=sum(widths),
            align="L",
            line_height=LINE,
            padding=(1, 1),
            text_align="LEFT",
            v_align="TOP",
            headings_style=FontFace(emphasis="BOLD"),
        ) as table:
            for cells in (names, *rows):
                row = table.row()
                for each in cells:
                    row.cell(each)
        self.ln(3)


def _nearest(text: str) -> str:
    known = text.replace("–", "-").replace("’", "'").replace("“", '"').replace("”", '"').replace("•", "-")
    letters = (each if ord(each) < 256 else unicodedata.normalize("NFKD", each)[0] for each in known)
    return "".join(each if ord(each) < 256 else "?" for each in letters)
