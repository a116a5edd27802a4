"""One job once: what becomes of entries that are seen again, elsewhere, twice, or no more."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from portal.database.base import db
from portal.database.transaction import transaction
from portal.feeds import pipeline, registering
from portal.feeds.health import Judgement
from portal.feeds.items import FeedDocument, FeedItem
from portal.vacancies import deciding
from portal.vacancies.models import Advert, LikelyPair, Vacancy
from portal.vacancies.storing import confirm_lists

NOON = datetime.fromisoformat("2026-11-24T12:00:00+00:00")
TEXT = (
    "<p>You will look after the switches, the firewalls and the wireless network of the council's offices in Leeds.</p>"
)
JOB = FeedItem(
    key="1",
    title="Network Engineer",
    address="https://jobs.leeds.gov.uk/1",
    description=TEXT,
    employer="Leeds City Council",
    locations=("Leeds",),
    salary="£38,626 to £42,708 a year",
    closing="2026-12-13",
)
ELSEWHERE = replace(
    JOB,
    key="z9",
    title="Network Engineer (PO2) *closing soon*",
    address="https://board.example.org/jobs/z9?utm_source=feed",
    closing="13/12/2026",
)


@pytest.fixture
def take_in(app):
    """Take items in as a source's whole list, at a time; gives the parts that are not nought."""

    def take(*items: FeedItem, source: str = "council", at: datetime = NOON, may_close: bool = True) -> dict[str, int]:
        with transaction():
            made = registering.register(
                name=source, address=f"https://{source}.example.org/feed", kind="rss", organisation=None, at=at
            )
            source_id = made.id
        document = FeedDocument(kind="rss", items=items)
        taken = pipeline.take_in(
            source_id,
            document,
            base="https://example.org/",
            at=at,
            judge=lambda _: Judgement("healthy", None, None, may_close, document.entries),
            last_good_at=None,
        )
        assert sum(taken.parts.values()) == taken.items == len(items)
        return {part: number for part, number in taken.parts.items() if number}

    with app.app_context():
        yield take


def vacancies() -> list[Vacancy]:
    db.session.expire_all()
    return list(db.session.scalars(select(Vacancy).order_by(Vacancy.id)))


def test_a_job_on_two_boards_is_one_vacancy_with_two_sources(take_in) -> None:
    assert take_in(JOB) == {"new": 1}
    assert take_in(ELSEWHERE, source="board") == {"folded": 1}
    (only,) = vacancies()
    assert [advert.source.name for advert in only.adverts] == ["council", "board"]
    assert only.address == "https://jobs.leeds.gov.uk/1"


def test_what_boards_add_and_take_away_is_no_change(take_in) -> None:
    take_in(JOB)
    for hour, title in enumerate(
        ("Network Engineer *closing soon*", "NEW - Network Engineer", "Network Engineer (Ref 16914)")
    ):
        noisy = replace(
            JOB, key=f"k{hour}", title=title, address=f"http://www.jobs.leeds.gov.uk/1/?utm_source=feed{hour}"
        )
        assert take_in(noisy, at=NOON + timedelta(hours=hour)) == {"unchanged": 1}
    assert [each.title for each in vacancies()] == ["Network Engineer"]


def test_two_posts_of_one_title_on_one_board_stay_two_however_alike(take_in) -> None:
    twin = replace(JOB, key="2", address="https://jobs.leeds.gov.uk/2")
    assert take_in(JOB, twin) == {"new": 2}
    there = (ELSEWHERE, replace(ELSEWHERE, key="z10", address="https://board.example.org/jobs/z10"))
    assert take_in(*there, source="board") == {"folded": 2}
    assert [len(each.adverts) for each in vacancies()] == [2, 2]


def test_two_posts_at_one_address_are_told_apart_by_their_references(take_in) -> None:
    page = "https://jobs.leeds.gov.uk/search"
    first = replace(JOB, key="", address=page, title="Network Engineer (Ref LCC/1)")
    second = replace(JOB, key="", address=page, title="Network Engineer (Ref LCC/2)")
    assert take_in(first, second) == {"new": 2}
    assert take_in(second, first, at=NOON + timedelta(hours=1)) == {"unchanged": 2}


def test_two_posts_that_differ_only_in_their_text_stay_two_and_are_known_again(take_in) -> None:
    page = replace(JOB, key="", address="https://jobs.leeds.gov.uk/search", locations=())
    other = replace(page, description=TEXT.replace("offices in Leeds", "schools in Otley"))
    assert take_in(page, other) == {"new": 2}
    assert take_in(other, page, at=NOON + timedelta(hours=1)) == {"unchanged": 2}


def test_one_post_listed_under_two_places_is_one_vacancy(take_in) -> None:
    assert take_in(JOB, replace(JOB, locations=("Otley",))) == {"new": 1, "folded": 1}
    assert len(vacancies()) == 1


