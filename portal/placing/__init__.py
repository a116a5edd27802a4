"""Placements: somebody who accepted an offer, what the client owes for it, and the guarantee."""
