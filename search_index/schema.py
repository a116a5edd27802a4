"""The Whoosh schema, and how a document becomes its fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh import fields
from whoosh.analysis import Analyzer, Token

from search_index.analysis import term, words
from search_index.documents import VacancyDocument

SCHEMA_VERSION = 1
GAP = 50
"""Positions between title, employer and description, so that no phrase crosses from one to the next."""
EXTRACT = 1_500
"""Characters of the description that are stored for extracts."""


class Words(Analyzer):  # type: ignore[misc]
    """Our own words for Whoosh, with positions. Texts are joined by form feeds, each of which leaves a gap."""

    def __call__(self, value: str, **_options: Any) -> Iterator[Token]:
        token = Token(positions=True, chars=False, stopped=False, boost=1.0)
        position = 0
        for part in value.split("\f"):
            for word, _, _ in words(part):
                found = term(word)
                if found:
                    token.text, token.pos = found, position
                    yield token
                position += 1
            position += GAP


def schema() -> fields.Schema:
    """Words with positions; the title's words again, for their weight; everything else stored with the document."""
    return fields.Schema(
        reference=fields.ID(unique=True, stored=True),
        text=fields.TEXT(analyzer=Words(), phrase=True),
        title=fields.TEXT(analyzer=Words(), phrase=False),
        facts=fields.STORED,
    )


def fields_of(document: VacancyDocument) -> dict[str, Any]:
    """The fields that Whoosh writes for a document."""
    facts = {
        name: getattr(document, name) for name in VacancyDocument.__slots__ if name not in ("description", "keywords")
    }
    return {
        "reference": document.reference,
        "text": "\f".join((document.title, document.employer, document.keywords, document.description)),
        "title": document.title,
        "facts": {**facts, "extract": document.description[:EXTRACT]},
    }
