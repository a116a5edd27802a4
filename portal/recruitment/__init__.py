"""The full recruitment service: campaigns, the applications made to them, and the placements they end in."""
