"""The society's paper: the A4 sheet on which invoices, shortlists and packs of evidence are set, in the same letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from portal.web import fonts

MARGIN, LINE, FOOT = 18, 5, 22
"""Millimetres: at the sides and above, from line to line, and left free at the foot of a page."""
BRAND, RULE, INK, QUIET = (91, 30, 110), (206, 206, 206), (11, 12, 12), (72, 73, 73)
OWN_LETTERS = "Helvetica"
"""What every reader has, where no font is installed."""


class Sheet(FPDF):
    """A document on A4. Nothing in it depends on the day of printing, so the same document is the same bytes."""

    def __init__(self, *, title: str, made_at: datetime, author: str = "") -> None:
        super().__init__(format="A4")
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=FOOT)
        self.set_title(title)
        if author:
            self.set_author(author)
        self.set_lang("en-GB")
        self.set_creation_date(made_at)
        self.alias_nb_pages()
        family = fonts.found()
        self.has_all_letters = family is not None
        self.family = "Document" if family else OWN_LETTERS
        if family:
            self.add_font(self.family, fname=family.regular)
            self.add_font(self.family, style="B", fname=family.bold)

    def normalize_text(self, text: str) -> str:
        """Where only the reader's own letters are there, what they lack is shown by its nearest letter."""
        return str(super().normalize_text(text if self.has_all_letters else nearest(text)))

    def say(self, size: float, *, bold: bool = False, quiet: bool = False) -> None:
        """From now on write like this."""
        self.set_font(self.family, "B" if bold else "", size)
        self.set_text_color(*(QUIET if quiet else INK))

    def text_line(self, text: str, *, width: float = 0, height: float = LINE) -> None:
        """The text, broken into lines where it is too long for one, and then a new line."""
        self.multi_cell(width, height, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def keep_together(self, height: float) -> None:
        """Go to the next page unless so many millimetres have room on this one."""
        if self.get_y() + height > self.h - FOOT:
            self.add_page()

    def brand_rule(self) -> None:
        """The line in the society's colour under the name of a document."""
        self.set_draw_color(*BRAND)
        self.set_line_width(0.8)
        self.line(MARGIN, self.get_y() + 2, self.w - MARGIN, self.get_y() + 2)
        self.set_line_width(0.2)

    def foot(self, text: str) -> None:
        """What stands at the foot of this page, before its number."""
        self.set_y(-15)
        self.say(8, quiet=True)
        self.cell(0, LINE, f"{text} · page {self.page_no()} of {{nb}}", align="R")

    def grid(
        self,
        names: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        figures: bool = False,
        line_height: float = LINE,
    ) -> None:
        """A table whose headings are repeated on every page; `figures` sets all columns but the first to the right."""
        self.say(9)
        self.set_draw_color(*RULE)
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=tuple(widths),
            width=min(sum(widths), self.epw),
            align="L",
            v_align="MIDDLE" if figures else "TOP",
            line_height=line_height,
            padding=(1, 1),
            text_align=("LEFT", *["RIGHT"] * (len(widths) - 1)) if figures else "LEFT",
            headings_style=FontFace(emphasis="BOLD"),
        ) as table:
            for cells in (names, *rows):
                row = table.row()
                for each in cells:
                    row.cell(each)


def nearest(text: str) -> str:
    """The text in the letters of Western Europe: ŵ as w, and a question mark where there is nothing near."""
    known = text.translate(_PLAINER)
    letters = (each if ord(each) < 256 else unicodedata.normalize("NFKD", each)[0] for each in known)
    return "".join(each if ord(each) < 256 else "?" for each in letters)


_PLAINER = str.maketrans({"−": "-", "–": "-", "’": "'", "“": '"', "”": '"', "•": "-"})
