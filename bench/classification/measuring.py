"""Counts on the development and held-out parts of every corpus, and on the labelled adverts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import perf_counter

from bench.classification import corpora
from portal.classification.classifying import decide_ict
from portal.classification.enriching import name_role
from portal.classification.findings import IctDecision, RoleFinding
from portal.foundation.markup import plain_text


@dataclass(slots=True)
class Tally:
    """How often yes was right, wrong or missing; borderline, said or true, counts for either."""

    adverts: int = 0
    found: int = 0
    wanted: int = 0
    right: int = 0
    said: int = 0
    borderline: int = 0
    families: int = 0
    right_families: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, sample: corpora.Sample, ict: IctDecision, role: RoleFinding) -> None:
        self.adverts += 1
        self.borderline += ict.decision == "borderline"
        if sample.truth == "yes":
            self.wanted += 1
            self.found += ict.decision != "no"
        if ict.decision == "yes" and sample.truth is not None:
            self.said += 1
            self.right += sample.truth != "no"
        if sample.families:
            self.families += 1
            self.right_families += role.family in sample.families
        wrong_family = sample.families and role.family not in sample.families
        if (
            (sample.truth == "yes" and ict.decision == "no")
            or (sample.truth == "no" and ict.decision != "no")
            or wrong_family
        ):
            said = f"{ict.decision} {ict.score}, {role.family}"
            self.misses.append(f"{sample.title} | {sample.truth} {' '.join(sample.families)} | {said} | {ict.evidence}")

    def line(self, name: str) -> str:
        recall, precision = self.found / max(1, self.wanted), self.right / max(1, self.said)
        f1 = 2 * recall * precision / max(1e-9, recall + precision)
        family = f"{self.right_families / self.families:.3f} of {self.families}" if self.families else "-"
        if not self.wanted:
            return f"| {name} | {self.adverts:,} | not judged | - | - | - | {self.borderline} | - |"
        return (
            f"| {name} | {self.adverts:,} | {self.wanted:,} | {recall:.3f} | {precision:.3f} | {f1:.3f} "
            f"| {self.borderline} | {family} |"
        )


def report(*, misses: bool = False) -> str:
    """A table in Markdown; with `misses` the development part's misses below it (never the held-out part's)."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    began, read = perf_counter(), 0
    everything: Iterable[corpora.Sample] = (
        *corpora.public_bodies(),
        *corpora.adzuna_titles(),
        *corpora.reed_titles(),
        *corpora.adzuna_descriptions(),
    )
    for sample in everything:
        if sample.part == "development" and sample.source in ("adzuna titles", "reed titles"):
            continue
        ict = decide_ict(title=sample.title, description=sample.description, employer=sample.employer)
        role = name_role(title=sample.title, description=sample.description, ict=ict)
        tallies[f"{sample.source}, {sample.part}"].add(sample, ict, role)
        read += 1
    took = 1000 * (perf_counter() - began) / max(1, read)
    for sample in _labelled():
        ict = decide_ict(title=sample.title, description=sample.description, employer=sample.employer)
        role = name_role(title=sample.title, description=sample.description, ict=ict)
        tallies["labelled"].add(sample, ict, role)
    lines = [
        "| adverts | n | ICT | recall | precision | F1 | borderline | family |",
        "|---|---|---|---|---|---|---|---|",
        *(tally.line(name) for name, tally in sorted(tallies.items())),
        "",
        f"{took:.2f} ms an advert.",
    ]
    if misses:
        for name, tally in sorted(tallies.items()):
            if "held-out" not in name and "adzuna" not in name:
                lines += ["", name, *tally.misses]
    return "\n".join(lines)


def _labelled() -> Iterable[corpora.Sample]:
    for row in corpora.labelled():
        advert, label = row["advert"], row["label"]
        truth = "borderline" if "borderline" in label["ict"] else label["ict"][0]
        yield corpora.Sample(
            "labelled",
            advert["title"],
            advert.get("employer") or "",
            plain_text(advert.get("description") or ""),
            truth,
            tuple(label["family"]),
            "development",
        )
