"""Whether a colleague has agreed to the text that a vacancy would have, where its organisation wants that."""

from __future__ import annotations

import hashlib
import json

from portal.billing.terms import terms_of
from portal.posting import queries
from portal.posting.answers.whole import Answers
from portal.posting.models import Posting

UNAGREED = "closing"
"""The section that moves without being agreed to."""


def is_agreed(posting: Posting) -> bool:
    """Whether its text may be public: nobody's word is asked for, or it was given, or the text was public before."""
    if not terms_of(posting.organisation_id).approve_text:
        return True
    public = queries.published_answers(posting)
    mark = mark_of_text(posting.answers)
    return mark == posting.approved_mark or (public is not None and mark == mark_of_text(public))


def missing(posting: Posting) -> str:
    """What is said of a text that no colleague has agreed to yet."""
    if posting.approval_asked_at is not None:
        return "Its text waits for a colleague’s approval. It can be published once that is given."
    return "Your organisation wants a colleague to approve the text before it is public. Send it to them."


def mark_of_text(answers: Answers) -> str:
    """A mark of everything that a vacancy says but its closing time, which moves without being agreed to."""
    text = {key: value for key, value in answers.items() if value and key != UNAGREED}
    return hashlib.sha256(json.dumps(text, sort_keys=True).encode()).hexdigest()
