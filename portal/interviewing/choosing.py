"""What candidates do themselves: choosing a time, changing it, saying that none suits, and declining."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.applying import leaving
from portal.applying import queries as applications
from portal.applying.states import may_withdraw
from portal.foundation.errors import RuleBroken
from portal.foundation.text import printable
from portal.interviewing import inviting, knowing, moving, schedule, telling
from portal.interviewing.inviting import TAKEN
from portal.interviewing.models import InterviewSlot
from portal.interviewing.queries import Held
from portal.interviewing.states import BOOKED, follow
from portal.web.words import long_time

LONGEST = 1_000
STAY, LEAVE = "stay", "leave"
_WRITE = "Write to us if you need another."


def changes_until(held: Held) -> datetime | None:
    """Until when the candidate can change the time that they have."""
    starts = held.interview.starts_at
    return starts - timedelta(hours=held.round.notice) if starts and held.interview.state == BOOKED else None


def may_choose(held: Held, *, at: datetime) -> bool:
    """Whether the candidate can choose or change a time now."""
    try:
        _require_open(held, at=at)
    except RuleBroken:
        return False
    return True


def on_offer(held: Held, *, at: datetime) -> list[InterviewSlot]:
    """The times that the candidate can choose: free, far enough ahead for those who hold the interview, and not refused
    by all of them."""
    return schedule.slots_to_choose(held.round, after=at + timedelta(hours=held.round.notice))


def choose(held: Held, slot: str, *, by: int, at: datetime) -> None:
    """Take this time, or raise RuleBroken and change nothing. Of two who take one time at once exactly one gets it, for
    the time is held while it is looked at. `held` is to be locked."""
    _require_open(held, at=at)
    if not slot:
        raise RuleBroken("Choose a time.")
    wanted = inviting.offered(held, slot)
    if wanted.id == held.interview.slot_id:
        raise RuleBroken("You have this time already.")
    if wanted.starts_at <= at + timedelta(hours=held.round.notice):
        raise RuleBroken("This time is too near to be chosen. Choose another one.")
    if schedule.taken_in([wanted.id]):
        raise RuleBroken(TAKEN)
    if schedule.without_interviewer(held.round, [wanted.id]):
        raise RuleBroken("Nobody can hold the interview at this time any more. Choose another one.")
    was_fixed = held.interview.state == BOOKED
    moving.move(held.interview, "choose", by=by, at=at, because="", said="", **moving.at_slot(wanted, at=at))
    now = Held(held.interview, held.round, held.application, wanted)
    if was_fixed:
        telling.changed(now, because="", by=by)
    else:
        telling.fixed(now, by=by)


def suits_none(held: Held, words: str, *, by: int, at: datetime) -> None:
    """Say that none of the times suits, and what would; a time that one had is free again."""
    said = _tidy(words)
    follow(held.interview.state, "suits_none")
    _require_open(held, at=at)
    if not said:
        raise RuleBroken("Say when you could come, or what stands against the times.")
    was_fixed = held.interview.state == BOOKED
    moving.move(held.interview, "suits_none", by=by, at=at, note=said, said=said, because="", slot_id=None)
    telling.given_back(held, by=by, was_fixed=was_fixed)


def decline(held: Held, *, stays: str, words: str, by: int, at: datetime) -> None:
    """Decline the interview. The application goes on only where the candidate says so; otherwise it is withdrawn."""
    said = _tidy(words)
    follow(held.interview.state, "decline")
    if stays not in (STAY, LEAVE):
        raise RuleBroken("Say what is to become of your application.")
    _require_known(held)
    if held.interview.state == BOOKED and held.interview.starts_at and held.interview.starts_at <= at:
        raise RuleBroken("This interview has begun, so it cannot be declined any more.")
    was_fixed = held.interview.state == BOOKED
    moving.move(held.interview, "decline", by=by, at=at, note=said, said=said, because="", slot_id=None)
    telling.declined(held, by=by, was_fixed=was_fixed, leaves=stays == LEAVE)
    if stays == LEAVE:
        leaving.withdraw(held.application, applications.job_of(held.application), because=said, by=by, at=at)


def _require_open(held: Held, *, at: datetime) -> None:
    _require_known(held)
    follow(held.interview.state, "choose")
    last = changes_until(held)
    if last is not None and at >= last:
        raise RuleBroken(f"Your time could be changed until {long_time(last)}. {_WRITE}")
    if last is None and at > held.round.choose_by:
        raise RuleBroken(f"A time could be chosen until {long_time(held.round.choose_by)}. {_WRITE}")


def _require_known(held: Held) -> None:
    """Judged by what the candidate knows, so that a refusal tells them nothing new."""
    steps = applications.steps_of(held.application)
    if not knowing.is_told(held.application) or not may_withdraw(steps):
        raise RuleBroken("Your application does not stand at an interview any more.")


def _tidy(words: str) -> str:
    tidy = "\n".join(printable(each).rstrip() for each in words.replace("\r\n", "\n").split("\n")).strip()
    if len(tidy) > LONGEST:
        raise RuleBroken(f"Write {LONGEST:,} characters or fewer.")
    return tidy
