"""From what an employer writes to the advert's safe HTML. Limited Markdown: paragraphs, lists, emphasis, headings, links."""

from __future__ import annotations

from functools import lru_cache
from html import escape

import nh3
from markdown_it import MarkdownIt

ALLOWED = {"p", "br", "ul", "ol", "li", "strong", "em", "h3", "h4", "a"}
"""What any vacancy's text may hold: the same as of adverts that come in by feeds."""
MOST_NESTING = 20


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    made = MarkdownIt("zero", {"html": False, "breaks": True, "maxNesting": MOST_NESTING})
    return made.enable(["paragraph", "heading", "list", "emphasis", "link", "escape", "newline", "entity", "backticks"])


def safe_html(words: str) -> str:
    """The words as clean HTML. Headings become h3 and h4, whatever their number, to stand under the page's own."""
    tokens = _markdown().parse(words)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3" if token.tag in ("h1", "h2") else "h4"
    made = _markdown().renderer.render(tokens, _markdown().options, {})
    return nh3.clean(
        made,
        tags=ALLOWED,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    ).strip()


def heading(words: str) -> str:
    return f"<h3>{escape(words)}</h3>"


def paragraph(words: str) -> str:
    """One paragraph of plain words, its lines kept."""
    return f"<p>{escape(words).replace(chr(10), '<br>')}</p>" if words else ""


def numbered(items: tuple[str, ...]) -> str:
    return f"<ol>{''.join(f'<li>{escape(each)}</li>' for each in items)}</ol>" if items else ""


def bullets(items: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(each)}</li>' for each in items)}</ul>" if items else ""


def mail_link(address: str) -> str:
    safe = escape(address)
    return f'<a href="mailto:{safe}">{safe}</a>'
