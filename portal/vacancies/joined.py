"""What upper rooms put on the page of a vacancy that was posted here, in the order in which it is shown."""

from __future__ import annotations

from portal.vacancies.models import Vacancy
from portal.web.seams import Part, Seam, Way

PARTS: Seam[[Vacancy], Part] = Seam("vacancy parts")
MINE: Seam[[Vacancy], Way] = Seam("vacancy mine")
"""What the reader has done about it already, in place of the way to begin."""
