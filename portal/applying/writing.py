"""Writing an application a section at a time, while it is a draft and its vacancy is open."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.accounts.secrets import seal, unseal
from portal.applying.answers.whole import BY_KEY, Whole, read_whole
from portal.applying.answers.work import MOST_POSTS, posts_of
from portal.applying.beginning import closed_sentence
from portal.applying.models import JobApplication
from portal.applying.moving import subject_of
from portal.applying.queries import Job
from portal.applying.states import DRAFT, LAPSED
from portal.applying.wanted import Wanted
from portal.documents import queries as documents
from portal.foundation.errors import NotFound, RuleBroken

LONGEST = 20_000
"""Characters of one field that are kept, so that nothing typed is lost that could ever be put right."""


class ChangedMeanwhile(RuleBroken):
    """The same section was saved in another window while it was open."""


def require_open(application: JobApplication, job: Job, *, at: datetime) -> None:
    """Raises RuleBroken where it can no longer be written: it was sent, or its vacancy has closed."""
    if application.state not in (DRAFT, LAPSED):
        raise RuleBroken("This application was sent. What was sent cannot be changed; write a message instead.")
    if not job.is_open(at=at):
        raise RuleBroken(closed_sentence(job))


def save(
    application: JobApplication,
    job: Job,
    section: str,
    typed: Mapping[str, Any],
    *,
    key: str,
    at: datetime,
    opened: str | None = None,
) -> None:
    """Keep what was typed in a section, whether it holds or not. `key` is the installation's, to seal what is sealed.

    `opened` is the mark of the section when the form was opened; raises ChangedMeanwhile when it was saved since then.
    """
    require_open(application, job, at=at)
    kept = {name: _bounded(value) for name, value in typed.items()}
    if (
        opened is not None
        and opened != mark_of(application, section, key=key)
        and kept != held(application, section, key=key)
    ):
        raise ChangedMeanwhile("This section was saved in another window while you had it open.")
    _put(application, section, kept, key=key)
    application.updated_at = at


def _put(application: JobApplication, section: str, kept: Mapping[str, Any], *, key: str) -> None:
    if section == "adjustments":
        application.adjustments = seal(key, json.dumps(kept)) if kept.get("needs") == "yes" else ""
        application.answers = {**application.answers, section: {"needs": kept.get("needs", "")}}
    elif section == "equality":
        application.equality = dict(kept)
    else:
        before = application.answers.get(section) or {}
        beside = {"posts": before["posts"]} if section == "employment" and before.get("posts") else {}
        application.answers = {**application.answers, section: {**beside, **kept}}


def held(application: JobApplication, section: str, *, key: str) -> dict[str, Any]:
    """What a section holds, unsealed for who may read it."""
    if section not in BY_KEY:
        raise NotFound("There is no such section.")
    if section == "equality":
        return dict(application.equality)
    found = dict(application.answers.get(section) or {})
    if section == "adjustments" and application.adjustments:
        opened = unseal(key, application.adjustments)
        found |= json.loads(opened) if opened else {}
    return found


def put_post(
    application: JobApplication, job: Job, place: int | None, typed: Mapping[str, Any], *, at: datetime
) -> None:
    """Keep one period of what the applicant did: a new one, or in place of the one at `place`."""
    require_open(application, job, at=at)
    posts = posts_of(application.answers.get("employment") or {})
    kept = {name: _bounded(value) for name, value in typed.items()}
    if place is None and len(posts) >= MOST_POSTS:
        raise RuleBroken(f"There are {MOST_POSTS} periods already. Put the older ones together in one.")
    _put_posts(application, [*posts, kept] if place is None else [*posts[:place], kept, *posts[place + 1 :]])
    application.updated_at = at


def remove_post(application: JobApplication, job: Job, place: int, *, at: datetime) -> dict[str, Any]:
    """Take one period out again; gives back what it held, so that it can be put back."""
    require_open(application, job, at=at)
    posts = posts_of(application.answers.get("employment") or {})
    post_at(application, place)
    _put_posts(application, [*posts[:place], *posts[place + 1 :]])
    application.updated_at = at
    return posts[place]


def post_at(application: JobApplication, place: int) -> dict[str, Any]:
    """One period as it was typed. Raises NotFound."""
    posts = posts_of(application.answers.get("employment") or {})
    if not 0 <= place < len(posts):
        raise NotFound("There is no such period.")
    return posts[place]


def _put_posts(application: JobApplication, posts: list[dict[str, Any]]) -> None:
    before = application.answers.get("employment") or {}
    application.answers = {**application.answers, "employment": {**before, "posts": posts}}


def whole_of(application: JobApplication, wanted: Wanted, *, key: str) -> Whole:
    """Everything that it says, read against what the vacancy asks."""
    cv = {"cv": "y"} if documents.of(subject_of(application)) else {}
    answers = {
        **application.answers,
        "adjustments": held(application, "adjustments", key=key),
        "equality": application.equality,
        "documents": cv,
    }
    return read_whole(answers, wanted)


def mark_of(application: JobApplication, section: str, *, key: str) -> str:
    """A short mark of what a section holds, to be given back when it is saved."""
    found = json.dumps(held(application, section, key=key), sort_keys=True)
    return hashlib.sha256(found.encode()).hexdigest()[:16]


def _bounded(value: Any) -> str | list[str]:
    if isinstance(value, list):
        return [str(each)[:LONGEST] for each in value[:40]]
    return str(value if value is not None else "")[:LONGEST]
