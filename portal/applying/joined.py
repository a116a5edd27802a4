"""What upper rooms put on the candidate's page of an application that was sent, in the order in which it is shown."""

from __future__ import annotations

from datetime import datetime

from portal.applying.models import JobApplication
from portal.applying.queries import Job
from portal.web.seams import Part, Seam, Way

PARTS: Seam[[JobApplication, datetime], Part] = Seam("application parts")
WAYS: Seam[[JobApplication], Way] = Seam("application ways")
"""What more the candidate can do about it, as far as they know of it."""
READERS: Seam[[Job], str] = Seam("application readers")
"""Who reads an application for this vacancy, and what is hidden from whom, as sentences for whoever thinks of applying."""
DAYS: Seam[[Job], tuple[str, str]] = Seam("application days")
"""The days that are planned for this recruitment: what happens on each, and when."""
UNTIL: Seam[[JobApplication, datetime], str] = Seam("application until")
"""By when the candidate is to do something about it, as a few words for a list."""
