"""Kept adverts are read again by better rules."""

import json
from datetime import datetime

from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds import pipeline, registering
from portal.feeds.health import Judgement
from portal.feeds.items import FeedDocument, FeedItem
from portal.vacancies import deciding
from portal.vacancies.models import Vacancy

NOON = datetime.fromisoformat("2026-11-24T12:00:00+00:00")


def item(number: int, title: str) -> FeedItem:
    return FeedItem(
        key=str(number),
        title=title,
        address=f"/jobs/{number}",
        description="<p>You will run our Linux servers and our network. Salary: £40,000 a year. Location: Leeds.</p>",
        locations=("Leeds",),
    )


def test_rereading_puts_new_readings_in_place_of_old_ones_and_keeps_what_people_decided(app) -> None:
    with app.app_context():
        with transaction():
            source = registering.register(
                name="S", address="https://s.example.org/feed", kind="rss", organisation=None, at=NOON
            )
            source_id = source.id
        document = FeedDocument(
            kind="rss",
            items=(item(1, "Systems Administrator"), item(2, "Network Engineer")),
            publisher="Leeds City Council",
        )
        pipeline.take_in(
            source_id,
            document,
            base="https://s.example.org/feed",
            at=NOON,
            judge=lambda _: Judgement("healthy", None, None, False, 2),
            last_good_at=None,
        )
        with transaction():
            first, second = db.session.scalars(select(Vacancy).order_by(Vacancy.id))
            before = (first.title, first.employer_name, first.pay_minimum, first.address, first.last_seen)
            deciding.decide(second, subject="ict", answer="no", because="A test", by="A", at=NOON)
            first.title, first.employer_name, first.pay_minimum = "Misread", "Nobody", 1
        result = app.test_cli_runner().invoke(args=["feeds", "reread", "--json"])
        assert json.loads(result.output) == {"live": 1, "counted": 1}
        db.session.expire_all()
        first, second = db.session.scalars(select(Vacancy).order_by(Vacancy.id))
        assert (first.title, first.employer_name, first.pay_minimum, first.address, first.last_seen) == before
        assert before[:2] == ("Systems Administrator", "Leeds City Council")
        assert (second.status, second.ict_decision) == ("counted", "no")


def test_rereading_an_unknown_source_says_so(app) -> None:
    result = app.test_cli_runner().invoke(args=["feeds", "reread", "--source", "99"])
    assert (result.exit_code, "source 99" in result.stderr) == (1, True)
