"""How `title_words.csv` was made: `python -m portal.classification.learning ROWS.csv OUT.csv`.

Reads rows of (title, 1 for an IT job or 0), fits a logistic regression over single words and pairs of neighbours, and
writes those that weigh most. Every fourth row is left out, to measure on. The table in this
folder was learnt in November 2026 from 30,000 titles of a public list of UK adverts with their categories
(Adzuna, 2013) and 8,900 of another (Reed, 2018): weights are facts about words, no title is kept.
"""

from __future__ import annotations

import csv
import itertools
import math
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from portal.classification.phrases import folded

LEAST_TITLES = 3
LEAST_WEIGHT = 0.25
ROUNDS = 60
RIDGE = 1e-4


def features(title: str) -> list[str]:
    """Single words and pairs of neighbours of a folded title, each once."""
    words = folded(title).split()
    return list(dict.fromkeys(words + [f"{a} {b}" for a, b in itertools.pairwise(words)]))


def fit(rows: list[tuple[str, int]]) -> tuple[float, dict[str, float]]:
    """The constant and the weight of each word or pair, in log-odds."""
    counts = Counter(feature for title, _ in rows for feature in features(title))
    vocabulary = {
        name: index for index, name in enumerate(sorted(name for name, n in counts.items() if n >= LEAST_TITLES))
    }
    coded = [
        np.array([vocabulary[name] for name in features(title) if name in vocabulary], dtype=np.int64)
        for title, _ in rows
    ]
    truth = np.array([label for _, label in rows], dtype=np.float64)
    weights, constant, squares = np.zeros(len(vocabulary)), 0.0, np.full(len(vocabulary), 1e-8)
    order = np.random.default_rng(7).permutation(len(rows))
    for _ in range(ROUNDS):
        for row in order:
            active = coded[row]
            value = constant + weights[active].sum()
            error = truth[row] - 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))
            gradient = error - RIDGE * weights[active] * 10
            squares[active] += gradient * gradient
            weights[active] += 0.3 * gradient / np.sqrt(squares[active])
            constant += 0.01 * error
    return constant, {name: float(weights[index]) for name, index in vocabulary.items()}


def main(source: Path, target: Path) -> None:
    """Learn from three rows of four of `source` and write the table to `target`."""
    with source.open(newline="") as lines:
        rows = [(row[0], int(row[1])) for number, row in enumerate(csv.reader(lines)) if number % 4]
    constant, weights = fit(rows)
    with target.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["", f"{constant:.2f}"])
        for name, weight in sorted(weights.items()):
            if abs(weight) >= LEAST_WEIGHT:
                writer.writerow([name, f"{weight:.2f}"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
