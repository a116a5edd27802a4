"""Choosing among applications: reading them without names, scoring, deciding, and, as an act of its own, telling."""
