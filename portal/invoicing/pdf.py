"""A document as a PDF to print, file and attach to a mail. The web page says the same and is the one to read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time

from fpdf.enums import XPos, YPos

from portal.invoicing import wording
from portal.invoicing.documents import Document
from portal.web.paper import LINE, MARGIN, Sheet

WIDTHS = (62, 16, 20, 20, 16, 18, 22)


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


class _Sheet(Sheet):
    """One document on A4, with the seller at the head and the page's number at the foot of every page."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            title=f"{wording.title(document)} {document.number}",
            author=document.seller.party.name,
            made_at=datetime.combine(document.issued_on, time(12), tzinfo=UTC),
        )
        self.document = document

    def header(self) -> None:
        if self.page_no() > 1:
            self.say(9, quiet=True)
            self.cell(0, LINE, f"{wording.title(self.document)} {self.document.number}, continued")
            self.ln(LINE + 4)

    def footer(self) -> None:
        self.foot(self.document.number)

    def parties(self) -> None:
        """Who sells to whom on the left, numbers and dates on the right."""
        document, seller = self.document, self.document.seller
        self.say(22, bold=True)
        self.cell(0, 10, wording.title(document), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.brand_rule()
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
            self.text_line(line, width=width)

    def _facts(self, rows: Sequence[tuple[str, str]], *, x: float) -> None:
        for name, value in rows:
            self.set_x(x)
            self.say(10, quiet=True)
            self.cell(34, LINE + 0.5, name)
            self.say(10, bold=name in ("Number", "Pay by"))
            self.text_line(value, width=self.w - MARGIN - x - 34, height=LINE + 0.5)

    def lines(self) -> None:
        """What is sold; the headings are repeated at the top of every page."""
        rows = [wording.line_cells(each) for each in self.document.lines]
        discounts = [wording.discount(each) for each in self.document.lines]
        self.grid(
            wording.COLUMNS,
            [(f"{first}\n{off}" if off else first, *rest) for (first, *rest), off in zip(rows, discounts, strict=True)],
            WIDTHS,
            figures=True,
        )
        self.ln(5)

    def sums(self) -> None:
        """The VAT by rate, and the totals, which are kept together on one page."""
        document = self.document
        totals, rates = wording.totals(document), wording.vat_rows(document)
        self.keep_together((len(totals) + len(rates) + 1) * 8 + 10)
        self.grid(wording.VAT_COLUMNS, rates, (30, 30, 30), figures=True)
        self.ln(5)
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
        self.keep_together(len(notes) * 9 + (34 if account else 0))
        for note in notes:
            self.say(10)
            self.text_line(note)
            self.ln(2)
        if account is not None:
            self.ln(2)
            self._facts(wording.account_facts(account, reference=self.document.number), x=MARGIN)
