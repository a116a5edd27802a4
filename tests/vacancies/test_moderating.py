"""Staff decide about vacancies: at once, for good, undone as one, and never over one another's heads."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.vacancies import deciding, moderating, queues
from portal.vacancies.comparing import marked
from portal.vacancies.models import Advert, Decision, LikelyPair, Vacancy
from tests import people

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://jobs.example.org/</link>{}</channel></rss>"""
ITEM = """<item><title>{title}</title><link>https://jobs.example.org/{n}</link><guid>{n}</guid>
<description>Employer: {employer}&lt;br&gt;Location: {place}&lt;br&gt;{text}</description></item>"""
BORDERLINE = (
    "You will support digital learning with our IT system and software. "
    + "You will help people of the department with their courses and plan the year with them. " * 9
)
ICT = "You will run our network, firewalls, switches and servers, and write software in Python. " * 4


@pytest.fixture
def take_in(app: Flask, tmp_path):
    """Takes in items as one source's list: (number, title, employer, text)."""

    def run(*items: tuple[str, str, str, str], source: str = "Anytown") -> None:
        path = tmp_path / "feed.xml"
        path.write_text(
            FEED.format(
                "".join(
                    ITEM.format(n=n, title=title, employer=employer, text=text, place="Leeds")
                    for n, title, employer, text in items
                )
            )
        )
        result = app.test_cli_runner().invoke(args=["feeds", "import", str(path), "--source", source])
        assert result.exit_code == 0, result.output

    return run


@pytest.fixture
def held(take_in):
    """Three held vacancies: two ask whether they are ICT, one whether its employer is public."""

    def take() -> None:
        take_in(
            ("1", "Learning Technologist", "Aberystwyth University", BORDERLINE),
            ("2", "Learning Technologist", "Leeds City Council", BORDERLINE),
            ("3", "Network Engineer", "Qwyzzk Partnership", ICT),
        )

    take()
    return take


@pytest.fixture
def staff(app: Flask, make_person, sign_in):
    return sign_in(make_person("sam@example.org", roles=("staff",), name="Sam Staff"))


def statuses(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {f"{v.title}, {v.employer_name}": v.status for v in db.session.scalars(select(Vacancy))}


def decide(staff, page: str, **fields: str):
    """Press a button of the question that this page asks."""
    html = staff.get(page).text
    form = re.search(
        r'<form method="post" action="(/staff/vacancies/\w+/decide)" class="site-question".*?</form>', html, re.S
    )
    assert form, html
    hidden = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"', form[0]))
    hidden |= dict(re.findall(r'<input[^>]*name="(csrf_token)"[^>]*value="([^"]*)"', form[0]))
    return staff.post(form[1], data={**hidden, **fields})


def test_the_queue_shows_the_oldest_question_with_its_evidence_beside_it(app, held, staff) -> None:
    page = staff.get("/staff/vacancies/held").text
    assert "Held vacancy 1 of 3" in page and "Is this digital, data or IT work?" in page
    assert "“learning technologist” in the title speaks for it" in page
    assert "1 other vacancy with this title: 1 held." in page
    assert "support digital learning" in page


def test_an_answer_counts_at_once_and_the_next_one_follows_with_a_way_back(app, held, staff) -> None:
    answered = decide(staff, "/staff/vacancies/held", answer="yes", family="data", because="They teach with it")
    following = staff.get(answered.location).text
    assert "“Learning Technologist”: live." in following and "Undo" in following
    assert "Held vacancy 1 of 2" in following and "Leeds City Council" in following
    with app.app_context():
        vacancy = db.session.scalar(select(Vacancy).where(Vacancy.status == "live"))
        assert (vacancy.ict_decision, vacancy.role_family) == ("yes", "data")
        made = db.session.scalars(select(Decision).order_by(Decision.id)).all()
        assert [(d.subject, d.answer, d.because) for d in made] == [
            ("ict", "yes", "They teach with it"),
            ("role", "data", "They teach with it"),
        ]
        noted = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "vacancies.decided")).all()
        assert [(n.subject, n.facts["subjects"]) for n in noted] == [(f"vacancy:{vacancy.reference}", ["ict", "role"])]


def test_a_decision_outlives_a_fetch_and_reaches_the_search(app, held, staff) -> None:
    decide(staff, "/staff/vacancies/held", answer="yes")
    held()
    assert statuses(app)["Learning Technologist, Aberystwyth University"] == "live"
    assert app.test_cli_runner().invoke(args=["search", "sync"]).exit_code == 0
    found = app.test_client().get("/vacancies.json?q=learning+technologist").json["results"]
    assert [each["employer"]["name"] for each in found] == ["Aberystwyth University"]


def test_undo_brings_the_question_back_with_everything_that_was_decided_with_it(app, held, staff) -> None:
    answered = decide(staff, "/staff/vacancies/held", answer="yes", family="data", alike="title")
    assert sorted(statuses(app).values()) == ["held", "live", "live"]
    page = staff.get(answered.location).text
    assert "“Learning Technologist” and 1 other like it: live." in page
    undo = re.search(r'action="(/staff/vacancies/decisions/\d+/undo)"', page)[1]
    back = people.post(staff, undo, form_at=answered.location, queue="1")
    assert "/staff/vacancies/held?at=" in back.location
    assert sorted(statuses(app).values()) == ["held", "held", "held"]
    assert "Is this digital, data or IT work?" in staff.get(back.location).text


