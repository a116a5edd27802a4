"""The letters that PDFs are set in: they must show Welsh ŵ and ŷ, which the fonts built into PDF readers cannot."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "font_source_sans_pro"
SYSTEM = Path("/usr/share/fonts/truetype/dejavu")
"""Where Debian's fonts-dejavu-core keeps its files: for a package index that has not the fonts."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Two files of one family, whose figures are all of one width."""

    regular: Path
    bold: Path


def found() -> Fonts | None:
    """The first family that is there; None where there is none, and documents do with the reader's own letters."""
    for family in _families():
        if family.regular.is_file() and family.bold.is_file():
            return family
    return None


def _families() -> list[Fonts]:
    spec = find_spec(PACKAGE)
    packaged = [Path(each) / "files" for each in (spec.submodule_search_locations or ())] if spec else []
    families = [
        Fonts(folder / "SourceSansPro-Regular.ttf", folder / "SourceSansPro-Semibold.ttf") for folder in packaged
    ]
    return [*families, Fonts(SYSTEM / "DejaVuSans.ttf", SYSTEM / "DejaVuSans-Bold.ttf")]
