"""Faceted search beside PostgreSQL, SQLite FTS5 and tantivy: the same requests in turn, each engine in a process of its own."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import _search_corpus, _search_engines
from bench._search_queries import asks
from tests import postgres

ENGINES = ("ours", "postgres", "fts5", "tantivy")
SIZES = (10_000, 50_000, 200_000)
LABELS = {"ours": "the portal's", "postgres": "PostgreSQL", "fts5": "SQLite FTS5", "tantivy": "tantivy"}


def main(words: list[str]) -> None:
    """Measure every size that is asked for and print tables."""
    options = argparse.ArgumentParser(prog="python -m bench search")
    options.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    options.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    options.add_argument("--passes", type=int, default=4, help="warm passes after the cold one")
    options.add_argument("--postgres", help="a server's address; without it one is started")
    options.add_argument("--kinds", action="store_true", help="also a table by kind of request")
    options.add_argument("--process", help=argparse.SUPPRESS)
    chosen = options.parse_args(words)
    if chosen.process:
        _in_own_process(json.loads(chosen.process))
        return
    print(_heading(words))
    ours: dict[int, dict[str, float]] = {}
    with contextlib.ExitStack() as stack:
        url = chosen.postgres
        if "postgres" in chosen.engines and not url:
            url = stack.enter_context(
                postgres.server(options=("shared_buffers=1GB", "maintenance_work_mem=512MB", "jit=off"))
            )
        for size in chosen.sizes:
            with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
                figures = _measure(size, chosen.engines, Path(folder), url, chosen.passes)
            print(_table(size, figures))
            if chosen.kinds:
                print(_by_kind(figures))
            ours[size] = _summary(figures["ours"]["warm"]) if "ours" in figures else {}
    if len(ours) > 1 and all(ours.values()):
        first, last = min(ours), max(ours)
        print(
            f"Growth of ours from {first:,} to {last:,}: p50 {ours[last]['p50'] / ours[first]['p50']:.2f}, p95 {ours[last]['p95'] / ours[first]['p95']:.2f}.\n"
        )


def _heading(words: list[str]) -> str:
    processor = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return (
        f'`make bench ARGS="search {" ".join(words)}"`, {time.strftime("%d %B %Y")}, {os.cpu_count()} cores of {processor}, Python '
        f"{platform.python_version()}. {len(asks())} requests; CPU milliseconds a request (for PostgreSQL its backend's and its client's), "
        "each engine in a process of its own, asked in turn; warm is the median of the later passes for each request.\n"
    )


def _measure(size: int, engines: list[str], folder: Path, url: str | None, passes: int) -> dict[str, dict[str, Any]]:
    corpus = folder / "corpus"
    words = _search_corpus.write(size, corpus)
    (folder / "spelling.json").write_text(json.dumps(words))
    figures: dict[str, dict[str, Any]] = {}
    for name in engines:
        with _process(name, size, folder, url) as asked:
            figures[name] = {"built": asked({"do": "build"})}
            _progress(f"{size:,}: {LABELS[name]} built in {figures[name]['built']['seconds']:.0f} s")
    with contextlib.ExitStack() as stack:
        running = {name: stack.enter_context(_process(name, size, folder, url)) for name in engines}
        for name, asked in running.items():
            figures[name] |= {
                "opened": asked({"do": "open"}),
                "cold": [],
                "wall": defaultdict(list),
                "times": defaultdict(list),
                "totals": {},
            }
        for number in range(passes + 1):
            for index in range(len(asks())):
                for name, asked in running.items():
                    answer = asked({"do": "search", "ask": index})
                    figures[name]["totals"][index] = answer["total"]
                    if number == 0:
                        figures[name]["cold"].append(answer["cpu"])
                    else:
                        figures[name]["times"][index].append(answer["cpu"])
                        figures[name]["wall"][index].append(answer["wall"])
            _progress(f"{size:,}: pass {number} of {passes} done")
        for name, asked in running.items():
            figures[name]["memory"] = asked({"do": "memory"})["megabytes"]
            figures[name]["warm"] = [statistics.median(times) for times in figures[name]["times"].values()]
            figures[name]["warm_wall"] = [statistics.median(times) for times in figures[name]["wall"].values()]
    return figures


def _progress(line: str) -> None:
    if sys.stderr.isatty() or os.environ.get("BENCH_PROGRESS"):
        print(line, file=sys.stderr, flush=True)


@contextlib.contextmanager
def _process(name: str, size: int, folder: Path, url: str | None) -> Iterator[Any]:
    facts = json.dumps({"engine": name, "size": size, "folder": str(folder), "url": url})
    process = subprocess.Popen(
        [sys.executable, "-m", "bench", "search", "--process", facts],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout

    def asked(question: dict[str, Any]) -> Any:
        process.stdin.write(json.dumps(question) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise SystemExit(f"The process of {name} died; its message is above.")
        return json.loads(line)

    try:
        yield asked
    finally:
        process.stdin.close()
        process.wait(timeout=60)


def _in_own_process(facts: dict[str, Any]) -> None:
    folder = Path(facts["folder"])
    engine: Any = {
        "ours": lambda: _search_engines.Ours(folder),
        "postgres": lambda: _search_engines.Postgres(facts["url"], f"bench_{facts['size']}"),
        "fts5": lambda: _search_engines.Fts5(folder),
        "tantivy": lambda: _search_engines.Tantivy(folder),
    }[facts["engine"]]()
    requests = asks()
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps(_done(engine, folder, requests, question)), flush=True)


def _done(engine: Any, folder: Path, requests: list[Any], question: dict[str, Any]) -> dict[str, Any]:
    started = time.perf_counter()
    match question["do"]:
        case "build":
            words = json.loads((folder / "spelling.json").read_text())
            engine.build(_search_corpus.read(folder / "corpus"), words)
            return {"seconds": time.perf_counter() - started, "megabytes": engine.megabytes()}
        case "open":
            engine.open()
            return {"seconds": time.perf_counter() - started}
        case "memory":
            return {"megabytes": _resident()}
        case _:
            spent = engine.cpu()
            answer = engine.search(requests[question["ask"]])
            return {
                "cpu": (engine.cpu() - spent) * 1_000,
                "wall": (time.perf_counter() - started) * 1_000,
                "total": answer.total,
            }


def _resident() -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1_000


def _summary(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {f"p{share}": ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))] for share in (50, 95, 99)}


def _table(size: int, figures: dict[str, dict[str, Any]]) -> str:
    lines = [
        f"### {size:,} vacancies, {_search_corpus.Inventor(size).open:,} of them open\n",
        "| engine | warm p50 / p95 / p99 | wall p50 / p95 | cold p50 / p95 | ours to it, warm p50 / p95 | built in | index | memory | opened in |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    ours = _summary(figures["ours"]["warm"]) if "ours" in figures else None
    for name, each in figures.items():
        warm, wall, cold = _summary(each["warm"]), _summary(each["warm_wall"]), _summary(each["cold"])
        ratio = f"{ours['p50'] / warm['p50']:.2f} / {ours['p95'] / warm['p95']:.2f}" if ours and name != "ours" else "–"
        memory = "server" if name == "postgres" else f"{each['memory']:.0f} MB"
        lines.append(
            f"| {LABELS[name]} | {warm['p50']:.2f} / {warm['p95']:.2f} / {warm['p99']:.2f} | {wall['p50']:.2f} / {wall['p95']:.2f} "
            f"| {cold['p50']:.2f} / {cold['p95']:.2f} | {ratio} | {each['built']['seconds']:.0f} s | {each['built']['megabytes']:.0f} MB "
            f"| {memory} | {each['opened']['seconds'] * 1000:.0f} ms |"
        )
    return "\n".join([*lines, "", _agreement(figures), ""])


def _agreement(figures: dict[str, dict[str, Any]]) -> str:
    """How often the others find as many, within a twentieth: what differs is stemming, synonyms and the exact circle."""
    if "ours" not in figures:
        return ""
    ours = figures["ours"]["totals"]
    said = []
    for name, each in figures.items():
        if name != "ours":
            alike = sum(abs(each["totals"][index] - total) <= max(2, total / 20) for index, total in ours.items())
            said.append(f"{LABELS[name]} {alike} of {len(ours)}")
    return f"Totals within a twentieth of ours: {', '.join(said)}." if said else ""


def _by_kind(figures: dict[str, dict[str, Any]]) -> str:
    kinds: dict[str, list[int]] = defaultdict(list)
    for index, ask in enumerate(asks()):
        kinds[ask.kind].append(index)
    lines = ["| kind | " + " | ".join(LABELS[name] for name in figures) + " |", "|---|" + "---|" * len(figures)]
    for kind, indexes in kinds.items():
        cells = []
        for each in figures.values():
            times = _summary([statistics.median(each["times"][index]) for index in indexes])
            cells.append(f"{times['p50']:.2f} / {times['p95']:.2f}")
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])