def test_no_takes_it_out_of_sight_and_an_employer_is_decided_with_its_sector(app, held, staff) -> None:
    decide(staff, "/staff/vacancies/held", answer="no")
    decide(staff, "/staff/vacancies/held?question=public_sector", answer="yes", sector="alb")
    assert statuses(app) == {
        "Learning Technologist, Aberystwyth University": "counted",
        "Learning Technologist, Leeds City Council": "held",
        "Network Engineer, Qwyzzk Partnership": "live",
    }
    with app.app_context():
        assert db.session.scalar(select(Vacancy.sector).where(Vacancy.title == "Network Engineer")) == "alb"


def test_skipping_goes_on_and_ends(app, held, staff) -> None:
    address, seen = "/staff/vacancies/held", []
    while skip := re.search(r'href="([^"]*past=\w+)" data-key="s"', staff.get(address).text):
        address = skip[1].replace("&amp;", "&")
        seen.append(address)
        assert len(seen) < 10
    assert len(seen) == 3
    assert "3 vacancies that you skipped wait still" in staff.get(address).text


def test_the_second_of_two_hears_that_it_was_decided_and_changes_nothing(
    app, held, staff, make_person, sign_in
) -> None:
    other = sign_in(make_person("kim@example.org", roles=("staff",), name="Kim Other"))
    page = other.get("/staff/vacancies/held").text
    reference = re.search(r"/staff/vacancies/(\w+)/decide", page)[1]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    decide(staff, "/staff/vacancies/held", answer="yes")
    before = statuses(app)
    refused = other.post(
        f"/staff/vacancies/{reference}/decide",
        data={"csrf_token": token, "subject": "ict", "answer": "no", "seen": "0", "queue": "1"},
    )
    assert "Somebody else decided about" in other.get(refused.location).text
    assert statuses(app) == before
    with app.app_context():
        assert len(db.session.scalars(select(Decision)).all()) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"subject": "colour", "answer": "blue"}, {"subject": "ict", "answer": "perhaps"}, {"subject": "closes", "answer": "soon"},
     {"subject": "ict", "answer": ""}, {"subject": "ict", "answer": "yes", "family": "wizardry"}, {"subject": "ict", "answer": "yes", "seen": "x"}],
)  # fmt: skip
def test_an_answer_that_means_nothing_is_refused_with_a_sentence(app, held, staff, wrong: dict[str, str]) -> None:
    before, page = statuses(app), staff.get("/staff/vacancies/held").text
    reference = re.search(r"/staff/vacancies/(\w+)/decide", page)[1]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    refused = staff.post(f"/staff/vacancies/{reference}/decide", data={"csrf_token": token, "seen": "0", **wrong})
    assert refused.status_code == 302 and "Please note" in staff.get(refused.location).text
    assert statuses(app) == before


@pytest.mark.parametrize(
    "query",
    [
        "?question=x&past=%00&at=..",
        "?past=NOSUCHONE",
        "?done=999999999999999999999",
        "?done=-1",
        "?at=NOSUCH&question=closes",
    ],
)
def test_odd_addresses_of_the_queue_are_taken_politely(app, held, staff, query: str) -> None:
    assert staff.get(f"/staff/vacancies/held{query}").status_code in (200, 400)
    assert staff.get(f"/staff/vacancies/pairs{query}").status_code in (200, 400)


def test_every_vacancy_can_be_found_and_downloaded_whatever_its_status(app, held, staff) -> None:
    page = staff.get("/staff/vacancies?q=learning&status=held&sort=title").text
    assert "2 vacancies found" in page and "Qwyzzk" not in page
    download = staff.get("/staff/vacancies?format=csv")
    assert download.mimetype == "text/csv" and len(download.text.splitlines()) == 4
    assert staff.get("/staff/vacancies?status=rubbish&sort=;drop&page=77").status_code == 200


def test_a_vacancys_own_page_decides_anything_and_keeps_what_was_decided(app, held, staff) -> None:
    with app.app_context():
        reference = db.session.scalar(select(Vacancy.reference).where(Vacancy.title == "Network Engineer"))
    address = f"/staff/vacancies/{reference}"
    people.post(staff, f"{address}/decide", form_at=address, subject="pay", answer="£38,000 to £42,000 a year", seen="0", because="=rang them")  # fmt: skip
    page = staff.get(address).text
    assert "=rang them" in page and "Sam Staff" in page and "£38,000 to £42,000 a year" in page
    undo = re.search(r'action="(/staff/vacancies/decisions/\d+/undo)"', page)[1]
    people.post(staff, undo, form_at=address)
    assert "as the rules read it" in staff.get(address).text
    with app.app_context():
        assert db.session.scalar(select(Vacancy.pay_minimum).where(Vacancy.reference == reference)) is None


