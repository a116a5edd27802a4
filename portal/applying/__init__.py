"""Applications made here: written, handed in, followed, and every other application that a member keeps track of."""
