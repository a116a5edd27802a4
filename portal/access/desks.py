"""The desks at which candidates are chosen, interviewed and made offers: the same pages behind several doors."""

from __future__ import annotations

from collections.abc import Mapping

from portal.access.meaning import Access
from portal.access.owning import DESK, EMPLOYER_DESK, PANEL_DESK

_DESK_PAGES: Mapping[str, tuple[str, ...]] = {
    "index": ("GET",),
    "board": ("GET",),
    "merit": ("GET",),
    "decide_many": ("POST",),
    "tell": ("GET", "POST"),
    "monitoring": ("GET",),
    "show": ("GET", "POST"),
    "document": ("GET",),
    "score": ("GET", "POST"),
    "moderate": ("GET", "POST"),
    "messages": ("GET", "POST"),
    "unhide": ("GET", "POST"),
    "aside": ("GET", "POST"),
}

_INTERVIEW_PAGES: Mapping[str, tuple[str, ...]] = {
    "index": ("GET",),
    "timetable": ("GET",),
    "calendar": ("GET",),
    "new_round": ("GET", "POST"),
    "show_round": ("GET",),
    "edit_round": ("GET", "POST"),
    "remove_round": ("GET", "POST"),
    "add_times": ("GET", "POST"),
    "remove_time": ("POST",),
    "invite": ("GET", "POST"),
    "show": ("GET",),
    "one_calendar": ("GET",),
    "place": ("GET", "POST"),
    "cancel": ("GET", "POST"),
    "again": ("POST",),
    "outcome": ("GET", "POST"),
    "correct": ("POST",),
    "feedback": ("GET", "POST"),
    "tell_feedback": ("GET", "POST"),
}

_OF_INTERVIEWING_PANELS = ("index", "timetable", "calendar", "show_round", "show", "one_calendar", "feedback")

_OFFER_PAGES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("index", "show"), ("GET",)),
    **dict.fromkeys(
        ("make", "change", "withdraw", "defer", "meet", "fail", "start", "miss_start", "reserve", "check"),
        ("GET", "POST"),
    ),
    **dict.fromkeys(("add", "ask_consent", "ask_referee", "ask_again", "drop"), ("POST",)),
}

DESKS_ACCESS: Mapping[str, Access] = {
    **{
        f"{door}.{page}": access.by(*methods)
        for door, access in (
            ("consultant.desk", DESK),
            ("employer.panel_desk", PANEL_DESK),
            ("employer.employer_desk", EMPLOYER_DESK),
        )
        for page, methods in _DESK_PAGES.items()
        if access is not PANEL_DESK or page not in ("tell", "monitoring", "messages", "unhide")
    },
    **{
        f"{door}.{page}": access.by(*methods)
        for door, access in (
            ("consultant.interviews_desk", DESK),
            ("employer.panel_interviews", PANEL_DESK),
            ("employer.employer_interviews", EMPLOYER_DESK),
        )
        for page, methods in _INTERVIEW_PAGES.items()
        if access is not PANEL_DESK or page in _OF_INTERVIEWING_PANELS
    },
    **{
        f"{door}.offers.{page}": access.by(*methods)
        for door, access in (("consultant", DESK), ("employer", EMPLOYER_DESK))
        for page, methods in _OFFER_PAGES.items()
    },
}
