"""`python -m bench` lists the measurements; `python -m bench NAME …` runs one and prints text for docs/benchmarks.md."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench


def names() -> list[str]:
    """Every measurement there is: the modules beside this one that have no underscore before them."""
    return sorted(found.name for found in pkgutil.iter_modules(bench.__path__) if not found.name.startswith("_"))


def main(words: list[str]) -> int:
    if not words or words[0] not in names():
        print(f"Name what to measure: {', '.join(names()) or 'nothing yet'}. For example: make bench ARGS=intake")
        return 2
    return importlib.import_module(f"bench.{words[0]}").main(words[1:]) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
