"""The pages of those who arrange and hold interviews. Each is given its room (selecting.views.behind), whichever door it
was entered by."""

from __future__ import annotations

from collections.abc import Mapping

from portal.interviewing.views import interviews, outcomes, overview, rounds
from portal.selecting.views.behind import View

_ROUND, _HELD = "/rounds/<interview_round>", "/held/<interview>"
PAGES: Mapping[str, tuple[str, View]] = {
    "index": ("", overview.index),
    "timetable": ("/timetable", overview.timetable),
    "calendar": ("/interviews.ics", overview.calendar),
    "new_round GET+POST": ("/rounds/new", rounds.new_round),
    "show_round": (_ROUND, rounds.show_round),
    "edit_round GET+POST": (f"{_ROUND}/change", rounds.edit_round),
    "remove_round GET+POST": (f"{_ROUND}/remove", rounds.remove_round),
    "add_times GET+POST": (f"{_ROUND}/times", rounds.add_times),
    "remove_time POST": (f"{_ROUND}/times/<slot>/remove", rounds.remove_time),
    "invite GET+POST": (f"{_ROUND}/invite", rounds.invite),
    "show": (_HELD, interviews.show),
    "one_calendar": (f"{_HELD}/interview.ics", interviews.one_calendar),
    "place GET+POST": (f"{_HELD}/time", interviews.place),
    "cancel GET+POST": (f"{_HELD}/cancel", interviews.cancel),
    "again POST": (f"{_HELD}/again", interviews.again),
    "outcome GET+POST": (f"{_HELD}/came", outcomes.outcome),
    "correct POST": (f"{_HELD}/correct", outcomes.correct),
    "feedback GET+POST": (f"{_HELD}/feedback", outcomes.feedback),
    "tell_feedback GET+POST": (f"{_HELD}/feedback/tell", outcomes.tell_feedback),
}
OF_THE_PANEL = ("index", "timetable", "calendar", "show_round", "show", "one_calendar", "feedback GET+POST")
"""What a member of the panel has alike; the chair writes feedback."""
PANEL_PAGES: Mapping[str, tuple[str, View]] = {
    **{key: PAGES[key] for key in OF_THE_PANEL},
    "own_times GET+POST": ("/when-i-can", overview.own_times),
}
