"""What upper rooms put on the page of a vacancy that was posted here, in the order in which it is shown."""

from __future__ import annotations

from portal.vacancies.models import Vacancy
from portal.web.seams import Part, Seam

PARTS: Seam[[Vacancy], Part] = Seam("vacancy parts")
