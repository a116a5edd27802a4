"""Microdata and RDFa of a web page as the same shape that JSON-LD has."""

from __future__ import annotations

from typing import Any

from selectolax.lexbor import LexborNode

MAX_DEPTH = 12
_LINKS = ("href", "src")


def scope(node: LexborNode, depth: int = 0) -> dict[str, Any]:
    """The thing that an element with `itemscope` or `typeof` describes: property to text, thing, or list of them."""
    kind = node.attributes.get("itemtype") or node.attributes.get("typeof") or ""
    found: dict[str, Any] = {"@type": kind.rstrip("/").rpartition("/")[2].rpartition(":")[2]}
    if depth < MAX_DEPTH:
        _gather(node, found, depth)
    return found


def _gather(node: LexborNode, found: dict[str, Any], depth: int) -> None:
    for child in node.iter(include_text=False):
        attributes = child.attributes
        named = attributes.get("itemprop") or attributes.get("property") or ""
        own = "itemscope" in attributes or "typeof" in attributes
        for name in named.split():
            value: Any = scope(child, depth + 1) if own else _text(child, name.rpartition(":")[2])
            _put(found, name.rpartition(":")[2], value)
        if not own and depth < 200:
            _gather(child, found, depth + 1)


def _text(node: LexborNode, name: str) -> str:
    attributes = node.attributes
    for attribute in ("content", "datetime"):
        if attributes.get(attribute):
            return str(attributes[attribute]).strip()
    if name in ("url", "sameAs", "image", "logo"):
        return next((str(attributes[link]) for link in _LINKS if attributes.get(link)), node.text().strip())
    if name == "description":
        return (node.html or "").strip()
    return " ".join(node.text(separator=" ").split())


def _put(found: dict[str, Any], name: str, value: Any) -> None:
    if name not in found:
        found[name] = value
    elif isinstance(found[name], list):
        found[name].append(value)
    else:
        found[name] = [found[name], value]
