"""The search page through gunicorn: how many requests a second, and how long they take at a steady forty a second."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from urllib.parse import urlencode

from bench import _search_corpus
from bench._search_queries import Ask, asks
from search_index.documents import VacancyDocument
from tests.postgres import free_port

CLIENTS = 8
LONGEST_SECONDS = 120.0


def main(words: list[str]) -> None:
    """Fill a portal with invented vacancies, serve it by gunicorn and ask for search pages from another process."""
    options = argparse.ArgumentParser(prog="python -m bench pages")
    options.add_argument("--vacancies", type=int, default=10_000)
    options.add_argument("--seconds", type=float, default=10.0)
    options.add_argument("--rate", type=int, default=40)
    options.add_argument("--client", help=argparse.SUPPRESS)
    chosen = options.parse_args(words)
    if chosen.client:
        print(json.dumps(_ask(**json.loads(chosen.client))))
        return
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as folder:
        environment = {
            **os.environ,
            "PORTAL_DATA_DIR": folder,
            "PORTAL_ENV": "development",
            "PORTAL_LOG_LEVEL": "WARNING",
        }
        os.environ.update(environment)
        _fill(chosen.vacancies)
        with _served(environment) as port:
            _asked_from_outside(port, seconds=min(3.0, chosen.seconds), rate=0)
            most = _asked_from_outside(port, seconds=chosen.seconds, rate=0)
            steady = _asked_from_outside(port, seconds=chosen.seconds, rate=chosen.rate)
    print(
        f'`make bench ARGS="pages {" ".join(words)}"`, {time.strftime("%d %B %Y")}, {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; the clients share the cores.\n'
    )
    print(
        "| search page at "
        + f"{chosen.vacancies:,} vacancies | requests a second | p50 | p95 | errors |\n|---|---|---|---|---|"
    )
    for name, found in ((f"{CLIENTS} clients without pause", most), (f"{chosen.rate} a second", steady)):
        print(f"| {name} | {found['rate']:.0f} | {found['p50']:.0f} ms | {found['p95']:.0f} ms | {found['errors']} |")


def _fill(count: int) -> None:
    from portal.app import create_app
    from portal.database.base import db
    from portal.database.transaction import transaction
    from portal.foundation import clock
    from portal.search import indexing
    from portal.vacancies.models import Source

    app = create_app()
    made = app.test_cli_runner().invoke(args=["setup"])
    if made.exit_code:
        raise SystemExit(f"Setting up failed: {made.output} {made.exception}")
    shift = int(time.time()) - _search_corpus.NOW
    with app.app_context():
        with transaction():
            source = Source(name="Bench", address="https://feed.example.org/", kind="rss", added_at=clock.now())
            db.session.add(source)
            db.session.flush()
            source_id = source.id
        batch = []
        for document in _search_corpus.Inventor(count).documents():
            batch.append(_vacancy(document, shift, source_id))
            if len(batch) == 1_000:
                with transaction():
                    db.session.add_all(batch)
                db.session.expunge_all()
                batch = []
        with transaction():
            db.session.add_all(batch)
        db.session.expunge_all()
        indexing.rebuild(app.config["SETTINGS"].index_dir)
        db.engine.dispose()


def _vacancy(it: VacancyDocument, shift: int, source_id: int) -> object:
    from portal.vacancies.models import Advert, Vacancy

    def instant(epoch: int | None) -> datetime | None:
        return None if epoch is None else datetime.fromtimestamp(epoch + shift, UTC)

    lat, lon = it.coordinates[0]
    place = {"name": it.keywords, "postcode": None, "lat": lat, "lon": lon, "nation": it.nations[0] if it.nations else None,
             "region": it.regions[0] if it.regions else None}  # fmt: skip
    first = instant(it.first_seen)
    assert first is not None
    return Vacancy(
        reference=it.reference,
        status=it.status,
        title=it.title,
        description=it.description,
        excerpt=it.description[:300],
        employer_name=it.employer,
        organisation=it.employer,
        organisation_key=it.employer_key,
        sector=it.sector or "other",
        role_family=it.family,
        role_level=it.level,
        grade_scheme=it.grade_scheme,
        workplace=it.workplace,
        contract=list(it.contract),
        pattern=list(it.pattern),
        places=[place],
        pay_minimum=None if it.pay_minimum is None else it.pay_minimum * 100,
        pay_maximum=None if it.pay_maximum is None else it.pay_maximum * 100,
        pay_period="year" if it.pay_maximum else None,
        annual_minimum=None if it.pay_minimum is None else it.pay_minimum * 100,
        annual_maximum=None if it.pay_maximum is None else it.pay_maximum * 100,
        posted_at=first,
        closes_at=instant(it.closing),
        first_seen=first,
        last_seen=first,
        updated_at=first,
        adverts=[
            Advert(source_id=source_id, identity=it.reference, outcome="vacancy", first_seen=first, last_seen=first)
        ],
    )


class _served:
    """gunicorn on a free port of loopback, two workers of four threads, stopped at the end."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._port = free_port()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--workers", "2", "--worker-class", "gthread", "--threads", "4", "--no-control-socket",
             "--bind", f"127.0.0.1:{self._port}", "--log-level", "warning", "wsgi:app"],
            env=environment,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def __enter__(self) -> int:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return self._port
            except OSError:
                time.sleep(0.2)
        raise SystemExit("gunicorn did not answer within thirty seconds.")

    def __exit__(self, *_problem: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)


def _asked_from_outside(port: int, *, seconds: float, rate: int) -> dict[str, float]:
    facts = json.dumps({"port": port, "seconds": seconds, "rate": rate})
    done = subprocess.run(
        [sys.executable, "-m", "bench", "pages", "--client", facts],
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=True,
    )
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def _ask(*, port: int, seconds: float, rate: int) -> dict[str, float]:
    addresses = [_address(ask) for ask in asks()]
    times: list[float] = []
    errors: list[object] = []
    until = time.monotonic() + seconds

    def client(number: int) -> None:
        chance = random.Random(number)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        while time.monotonic() < until:
            started = time.perf_counter()
            try:
                connection.request("GET", chance.choice(addresses))
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    errors.append(answer.status)
            except (OSError, http.client.HTTPException) as problem:
                errors.append(problem)
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            spent = time.perf_counter() - started
            times.append(spent)
            if rate:
                time.sleep(max(0.0, CLIENTS / rate - spent))

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    times.sort()
    return {
        "rate": len(times) / took,
        "p50": times[len(times) // 2] * 1_000,
        "p95": times[int(len(times) * 0.95)] * 1_000,
        "errors": len(errors),
    }


def _address(ask: Ask) -> str:
    said = {"word": "{}", "phrase": '"{}"', "prefix": "{}*", "minus": "-{}"}
    pairs = [
        ("q", " ".join(said[kind].format(text) for kind, text in ask.words)),
        ("sort", ask.sort),
        ("page", str(ask.page)),
    ]
    pairs += list(ask.filters)
    pairs += [("pay_from", str(ask.pay_from))] if ask.pay_from else []
    return f"/vacancies?{urlencode(pairs)}"
