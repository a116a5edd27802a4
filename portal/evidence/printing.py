"""A pack as a PDF to read and file. The CSV files of the pack say the same to a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from fpdf.enums import XPos, YPos

from portal.evidence.packs import Entry, Pack, Section, Table
from portal.foundation.clock import LONDON
from portal.foundation.text import printable
from portal.web.paper import LINE, Sheet

MOST_IN_A_GRID = 60
"""A longer table is told in lines, one a row: a grid of thousands of cells takes minutes to set."""
HIGHEST_ROW = 80
"""So is one with a higher row (mm): a row of a grid is never parted, and one that fits no page cannot be printed."""
PAD = 1

Progress = Callable[[int], None]


def as_pdf(pack: Pack, *, progress: Progress = lambda _done: None) -> bytes:
    """The same bytes for the same pack. `progress` hears how many of `pack.steps` are done."""
    sheet = _Sheet(pack)
    sheet.add_page()
    sheet.front()
    done = 0
    for section in pack.sections:
        sheet.section(section)
        progress(done := done + 1)
        for entry in section.entries:
            sheet.entry(entry)
            progress(done := done + 1)
    return bytes(sheet.output())


class _Sheet(Sheet):
    """As long as it must be: a heading for each section, and lines broken by us, for there may be thousands."""

    def __init__(self, pack: Pack) -> None:
        super().__init__(title=f"Evidence of the recruitment {pack.reference}", made_at=pack.made_at)
        self.pack = pack
        self._widths: dict[tuple[str, float, str], float] = {}

    def normalize_text(self, text: str) -> str:
        return super().normalize_text("\n".join(printable(each) for each in text.split("\n")))

    def header(self) -> None:
        if self.page_no() > 1:
            self.say(9, quiet=True)
            first, *more = self._broken(f"{self.pack.title}, evidence", self.epw - 10)
            self.cell(0, LINE, f"{first} …" if more else first)
            self.ln(LINE + 4)

    def footer(self) -> None:
        self.foot(self.pack.reference)

    def front(self) -> None:
        """What it is, of what, when it was made, and what is left out."""
        self.say(20, bold=True)
        self._lines(10, "Evidence of a recruitment")
        self.brand_rule()
        self.ln(6)
        self.say(13, bold=True)
        self._lines(7, self.pack.title)
        self.say(10)
        self._lines(LINE, self.pack.client)
        made = self.pack.made_at.astimezone(LONDON)
        self._lines(LINE, f"Campaign {self.pack.reference}. Made on {made.day} {made:%B %Y at %H:%M}, London time.")
        self.ln(2)
        self._lines(LINE, self.pack.notice)

    def section(self, section: Section) -> None:
        """A heading with its paragraphs and tables; its entries follow one by one."""
        printed = [each for each in section.tables if each.printed and each.rows]
        self.say(10)
        said = [list(self._broken_in(each)) for each in section.paragraphs]
        self.ln(5)
        # The heading, what is said under it, and the beginning of what follows stay on one page.
        follows = 20 if printed or section.entries else 0
        self.keep_together(13 + min(LINE * sum(map(len, said)), 40) + follows)
        self.start_section(section.title)
        self.say(14, bold=True)
        self._lines(8, section.title)
        if section.is_empty:
            self.say(10)
            self._lines(LINE, section.none)
        for lines in said:
            self.say(10)
            self._set(LINE, lines)
            self.ln(1)
        for table in printed:
            self._table(table)

    def entry(self, entry: Entry) -> None:
        """Its title stays with its first lines, and a short one is not parted."""
        self.say(9)
        lines = [line for each in entry.lines for line in self._broken_in(each)]
        self.ln(3)
        self.keep_together(6 + min(4.5 * len(lines), 36))
        self.say(11, bold=True)
        self._lines(6, entry.title)
        self.say(9)
        self._set(4.5, lines)

    def _table(self, table: Table) -> None:
        self.say(9)
        self.ln(1)
        widths = self._column_widths(table) if len(table.rows) <= MOST_IN_A_GRID else ()
        heights = [self._row_height(cells, widths) for cells in (table.columns, *table.rows)] if widths else ()
        if not heights or max(heights) > HIGHEST_ROW:
            for row in table.rows:
                said = [
                    f"{name}: {_words(cell)}" for name, cell in zip(table.columns, row, strict=True) if _words(cell)
                ]
                self._lines(4.5, "; ".join(said))
                self.ln(1)
            self.ln(2)
            return
        # A small table is not parted; a longer one begins with its headings and at least its first row.
        self.keep_together(sum(heights) if sum(heights) < 45 else sum(heights[:2]))
        cells = [[_words(each) for each in row] for row in table.rows]
        self.grid(table.columns, cells, widths, line_height=4.5)
        self.ln(2)

    def _column_widths(self, table: Table) -> tuple[float, ...]:
        """As wide as their words where all fit; otherwise the widest give way to the others."""
        own = 2 * (PAD + self.c_margin) + 1
        self.say(9, bold=True)
        wanted = [self._width(name) + own for name in table.columns]
        self.say(9)
        for row in table.rows:
            wanted = [max(most, self._widest(_words(cell)) + own) for most, cell in zip(wanted, row, strict=True)]
        left, widths = self.epw, dict.fromkeys(range(len(wanted)), 0.0)
        narrowest_first = sorted(widths, key=lambda place: wanted[place])
        for done, place in enumerate(narrowest_first):
            widths[place] = min(wanted[place], left / (len(wanted) - done))
            left -= widths[place]
        return tuple(each * self.epw / sum(widths.values()) for each in widths.values())

    def _widest(self, words: str) -> float:
        return max(self._width(line) for line in words.split("\n"))

    def _row_height(self, cells: Sequence[object], widths: Sequence[float]) -> float:
        rooms = (each - 2 * (PAD + self.c_margin) for each in widths)
        lines = (
            sum(len(list(self._broken(line, room))) for line in _words(cell).split("\n"))
            for cell, room in zip(cells, rooms, strict=True)
        )
        return 4.5 * max(lines) + 2 * PAD

    def _set(self, height: float, lines: Iterable[str]) -> None:
        for line in lines:
            self.cell(0, height, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _lines(self, height: float, words: str) -> None:
        self._set(height, self._broken_in(words))

    def _broken_in(self, words: str) -> Iterator[str]:
        """The lines of these words in the letters that are set now."""
        # The library's own breaking of lines measures every line again with each letter: half of the 21 seconds of 200 applications.
        room = self.epw - 2 * self.c_margin
        for paragraph in words.split("\n"):
            yield from self._broken(paragraph, room)

    def _broken(self, words: str, room: float) -> Iterator[str]:
        """The words in lines that fit; a word that is wider than a line is cut."""
        line, width, space = "", 0.0, self._width(" ")
        for word in (piece for each in words.split() for piece in self._pieces(each, room)):
            own = self._width(word)
            if line and width + space + own > room:
                yield line
                line, width = word, own
            else:
                line, width = (f"{line} {word}", width + space + own) if line else (word, own)
        yield line

    def _pieces(self, word: str, room: float) -> Iterator[str]:
        while self._width(word) > room:
            fits = next(end for end in range(len(word) - 1, 0, -1) if end == 1 or self._width(word[:end]) <= room)
            yield word[:fits]
            word = word[fits:]
        yield word

    def _width(self, word: str) -> float:
        key = (self.font_style, self.font_size_pt, word)
        if key not in self._widths:
            self._widths[key] = self.get_string_width(word)
        return self._widths[key]


def _words(value: object) -> str:
    if value is None:
        return ""
    if hasattr(value, "astimezone"):
        local = value.astimezone(LONDON)
        return f"{local.day} {local:%b %Y %H:%M}"
    if hasattr(value, "isoformat"):
        return f"{value.day} {value:%b %Y}"  # type: ignore[attr-defined]
    return ("Yes" if value else "No") if isinstance(value, bool) else str(value)
