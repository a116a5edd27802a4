"""What upper rooms put on the pages of a campaign that one of its two sides reads, the client's or the consultant's."""

from __future__ import annotations

from datetime import datetime

from portal.recruitment.models import Campaign, PanelMember
from portal.web.seams import Part, Seam

PARTS: Seam[[Campaign, str, datetime], Part] = Seam("campaign parts")
"""Given the campaign, the side that reads the page (recruitment.tasks.CLIENT or CONSULTANT), and the time."""
ENDS_WITH_CAMPAIGN: Seam[[Campaign, datetime], str] = Seam("what ends with a campaign")
"""What else ends when it is cancelled, in sentences, for whoever is about to."""
CANCELLED_TEXTS: Seam[[Campaign], str] = Seam("texts for a cancelled campaign")
"""Texts for its candidates to begin from, the best first."""
HANGS_ON_MEMBER: Seam[[Campaign, PanelMember, datetime], str] = Seam("what hangs on a member of a panel")
"""What is left without a member of the panel who is taken off, in sentences, for whoever is about to."""
