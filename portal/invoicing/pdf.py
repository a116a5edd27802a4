"""A document as a PDF to print, file and attach to a mail. The web page says the same and is the one to read aloud."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, time

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from portal.invoicing import fonts, wording
from portal.invoicing.documents import Document

MARGIN, LINE = 18, 5
WIDTHS = (62, 16, 20, 20, 16, 18, 22)
BRAND, RULE, QUIET = (91, 30, 110), (206, 206, 206), (72, 73, 73)
OWN_LETTERS = "Helvetica"


def as_pdf(document: Document) -> bytes:
    """The same bytes whenever it is asked for: nothing in it depends on the day of asking."""
    sheet = _Sheet(document)
    sheet.add_page()
    sheet.parties()
    sheet.lines()
    sheet.sums()
    sheet.payment()
    return bytes(sheet.output())


def filename(document: Document) -> str:
    """What the file is called."""
    return f"{document.number}.pdf"


class _Sheet(FPDF):
    """One document on A4, with the seller at the head and the page's number at the foot of every page."""

    def __init__(self, document: Document) -> None:
        super().__init__(format="A4")
        self.document = document
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=22)
        self.set_title(f"{wording.title(document)} {document.number}")
        self.set_author(document.seller.party.name)
        self.set_lang("en-GB")
        self.set_creation_date(datetime.combine(document.issued_on, time(12), tzinfo=UTC))
        self.alias_nb_pages()
        self._letters()

    def _letters(self) -> None:
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
        self.set_text_color(*(QUIET if quiet else (11, 12, 12)))

    def header(self) -> None:
        if self.page_no() > 1:
            self.say(9, quiet=True)
            self.cell(0, LINE, f"{wording.title(self.document)} {self.document.number}, continued")
            self.ln(LINE + 4)

    def footer(self) -> None:
        self.set_y(-15)
        self.say(8, quiet=True)
        self.cell(0, LINE, f"{self.document.number} · page {self.page_no()} of {{nb}}", align="R")

    def parties(self) -> None:
        """Who sells to whom on the left, numbers and dates on the right."""
        document, seller = self.document, self.document.seller
        self.set_draw_color(*BRAND)
        self.say(22, bold=True)
        self.cell(0, 10, wording.title(document), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_line_width(0.8)
        self.line(MARGIN, self.get_y() + 2, self.w - MARGIN, self.get_y() + 2)
        self.set_line_width(0.2)
        self.ln(6)
        top = self.get_y()
        self._block("From", [seller.party.name, *wording.seller_lines(seller)], width=80)
        self.ln(3)
        self._block("To", [document.buyer.name, *document.buyer.address, document.buyer.email], width=80)
        left_end = self.get_y()
        self.set_y(top)
        self._facts(wording.facts(document), x=MARGIN + 90)
        self.set_y(max(left_end, self.get_y()) + 6)

    def _block(self, name: str, lines: Sequence[str], *, width: float) -> None:
        self.say(9, quiet=True)
        self.cell(width, LINE, name, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        for number, line in enumerate(filter(None, lines)):
            self.say(10, bold=not number)
            self.multi_cell(width, LINE, line, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _facts(self, rows: Sequence[tuple[str, str]], *, x: float) -> None:
        for name, value in rows:
            self.set_x(x)
            self.say(10, quiet=True)
            self.cell(34, LINE + 0.5, name)
            self.say(10, bold=name in ("Number", "Pay by"))
            self.multi_cell(self.w - MARGIN - x - 34, LINE + 0.5, value, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def lines(self) -> None:
        """What is sold; the headings are repeated at the top of every page."""
        rows = [wording.line_cells(each) for each in self.document.lines]
        discounts = [wording.discount(each) for each in self.document.lines]
        self._table(
            wording.COLUMNS,
            [(f"{first}\n{off}" if off else first, *rest) for (first, *rest), off in zip(rows, discounts, strict=True)],
            WIDTHS,
        )

    def _table(self, names: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        self.say(9)
        self.set_draw_color(*RULE)
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=tuple(widths),
            width=sum(widths),
            align="L",
            line_height=LINE,
            padding=(1, 1),
            text_align=("LEFT", *["RIGHT"] * (len(widths) - 1)),
            headings_style=FontFace(emphasis="BOLD"),
        ) as table:
            for cells in (names, *rows):
                row = table.row()
                for each in cells:
                    row.cell(each)
        self.ln(5)

    def sums(self) -> None:
        """The VAT by rate, and the totals, which are kept together on one page."""
        document = self.document
        totals, rates = wording.totals(document), wording.vat_rows(document)
        self._keep_together((len(totals) + len(rates) + 1) * 8 + 10)
        self._table(wording.VAT_COLUMNS, rates, (30, 30, 30))
        for number, (name, value) in enumerate(totals):
            last = number == len(totals) - 1
            self.set_x(MARGIN + 74)
            self.say(12 if last else 10, bold=last)
            self.cell(70, LINE + 1, name)
            self.cell(30, LINE + 1, value, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(5)

    def payment(self) -> None:
        """How to pay, and what else must be said."""
        account, notes = wording.payable_to(self.document), wording.notes(self.document)
        self._keep_together(len(notes) * 9 + (34 if account else 0))
        for note in notes:
            self.say(10)
            self.multi_cell(0, LINE, note, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.ln(2)
        if account is not None:
            self.ln(2)
            self._facts(wording.account_facts(account, reference=self.document.number), x=MARGIN)

    def _keep_together(self, height: float) -> None:
        if self.get_y() + height > self.h - 22:
            self.add_page()


def nearest(text: str) -> str:
    """The text in the letters of Western Europe: ŵ as w, and a question mark where there is nothing near."""
    known = text.replace("−", "-").replace("–", "-").replace("’", "'").replace("“", '"').replace("”", '"')
    letters = (each if ord(each) < 256 else unicodedata.normalize("NFKD", each)[0] for each in known)
    return "".join(each if ord(each) < 256 else "?" for each in letters)
