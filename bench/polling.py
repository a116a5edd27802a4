"""How long it takes to poll many sources of which most answer "not modified", all on loopback."""

from __future__ import annotations

import argparse
import os
import platform
import re
import tempfile
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from bench import _adverts

ENTRIES = 5


class _Sources(BaseHTTPRequestHandler):
    """Source N of /N: its list changes with every round for one source in ten."""

    protocol_version = "HTTP/1.1"
    round = 1
    answers: ClassVar[Counter[int]] = Counter()

    def do_GET(self) -> None:
        number = int(re.sub(r"\D", "", self.path) or 0)
        edition = self.round if number % 10 == 0 else 1
        etag = f'"{number}-{edition}"'
        unchanged = self.headers.get("If-None-Match") == etag
        body = b"" if unchanged else _adverts.rss(ENTRIES + edition, seed=number, host=f"s{number}.example.org")
        self.answers[304 if unchanged else 200] += 1
        self.send_response(304 if unchanged else 200)
        self.send_header("ETag", etag)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def _serve(hosts: int) -> list[_Server]:
    """One server on each of so many loopback addresses, all at one port."""
    first = _Server(("127.0.0.1", 0), _Sources)
    servers = [first, *(_Server((f"127.0.1.{number}", first.server_port), _Sources) for number in range(1, hosts))]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    return servers


def main(words: list[str]) -> None:
    """Poll all sources twice, the second time with 90 per cent unchanged; print a table."""
    options = argparse.ArgumentParser(prog="python -m bench polling")
    options.add_argument("--sources", type=int, default=500)
    options.add_argument("--hosts", type=int, default=50)
    chosen = options.parse_args(words)
    servers = _serve(chosen.hosts)
    port = servers[0].server_port
    allowed = [f"{server.server_address[0]!s}:{port}" for server in servers]
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(PORTAL_DATA_DIR=folder, PORTAL_ENV="development", PORTAL_FETCH_ALLOW=",".join(allowed))
        rows = _measure(chosen.sources, allowed)
    for server in servers:
        server.shutdown()
    print(
        f"`python -m bench polling {' '.join(words)}`, {platform.machine()}, {os.cpu_count()} cores, {chosen.hosts} hosts\n"
    )
    print("| what | seconds |\n|---|---|")
    for what, seconds in rows:
        print(f"| {what} | {seconds:.2f} |")


def _measure(number: int, hosts: list[str]) -> list[tuple[str, float]]:
    from portal.app import create_app
    from portal.database.transaction import transaction
    from portal.feeds import polling, registering
    from portal.foundation import clock

    app = create_app()
    made = app.test_cli_runner().invoke(args=["setup"])
    if made.exit_code:
        raise SystemExit(f"Setting up failed: {made.output}")
    rows = []
    with app.app_context():
        with transaction():
            for index in range(number):
                address = f"http://{hosts[index % len(hosts)]}/{index}"
                registering.register(name=f"S{index}", address=address, kind="rss", organisation=None, at=clock.now())
        for turn in (1, 2):
            _Sources.round = turn
            _Sources.answers.clear()
            started = time.perf_counter()
            outcomes = list(polling.poll(app.config["SETTINGS"], everything=True))
            seconds = time.perf_counter() - started
            parts = Counter(
                {part: sum(each.parts[part] for each in outcomes) for part in ("new", "changed", "unchanged")}
            )
            failed = sum(1 for each in outcomes if each.error)
            rows.append(
                (
                    f"{len(outcomes)} sources, poll {turn}: {_Sources.answers[304]} answered 304, {_Sources.answers[200]} answered 200; "
                    f"{parts['new']} new, {parts['unchanged']} unchanged, {failed} failed",
                    seconds,
                )
            )
    return rows
