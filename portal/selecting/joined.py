"""What upper rooms put on a desk's pages, in the order in which it is shown."""

from __future__ import annotations

from portal.applying.models import JobApplication
from portal.selecting.desks import Desk
from portal.web.seams import Seam, Way

WAYS: Seam[[Desk, JobApplication | None], Way] = Seam("desk ways")
"""Asked for the page of one application, or, with None, for the page of all."""