def test_what_is_only_likely_the_same_job_is_kept_apart_and_listed(take_in) -> None:
    take_in(JOB)
    assert take_in(replace(ELSEWHERE, closing="", salary="", locations=(), description=""), source="board") == {
        "new": 1
    }
    assert len(vacancies()) == 2
    (pair,) = db.session.scalars(select(LikelyPair))
    assert pair.state == "open"
    with transaction():
        deciding.decide_pair(*vacancies(), same=True, at=NOON)
    assert [each.status for each in vacancies()] == ["live", "merged"]


def test_when_the_first_board_drops_a_job_the_signpost_leads_to_the_other(take_in) -> None:
    take_in(JOB)
    take_in(ELSEWHERE, source="board")
    other = replace(JOB, key="7", title="Data Analyst", address="https://jobs.leeds.gov.uk/7")
    take_in(other, at=NOON + timedelta(days=1))
    kept = vacancies()[0]
    assert (kept.status, kept.address) == ("live", "https://board.example.org/jobs/z9")
    take_in(source="board", at=NOON + timedelta(days=2))
    assert vacancies()[0].status == "closed"


def test_a_job_advertised_again_is_a_new_vacancy_linked_to_its_earlier_one(take_in) -> None:
    take_in(JOB)
    take_in(at=NOON + timedelta(days=21))
    again = replace(JOB, key="8", address="https://jobs.leeds.gov.uk/8", closing="2027-01-29", salary="£40,000 a year")
    assert take_in(again, at=NOON + timedelta(days=40)) == {"new": 1}
    first, second = vacancies()
    assert (first.status, second.status, second.earlier_id) == ("closed", "live", first.id)


def test_the_same_words_weeks_later_are_the_job_advertised_again(take_in) -> None:
    undated = replace(JOB, closing="")
    take_in(undated)
    take_in(at=NOON + timedelta(days=10))
    again = replace(undated, key="8", address="https://jobs.leeds.gov.uk/8")
    assert take_in(again, at=NOON + timedelta(days=30)) == {"new": 1}
    assert [each.earlier_id for each in vacancies()] == [None, vacancies()[0].id]


def test_an_answer_of_not_modified_says_that_the_listed_adverts_were_seen(take_in) -> None:
    take_in(JOB, ELSEWHERE)
    take_in(JOB, at=NOON + timedelta(hours=1), may_close=False)
    with transaction():
        confirm_lists([1], at=NOON + timedelta(hours=5))
    listed, fallen_off = (each.adverts[0].seen_at - NOON for each in vacancies())
    assert (listed, fallen_off) == (timedelta(hours=5), timedelta(0))


def test_an_overruling_outlives_later_fetches(take_in) -> None:
    clerk = replace(JOB, title="Receptionist", description="<p>You greet visitors at the front desk.</p>")
    assert take_in(clerk) == {"counted": 1}
    with transaction():
        deciding.decide(vacancies()[0], subject="ict", answer="yes", because="It is the IT front desk", by="A", at=NOON)
    assert vacancies()[0].status == "live"
    edited = replace(clerk, salary="£25,000 a year")
    assert take_in(edited, at=NOON + timedelta(hours=1)) == {"changed": 1}
    assert (vacancies()[0].status, vacancies()[0].ict_decision) == ("live", "yes")


def test_pay_role_and_deadline_are_overruled_through_fetches_until_that_is_taken_back(take_in) -> None:
    take_in(JOB)

    def decide(**answers: str) -> None:
        with transaction():
            for subject, answer in answers.items():
                deciding.decide(
                    vacancies()[0], subject=subject, answer=answer, because="The owner wrote", by="A", at=NOON
                )

    def facts() -> tuple:
        (only,) = vacancies()
        return only.pay_minimum, only.role_family, only.closes_at and only.closes_at.day

    read = facts()
    decide(pay="£50,000 a year", role="data", closes="20 December 2026")
    assert facts() == (5_000_000, "data", 20)
    take_in(replace(JOB, salary="£30,000 a year"), at=NOON + timedelta(hours=1))
    assert facts() == (5_000_000, "data", 20)
    decide(pay="automatic", role="automatic", closes="automatic")
    assert facts() == (3_000_000, *read[1:])


def test_an_entry_that_becomes_unusable_is_rejected_and_its_vacancy_stays(take_in) -> None:
    take_in(JOB)
    broken = replace(JOB, address="javascript:alert(1)")
    assert take_in(broken, at=NOON + timedelta(hours=1), may_close=False) == {"rejected": 1}
    assert [each.status for each in vacancies()] == ["live"]
    assert {advert.outcome for advert in db.session.scalars(select(Advert))} >= {"rejected"}
