"""The sitemap: live vacancies with their last change, in parts once there are more than one file may hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree as Xml

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000
STANDING = ("/", "/vacancies", "/coverage", "/about")

References = Sequence[tuple[str, datetime]]


def first(references: References, *, base: str) -> bytes:
    """/sitemap.xml: every address while they fit in one file, else the list of the parts."""
    if len(references) + len(STANDING) <= MOST:
        return _urls([*((base + path, None) for path in STANDING), *_addresses(references, base)])
    root = Xml.Element("sitemapindex", {"xmlns": NAMESPACE})
    for number in range(1, -(-len(references) // MOST) + 1):
        Xml.SubElement(Xml.SubElement(root, "sitemap"), "loc").text = f"{base}/sitemap-{number}.xml"
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def part(references: References, number: int, *, base: str) -> bytes | None:
    """The numbered part, from 1; None where there is none."""
    chosen = references[(number - 1) * MOST : number * MOST] if number > 0 else []
    return _urls(_addresses(chosen, base)) if chosen else None


def _addresses(references: References, base: str) -> list[tuple[str, datetime | None]]:
    return [(f"{base}/vacancies/{reference}", changed) for reference, changed in references]


def _urls(addresses: list[tuple[str, datetime | None]]) -> bytes:
    root = Xml.Element("urlset", {"xmlns": NAMESPACE})
    for address, changed in addresses:
        url = Xml.SubElement(root, "url")
        Xml.SubElement(url, "loc").text = address
        if changed:
            Xml.SubElement(url, "lastmod").text = f"{changed:%Y-%m-%d}"
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))
