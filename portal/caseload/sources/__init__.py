"""What the rooms below know that a consultant has to do: one function for each kind, each in a fixed number of questions."""

from __future__ import annotations

from portal.caseload.sources import campaigns, letters, scores, selection

SOURCES = (
    campaigns.closing_soon,
    campaigns.to_be_taken,
    campaigns.to_be_prepared,
    campaigns.with_the_client,
    selection.with_the_panel,
    selection.for_the_longlist,
    scores.to_be_scored,
    selection.to_be_told,
    letters.questions_asked,
    letters.messages_unread,
)
