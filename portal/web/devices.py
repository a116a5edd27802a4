"""What a browser calls itself, in words that its owner recognises.

Only these words are kept in the record of acts: what a browser calls itself in full tells one person from another, and
could say anything.
"""

from __future__ import annotations

UNKNOWN = "Unknown browser"
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "an Android device"),
    ("Windows", "a Windows computer"),
    ("CrOS", "a Chromebook"),
    ("Mac OS", "a Mac"),
    ("Linux", "a Linux computer"),
)


def named(agent: str) -> str:
    """ "Firefox on a Windows computer", "Chrome", or "Unknown browser"."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    machine = next((name for mark, name in MACHINES if mark in agent), "")
    return f"{browser or UNKNOWN} on {machine}" if machine else browser or UNKNOWN
