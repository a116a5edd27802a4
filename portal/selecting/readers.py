"""Who will read an application, said to whoever thinks of applying: a seam that applying asks (applying.joined)."""

from __future__ import annotations

from collections.abc import Sequence

from portal.applying.queries import Job
from portal.recruitment import queries as campaigns
from portal.selecting.desks import Desk

_HIDDEN = "your name, how to reach you, your referees and your documents are hidden"


def readers_of(job: Job) -> Sequence[str]:
    """The consultant and then the panel of a campaign; the employer of a vacancy that no consultant runs."""
    campaign, employer = campaigns.of_posting(job.posting.id), job.vacancy.employer_name
    is_hidden = Desk("employer" if campaign is None else "consultant", 0, job, campaign).hides_names
    if campaign is None:
        hidden = f"Until you are on the shortlist, {_HIDDEN} from those who choose; who looks sooner notes why."
        return (f"{employer} reads your application.", *((hidden,) if is_hidden else ()))
    hidden = f"Until you are on the shortlist, {_HIDDEN} from both; if the consultant looks sooner, they note why."
    return (
        "Our consultant reads your application, and makes the longlist.",
        f"The panel of {employer} sees nobody who is not on the longlist.",
        *((hidden,) if is_hidden else ()),
    )
