"""The sections of a pack, a file for each kind of thing that they tell of."""
