"""A consultant's day: one queue of what is to be done, what they noted and whom they called, and what the client sees of it."""
