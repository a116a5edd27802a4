"""Which pages those who choose have, and at which address behind each of their doors (views.doors)."""

from __future__ import annotations

from collections.abc import Mapping

from portal.selecting.views.behind import View
from portal.selecting.views.deciding_pages import aside, decide_many, finish, merit, unhide
from portal.selecting.views.reading import board, document, index, monitoring, show
from portal.selecting.views.scoring_pages import moderate, score
from portal.selecting.views.telling_pages import messages, tell

PAGES: Mapping[str, tuple[str, View]] = {
    "index": ("", index),
    "merit": ("/merit/<round>", merit),
    "board": ("/board", board),
    "decide_many POST": ("/decide", decide_many),
    "tell GET+POST": ("/tell", tell),
    "monitoring": ("/monitoring", monitoring),
    "show GET+POST": ("/<application>", show),
    "document": ("/<application>/documents/<handed>", document),
    "score GET+POST": ("/<application>/score", score),
    "moderate GET+POST": ("/<application>/moderate", moderate),
    "messages GET+POST": ("/<application>/messages", messages),
    "unhide GET+POST": ("/<application>/unhide", unhide),
    "aside GET+POST": ("/<application>/aside", aside),
}
OF_CONSULTANTS = {"finish GET+POST": ("/finish", finish)}
"""What only a campaign has."""
OF_WHO_RUNS_IT = ("tell GET+POST", "monitoring", "messages GET+POST", "unhide GET+POST")
"""Pages that a panel has not: candidates are told, written to and counted by whoever runs the recruitment."""
PANEL_PAGES = {key: page for key, page in PAGES.items() if key not in OF_WHO_RUNS_IT}
