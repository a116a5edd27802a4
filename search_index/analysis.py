"""From text to the words that are indexed: folded, stemmed by Snowball English, technical names kept whole."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "into",
        "is",
        "its",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "their",
        "this",
        "to",
        "was",
        "we",
        "were",
        "will",
        "with",
        "you",
        "your",
    ]
)
_WORD = re.compile(r"c\+\+|[cf]#|(?<![^\W_])\.net\b|node\.js|asp\.net|[^\W_]+(?:['’][^\W\d_]+)?", re.IGNORECASE)
_WHOLE = {"c++", "c#", "f#", ".net", "node.js", "asp.net"}
_stem = Stemmer.Stemmer("english")

SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("dba", "database administrator"),
    ("ddat", "digital data and technology"),
    ("sre", "site reliability engineer", "site reliability"),
    ("ba", "business analyst"),
    ("ux", "user experience"),
    ("ucd", "user centred design"),
    ("qa", "quality assurance"),
    ("cyber security", "cybersecurity", "infosec", "information security"),
    ("front end", "frontend"),
    ("back end", "backend"),
    ("full stack", "fullstack"),
    ("service desk", "helpdesk", "help desk", "servicedesk"),
    ("ict", "it", "information technology"),
    ("gis", "geographic information systems"),
    ("epr", "electronic patient record"),
    ("ehr", "electronic health record"),
    ("bi", "business intelligence"),
    ("soc", "security operations centre"),
    ("devops", "dev ops"),
    ("cto", "chief technology officer"),
    ("cio", "chief information officer"),
    ("ciso", "chief information security officer"),
    ("ai", "artificial intelligence"),
    ("ml", "machine learning"),
    ("ig", "information governance"),
    ("crm", "customer relationship management"),
    ("erp", "enterprise resource planning"),
    ("ui", "user interface"),
    ("sysadmin", "systems administrator", "system administrator"),
    ("test analyst", "tester"),
    ("m365", "microsoft 365", "office 365", "o365"),
    ("aws", "amazon web services"),
    ("pen tester", "penetration tester"),
    ("rpa", "robotic process automation"),
    ("programmer", "software developer", "software engineer"),
    ("wfh", "home working", "homeworking"),
)
"""Ways of saying one thing, each for all the others; looked up when searching, never indexed."""


def words(text: str) -> list[tuple[str, int, int]]:
    """Every word with its place in the text: folded, not yet stemmed."""
    return [(match.group().lower(), match.start(), match.end()) for match in _WORD.finditer(text)]


@lru_cache(maxsize=200_000)
def term(word: str) -> str:
    """The indexed form of a folded word, '' for a stop word."""
    if word in STOP:
        return ""
    if word in _WHOLE:
        return word
    plain = word.replace("'", "").replace("’", "")
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return str(_stem.stemWord(plain))


def terms(text: str) -> list[str]:
    """The indexed terms of a text, in order, stop words left out."""
    return [found for word, _, _ in words(text) if (found := term(word))]


@lru_cache(maxsize=1)
def synonyms() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """A phrase's terms to the terms of the other ways of saying it."""
    table: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
    for group in SYNONYMS:
        spelt = [tuple(terms(phrase)) for phrase in group]
        for phrase in spelt:
            table[phrase] = tuple(other for other in spelt if other != phrase)
    return table
