"""Measures what is ICT and which role: `python -m bench classification`; `… classification learn` learns the title words anew."""

from __future__ import annotations

from bench.classification import learning, measuring


def main(words: list[str]) -> int:
    """Print the figures, or learn and write the table of title words."""
    if words[:1] == ["learn"]:
        rows = learning.samples()
        kept = learning.write(learning.fit(rows))
        print(f"{kept} words and pairs kept of {len(rows)} titles.")
    else:
        print(measuring.report(misses="misses" in words))
    return 0
