"""Offers: terms that are made, read and answered, the checks that follow, and the reserve list."""
