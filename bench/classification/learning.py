"""Learns `portal/classification/title_words.csv`: `python -m bench.classification learn`.

A logistic regression over the single words and neighbouring pairs of a title and over what the phrase tables say for
and against it, on the development parts of the corpora only. The table keeps words and weights, no title.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from bench.classification import corpora
from portal.classification import titles

LEAST_TITLES = 5
LEAST_WEIGHT = 0.2
RIDGE = 1.0
ROUNDS = 400
TIMES = {"nhs": 5.0, "schools": 5.0, "councils": 5.0, "civil service": 3.0}
"""How much an advert of a public body counts beside one of a commercial board: these are the adverts to be judged."""

Vector = npt.NDArray[np.float64]


def samples() -> list[corpora.Sample]:
    """The development parts, without the titles of the labelled adverts and without borderline jobs."""
    left_out = corpora.labelled_titles()
    everything: Iterable[corpora.Sample] = (
        *corpora.adzuna_titles(),
        *corpora.reed_titles(),
        *corpora.public_bodies(),
    )
    return [
        sample
        for sample in everything
        if sample.part == "development"
        and sample.truth != "borderline"
        and corpora.key_of(sample.title) not in left_out
    ]


def fit(rows: list[corpora.Sample]) -> dict[str, float]:
    """The weight of each word, pair and phrase feature, in log-odds."""
    words = [titles.title_words(row.title) for row in rows]
    rulings = [titles.rule(one) for one in words]
    features = [titles.features(one, ruling) for one, ruling in zip(words, rulings, strict=True)]
    counts = Counter(feature for one in features for feature in one)
    names = [titles.CONSTANT, titles.FOR, titles.AGAINST]
    names += sorted(name for name, times in counts.items() if times >= LEAST_TITLES)
    place = {name: number for number, name in enumerate(names)}
    at_row, at_name, value = [], [], []
    for number, (one, ruling) in enumerate(zip(features, rulings, strict=True)):
        given = {titles.CONSTANT: 1.0, titles.FOR: ruling.speaks_for / 3, titles.AGAINST: ruling.speaks_against / 3}
        given.update((name, 1.0) for name in one if name in place)
        for name, amount in given.items():
            at_row.append(number)
            at_name.append(place[name])
            value.append(amount)
    weights = _logistic(
        np.array(at_row),
        np.array(at_name),
        np.array(value),
        np.array([row.truth == "yes" for row in rows], dtype=np.float64),
        np.array([TIMES.get(row.source, 1.0) for row in rows]),
        free=3,
    )
    table = dict(zip(names, weights.tolist(), strict=True))
    table[titles.FOR] /= 3
    table[titles.AGAINST] /= 3
    return table


def _logistic(
    at_row: npt.NDArray[np.int64],
    at_name: npt.NDArray[np.int64],
    value: Vector,
    truth: Vector,
    times: Vector,
    *,
    free: int,
) -> Vector:
    """Ridge-penalised logistic regression by accelerated descent with a bound of the curvature for each weight.

    The first `free` weights are not penalised.
    """
    size = int(at_name.max()) + 1
    ridge = np.full(size, RIDGE)
    ridge[:free] = 1e-3
    row_sum = np.bincount(at_row, weights=np.abs(value), minlength=len(truth))
    curvature = ridge + 0.25 * np.bincount(at_name, weights=np.abs(value) * row_sum[at_row] * times[at_row])
    weights = ahead = np.zeros(size)
    momentum = 1.0
    for _ in range(ROUNDS):
        score = np.bincount(at_row, weights=value * ahead[at_name], minlength=len(truth))
        error = times * (1.0 / (1.0 + np.exp(-np.clip(score, -30, 30))) - truth)
        gradient = np.bincount(at_name, weights=value * error[at_row]) + ridge * ahead
        following = ahead - gradient / curvature
        next_momentum = (1.0 + (1.0 + 4.0 * momentum * momentum) ** 0.5) / 2.0
        ahead = following + (momentum - 1.0) / next_momentum * (following - weights)
        weights, momentum = following, next_momentum
    return weights


def write(table: dict[str, float]) -> int:
    """Write the table, the heaviest reasons to keep it short first; returns how many rows it has."""
    special = [titles.CONSTANT, titles.FOR, titles.AGAINST]
    kept = sorted(name for name, weight in table.items() if name not in special and abs(weight) >= LEAST_WEIGHT)
    with titles.TABLE.open("w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for name in (*special, *kept):
            writer.writerow([name, f"{table[name]:.2f}"])
    return len(kept)