def make_pair(app: Flask) -> int:
    """The first two vacancies as a likely pair."""
    with app.app_context(), transaction():
        first, second = db.session.scalars(select(Vacancy.id).order_by(Vacancy.id).limit(2)).all()
        pair = LikelyPair(
            first_id=first, second_id=second, likeness=0.85, evidence=["titles alike"], found_at=clock.now()
        )
        db.session.add(pair)
        db.session.flush()
        return pair.id


def folded(app: Flask) -> list[tuple[str, int, str]]:
    with app.app_context():
        return [
            (v.status, len(v.adverts), ",".join(sorted(a.outcome for a in v.adverts)))
            for v in db.session.scalars(select(Vacancy).order_by(Vacancy.id).limit(2))
        ]


def test_a_pair_is_shown_side_by_side_decided_and_undone_whole(app, held, staff) -> None:
    pair_id, before = make_pair(app), folded(app)
    page = staff.get("/staff/vacancies/pairs").text
    assert "1 likely pair waiting" in page and "Titles alike" in page and "site-differs" in page
    answered = people.post(staff, f"/staff/vacancies/pairs/{pair_id}", form_at="/staff/vacancies/pairs", answer="same")
    assert "are one job now" in staff.get(answered.location).text
    assert folded(app) == [("held", 2, "folded,held"), ("merged", 0, "")]
    people.post(staff, f"/staff/vacancies/pairs/{pair_id}/undo", form_at=answered.location)
    assert folded(app) == before
    with app.app_context():
        assert db.session.get_one(LikelyPair, pair_id).state == "open"


def test_a_pair_that_somebody_decided_is_not_decided_twice(app, held, staff) -> None:
    pair_id = make_pair(app)
    staff.get("/staff/vacancies/pairs")
    with app.app_context(), transaction():
        pair = db.session.get_one(LikelyPair, pair_id)
        pair.state = "different"
    token = people.csrf_of(staff, f"/staff/vacancies/pairs?done={pair_id}")
    refused = staff.post(f"/staff/vacancies/pairs/{pair_id}", data={"csrf_token": token, "answer": "same"})
    assert "Somebody else has decided about this pair already" in staff.get(refused.location).text
    assert [status for status, _, _ in folded(app)] == ["held", "held"]


def test_folding_a_listed_job_into_a_closed_one_opens_it_again(app, held) -> None:
    with app.app_context():
        with transaction():
            first, second = db.session.scalars(select(Vacancy).order_by(Vacancy.id).limit(2)).all()
            for each in (first, second):
                deciding.decide(each, subject="ict", answer="yes", because="x", by="t", at=clock.now())
            for advert in first.adverts:
                advert.missing_since = clock.now()
            first.status = "closed"
        with transaction():
            first, second = db.session.scalars(select(Vacancy).order_by(Vacancy.id).limit(2)).all()
            deciding.decide_pair(first, second, same=True, at=clock.now())
    assert [status for status, _, _ in folded(app)] == ["live", "merged"]


def test_one_decides_on_either_database_and_a_stale_page_does_not(app_on_either) -> None:
    person_id = people.make(app_on_either, "sam@example.org", given=("staff",))
    with app_on_either.app_context():
        now = clock.now()
        with transaction():
            db.session.add(
                Vacancy(reference="K7MT2XQ9", status="held", title="Clerk", first_seen=now, last_seen=now, updated_at=now,
                        automatic={"ict_decision": "borderline", "public_sector": "yes"}, ict_decision="borderline", public_sector="yes")
            )  # fmt: skip
        assert queues.next_held().vacancy.title == "Clerk"
        with transaction():
            done = moderating.answer("k7mt-2xq9", {"ict": "yes"}, because="", by=person_id, seen=0, at=now)
        with pytest.raises(RuleBroken, match="You decided"), transaction():
            moderating.answer("K7MT2XQ9", {"ict": "no"}, because="", by=person_id, seen=0, at=now)
        assert queues.act(done).vacancy.status == "live" and queues.next_held() is None
        assert queues.held_lengths()["ict"].number == 0


def test_texts_side_by_side_are_marked_where_they_differ() -> None:
    left, right = marked("We want a data engineer in Leeds", "We want a senior data engineer in York")
    assert [each.text for each in left if each.marked] == ["Leeds"]
    assert [each.text for each in right if each.marked] == ["senior", "York"]
    assert marked("", "x y") == ((), (right[1].__class__("x y", True),))


def test_nobody_but_staff_sees_any_of_it(app, held, make_person, sign_in) -> None:
    member = sign_in(make_person("m@example.org"))
    assert [member.get(f"/staff/vacancies{path}").status_code for path in ("", "/held", "/pairs")] == [404] * 3
    assert app.test_client().get("/staff/vacancies").status_code == 302


def test_adverts_of_a_vacancy_keep_where_they_went(app, held, staff) -> None:
    decide(staff, "/staff/vacancies/held", answer="no")
    with app.app_context():
        assert sorted(db.session.scalars(select(Advert.outcome)).all()) == ["counted", "held", "held"]
