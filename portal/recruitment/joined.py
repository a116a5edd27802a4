"""What upper rooms put on the pages of a campaign that one of its two sides reads, the client's or the consultant's."""

from __future__ import annotations

from datetime import datetime

from portal.recruitment.models import Campaign
from portal.web.seams import Part, Seam

PARTS: Seam[[Campaign, str, datetime], Part] = Seam("campaign parts")
"""Given the campaign, the side that reads the page (recruitment.tasks.CLIENT or CONSULTANT), and the time."""
