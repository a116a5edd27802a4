"""Every list behind the doors of staff, panel and consultants, over twenty people and over ten thousand with what they buy
and apply for; and the pages of one recruitment, each portal's fullest.

`python -m bench people [--rounds N] [--cpu] [--write]`. Both portals are made in the same run and asked in turn, through the whole
application but for the network; a page that asks the database more often when there is more asks one row at a time.
`--cpu` counts the processor's time instead of the clock's: on a machine that others use, what they take is left out (and so
is waiting for the disk). `--write` puts the text in its place in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import ColumnElement, event, exists, func, select

from portal.access import ACCESS
from portal.accounts.models import Person
from portal.app import create_app
from portal.applying.models import JobApplication
from portal.config import ROOT, Settings
from portal.database.base import db
from portal.employers.models import Organisation
from portal.examples import candidates, introductions, recruits, trade
from portal.foundation import clock
from portal.interviewing.models import InterviewRound
from portal.posting.models import Posting
from portal.recruitment.campaign_states import OFFER, OVER
from portal.recruitment.models import Campaign, PanelMember
from tests import people

DOORS = {"staff": "staff@example.org", "assessor": "assessor@example.org", "consultant": "consultant@example.org"}
SEARCH = re.compile(r'<input[^>]*name="q"')
WORDS = "council"
STATES = ("open", "overdue")
"""Of lists that can be narrowed to these: money that is still to come is worked out for every row."""
DESK = (
    "",
    "?state=submitted",
    "?q=17",
    "/board",
    "/board?column=out",
    "/board?view=table",
    "/merit/longlist",
    "/tell",
    "/finish",
    "/monitoring",
    "/NUMBER_1",
)
BESIDE = ("", "/offers", "/log", "/comments", "/pack", "/evidence", "/people")
"""Pages of the applications of a campaign, and of the campaign."""
RECRUITMENT = (
    *(("consultant", f"/consultant/campaigns/FULLEST/applications{page}") for page in DESK),
    *(("consultant", f"/consultant/campaigns/FULLEST{page}") for page in BESIDE),
    ("consultant", "/consultant/campaigns/INVITING/interviews"),
    ("consultant", "/consultant/campaigns/INVITING/interviews/timetable"),
    ("consultant", "/consultant/campaigns/LIVE/members"),
    ("consultant", "/consultant/campaigns/LIVE/members?place=yes&pay=yes"),
    ("consultant", "/consultant/campaigns?stage=over"),
    ("consultant", "/consultant/placements?page=2"),
    ("chair", "/employer/panels"),
    ("chair", "/employer/panels/CHAIRED/applications"),
    ("chair", "/employer/panels/CHAIRED/applications/board"),
    ("chair", "/employer/panels/MEETING/interviews"),
    ("owner", "/employer/CLIENT/campaigns"),
    ("owner", "/employer/CLIENT/placements"),
    ("owner", "/employer/CLIENT/vacancies"),
    ("owner", "/employer/CLIENT/orders"),
    ("owner", "/employer/CLIENT/vacancies/OWN/applications"),
    ("owner", "/employer/CLIENT/vacancies/OWN/applications/board"),
    ("candidate", "/account/job-applications"),
)
"""Who asks for it, and the address; words in capitals stand for references that each portal has its own of (`_references`)."""
OTHERS = {"chair": "head@example.org", "owner": "owner@example.org"}
HEADING, NEXT = "## Lists for staff", "\n## "


@dataclass
class Measured:
    """One page: seconds of each asking, and how many questions it put to the database."""

    seconds: list[float] = field(default_factory=list)
    questions: int = 0

    @property
    def p50(self) -> float:
        return statistics.median(self.seconds) * 1_000

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)] * 1_000


def main(words: list[str]) -> None:
    options = argparse.ArgumentParser(prog="python -m bench people")
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("--cpu", action="store_true")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="bench-people-") as folder:
        small, _ = _made(Path(folder) / "small")
        large, took = _made(Path(folder) / "large", "--large")
        text = _report(chosen.rounds, small, large, took=took, words=words, cpu=chosen.cpu)
    print(text)
    if chosen.write:
        _write(text)


def _made(folder: Path, *options: str) -> tuple[Flask, float]:
    app = create_app(Settings.from_environment({"PORTAL_ENV": "test", "PORTAL_DATA_DIR": str(folder)}))
    began = time.perf_counter()
    done = app.test_cli_runner().invoke(args=["setup", "--with-examples", *options])
    if done.exit_code:
        raise SystemExit(f"Setting up failed: {done.output} {done.exception}")
    return app, time.perf_counter() - began


def _report(rounds: int, small: Flask, large: Flask, *, took: float, words: list[str], cpu: bool) -> str:
    gc.collect(), gc.freeze()  # as gunicorn.conf.py does in each worker
    load, now = os.getloadavg()[0], time.process_time if cpu else time.perf_counter
    measured = "of the processor for the whole answer" if cpu else "for the whole answer"
    lines = [
        HEADING,
        "",
        f'`make bench ARGS="people {" ".join(words)}"`, {time.strftime("%d %B %Y")}, {os.cpu_count()} cores '
        f"(load {load:.0f} at the start), {platform.machine()}, Python {platform.python_version()}; {rounds} askings of each page. "
        f"Large: 10,000 members, 2,000 organisations, {trade.ORDERS:,} orders with their invoices, receipts and book, and {recruits.CAMPAIGNS * recruits.EACH:,} applications in {recruits.CAMPAIGNS} recruitments of one consultant, made in {took:.0f} s; small: the {_count(small)} example people alone. "
        f"Milliseconds {measured}; the aim is under 300. A page that is slow, or asks more when there is more, is marked. "
        f"FULLEST is the consultant’s campaign with the most applications ({recruits.EACH}; {_fullest(small)} in the small portal), LIVE the one whose search among members is open.",
        "",
        "| page | small p50 / p95 | large p50 / p95 | large to small, p50 | questions small / large | |",
        "|---|---|---|---|---|---|",
    ]
    clients = {app: {door: _signed_in(app, email) for door, email in _doors(app).items()} for app in (small, large)}
    known = {app: _references(app) for app in (small, large)}
    for door, path in (*_paths(small, clients[small]), *RECRUITMENT):
        one, other = Measured(), Measured()
        for _ in range(rounds + 1):
            _ask(small, clients[small][door], _filled(path, known[small]), one, now)
            _ask(large, clients[large][door], _filled(path, known[large]), other, now)
        lines.append(_line(path, one, other))
    return "\n".join(lines) + "\n"


def _line(path: str, small: Measured, large: Measured) -> str:
    small.seconds.pop(0), large.seconds.pop(0)  # the first of each compiles templates
    marks = [
        *(["slow"] if large.p95 >= 300 else []),
        *(["asks row by row"] if large.questions > small.questions + 10 else []),
    ]
    return (
        f"| `{path}` | {small.p50:.0f} / {small.p95:.0f} | {large.p50:.0f} / {large.p95:.0f} "
        f"| {large.p50 / small.p50:.1f} | {small.questions} / {large.questions} | {', '.join(marks)} |"
    )


def _count(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Person).count()


def _signed_in(app: Flask, email: str) -> FlaskClient:
    with app.app_context():
        person_id = db.session.scalars(select(Person.id).where(Person.email_key == email)).one()
    client = people.sign_in(app, person_id)
    with client.session_transaction() as session:
        # Staff say why they look at people's data before they see a list of them.
        session["people_reason"], session["people_reason_at"] = "asked", clock.now().timestamp()
    return client


def _doors(app: Flask) -> dict[str, str]:
    """Who asks: behind which door, or in which part, by address. The candidate is who made the most applications."""
    with app.app_context():
        most = (
            select(Person.email)
            .join(JobApplication, JobApplication.person_id == Person.id)
            .where(Person.disabled_at.is_(None))
            .group_by(Person.id, Person.email)
            .order_by(func.count().desc(), Person.id)
        )
        return DOORS | OTHERS | {"candidate": db.session.scalars(most.limit(1)).one() or ""}


def _references(app: Flask) -> dict[str, str]:
    """What the words in capitals stand for."""
    with app.app_context():
        fullest = _campaign(Campaign.consultant_id == _person("consultant"))
        chaired = select(PanelMember.campaign_id).where(PanelMember.person_id == _person("head"))
        invites = exists().where(InterviewRound.posting_id == Campaign.posting_id)
        first = select(JobApplication.reference).where(JobApplication.number == 1)
        own = db.session.scalars(select(Posting).where(Posting.title == candidates.PLATFORM, Posting.state == "live"))
        return {
            "FULLEST": fullest.reference,
            "NUMBER_1": db.session.scalars(first.where(JobApplication.posting_id == fullest.posting_id)).one(),
            "INVITING": _campaign(Campaign.consultant_id == _person("consultant"), invites).reference,
            "CHAIRED": _campaign(Campaign.id.in_(chaired)).reference,
            "MEETING": _campaign(Campaign.id.in_(chaired), invites).reference,
            "LIVE": db.session.scalars(select(Campaign.reference).where(Campaign.title == introductions.TITLE)).one(),
            "CLIENT": db.session.scalars(select(Organisation.reference).where(Organisation.key == candidates.LEEDS)).one(),
            "OWN": own.one().reference,
        }  # fmt: skip


def _campaign(*whose: ColumnElement[bool]) -> Campaign:
    """Of these the campaign with the most applications that is not over; of several one that has come to an offer."""
    return db.session.scalars(
        select(Campaign)
        .join(JobApplication, JobApplication.posting_id == Campaign.posting_id)
        .where(*whose, Campaign.state.not_in(OVER))
        .group_by(Campaign.id)
        .order_by(func.count().desc(), (Campaign.state == OFFER).desc(), Campaign.id)
        .limit(1)
    ).one()


def _fullest(app: Flask) -> int:
    with app.app_context():
        there = JobApplication.posting_id == _campaign(Campaign.consultant_id == _person("consultant")).posting_id
        return db.session.scalar(select(func.count()).where(there)) or 0


def _person(name: str) -> int:
    return db.session.scalars(select(Person.id).where(Person.email_key == f"{name}@example.org")).one()


def _filled(path: str, references: Mapping[str, str]) -> str:
    for name, reference in references.items():
        path = path.replace(name, reference)
    return path


def _paths(app: Flask, clients: dict[str, FlaskClient]) -> Iterator[tuple[str, str]]:
    """Every page behind these doors whose address has no part to fill in, and its search where it has one."""
    for rule in sorted(app.url_map.iter_rules(), key=str):
        door = str(rule).split("/")[1]
        access = ACCESS.get(rule.endpoint)
        if access is None or door not in DOORS or rule.arguments or "GET" not in access.methods:
            continue
        answer = clients[door].get(str(rule))
        if answer.status_code != 200:
            print(f"{rule} answered {answer.status_code}, so it is not measured.", file=sys.stderr)
            continue
        yield door, str(rule)
        if SEARCH.search(answer.text):
            yield door, f"{rule}?q={WORDS}"
        for state in STATES:
            if f'<option value="{state}"' in answer.text:
                yield door, f"{rule}?state={state}"


def _ask(app: Flask, client: FlaskClient, path: str, measured: Measured, now: Callable[[], float]) -> None:
    with _counting(app) as asked:
        began = now()
        answer = client.get(path)
        _ = answer.data
        measured.seconds.append(now() - began)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}.")
    measured.questions = len(asked)


@contextmanager
def _counting(app: Flask) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _write(text: str) -> None:
    """In place of what stood there before, or at the end."""
    path = ROOT / "docs" / "benchmarks.md"
    whole = path.read_text(encoding="utf-8")
    before, found, rest = whole.partition(HEADING)
    after = rest.partition(NEXT)[2] if found else ""
    path.write_text(before.rstrip() + "\n\n" + text + (NEXT + after if after else ""), encoding="utf-8")
    print(f"Written to {path.relative_to(ROOT)}.", file=sys.stderr)
