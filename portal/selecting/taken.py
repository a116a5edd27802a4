"""How many of a vacancy's posts are taken: by whoever accepted an offer, and has not lost it."""

from __future__ import annotations

from sqlalchemy import func, select

from portal.applying.models import JobApplication
from portal.applying.states import ACCEPTED, CONDITIONS_MET, STARTED
from portal.database.base import db
from portal.posting.models import Posting

TAKEN = (ACCEPTED, CONDITIONS_MET, STARTED)


def posts_of(posting: Posting) -> int:
    """How many posts its advert offers."""
    typed = str((posting.answers.get("role") or {}).get("posts", ""))
    return int(typed) if typed.isascii() and typed.isdigit() and 0 < int(typed) <= 500 else 1


def says(posting: Posting, posts: int) -> str:
    """How far it is filled, in words; empty while nobody has accepted."""
    rows = db.session.execute(
        select(JobApplication.state, func.count())
        .where(JobApplication.posting_id == posting.id, JobApplication.state.in_(TAKEN))
        .group_by(JobApplication.state)
    )
    by_state = {state: number for state, number in rows}
    taken, started = sum(by_state.values()), by_state.get(STARTED, 0)
    if not taken:
        return ""
    if started >= posts:
        return "filled"
    of = "the post is taken" if posts == 1 else f"{min(taken, posts)} of {posts} posts taken"
    return f"{of}, {started} started" if started else of
