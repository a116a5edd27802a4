"""When this is announced, these run: the one table that joins the rooms from above."""

from __future__ import annotations

from portal.accounts.facts import PersonClosed
from portal.employers.facts import EmployersMerged
from portal.foundation.announcing import Reactions
from portal.membership import following
from portal.posting import tending as postings

REACTIONS: Reactions = {
    EmployersMerged: (following.follow_merge, postings.follow_merge),
    PersonClosed: (following.leave,),
}
