"""Every act that the record may hold of a person is put into words for that person, or it is said here why not."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import work
from portal.audit import sentences

PORTAL = Path(sentences.__file__).parents[1]
ACT = re.compile(r"(accounts|membership)\.[a-z_]+")
NOT_TOLD = {
    "membership.application_begun": "a draft is nothing that happened yet",
    "membership.endorsement_answered": "the applicant is told with the state of the application",
    "membership.voted": "told when the panel has decided",
    "membership.stood_aside": "about the member of the panel, whose own act it was",
    "membership.note_written": "the staff's own note, given out with the person's data",
    "membership.tier_changed": "of an organisation",
    **dict.fromkeys(
        (
            "membership.rise_asked",
            "membership.rise_given_up",
            "membership.tier_raised",
            "membership.tier_taken_back",
        ),
        "of an organisation",
    ),
    "membership.list_downloaded": "the act of staff over everybody; no person is named in it",
}
JOB_NAMES = {each.name for each in work.SCHEDULE}
LOGS = {"debug", "info", "warning", "error", "exception"}


def named_in(rooms: str) -> Iterator[str]:
    """Every name of an act in these modules: what is neither a line of a log nor a job."""
    for path in PORTAL.glob(rooms):
        tree = ast.parse(path.read_text() if path != Path(sentences.__file__) else "")
        logged = {
            id(argument)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in LOGS
            for argument in call.args
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in logged:
                yield from {node.value} - JOB_NAMES


@pytest.mark.parametrize("room", ["accounts", "membership"])
def test_what_a_room_records_of_a_person_is_told_to_them(room: str) -> None:
    acts = {each for each in named_in(f"{room}/**/*.py") if ACT.fullmatch(each)}
    assert acts - set(sentences.YOURS) == {each for each in NOT_TOLD if each.startswith(f"{room}.")}
    assert acts <= set(sentences.SENTENCES)


def test_no_sentence_waits_for_an_act_that_nothing_records() -> None:
    worded = {each for each in (*sentences.SENTENCES, *sentences.YOURS) if ACT.fullmatch(each)}
    assert worded - set(named_in("**/*.py")) == set()
