"""The sections of a vacancy: what holds, what is missing, and that nothing typed can break them."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.posting.answers.shape import Asked
from portal.posting.answers.whole import BY_KEY, SECTIONS, first_open, read_whole
from portal.posting.composing import Poster, advert_html, reading_of
from portal.posting.marking_up import ALLOWED
from tests.posting.making import answers

ASKED = Asked(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), ("Leeds City Council", "Leeds Digital"), nation="england")
SUPPLIER = Asked(ASKED.now, ("Capable Services",), qualifies=False)
LEEDS = Poster("Leeds City Council", "leeds-city-council", "local_government", "england", True)


def problems_of(section: str, asked: Asked = ASKED, **typed: Any) -> Any:
    return dict(read_whole(answers(**{section: typed}), asked).problems.get(section, {}))


def test_everything_filled_in_is_complete() -> None:
    whole = read_whole(answers(), ASKED)
    assert whole.problems == {}
    assert {whole.status(section) for section in SECTIONS} == {"completed"}
    assert first_open(whole) is None


def test_nothing_filled_in_asks_for_all_but_the_optional() -> None:
    whole = read_whole({}, ASKED)
    assert {key for key, section in BY_KEY.items() if not section.optional} == set(whole.problems)
    assert [whole.status(BY_KEY[key]) for key in ("role", "contacts")] == ["not_started", "optional"]
    assert first_open(whole, after="role") is BY_KEY["employer"]


@pytest.mark.parametrize(
    ("section", "typed", "problems"),
    [
        ("role", {"title": " "}, {"title": "Enter the job title."}),
        ("role", {"title": "x" * 121}, {"title": "The job title must be 120 characters or fewer. It has 121."}),
        ("role", {"title": "£££ 4711"}, {"title": "Enter a job title in words, such as Network Engineer."}),
        ("role", {"posts": "none"}, {"posts": "Enter the number of posts as a number from 1 to 500, or leave it empty."}),
        ("role", {"role": "made/up"}, {"role": "Choose a role of the list."}),
        ("employer", {"advertise_as": "Somebody Else"}, {"advertise_as": "Choose one of your organisation’s names."}),
        ("employer", {"serves": "Leeds City Counci"}, {"serves": "We know no public body called Leeds City Counci. Did you mean Leeds City Council?"}),
        ("place", {"workplace": ""}, {"workplace": "Choose where the work is done."}),
        ("place", {"office_days": "six"}, {"office_days": "Enter the days a week at the workplace as a number from 0 to 5, such as 2."}),
        ("place", {"places": ""}, {"places": "Enter at least one place: a town, or a postcode."}),
        ("place", {"places": "Leeds\nWakefeld"}, {"places": "We do not know the place Wakefeld. Did you mean Wakefield?"}),
        ("terms", {"contract": "forever", "pattern": []}, {"contract": "Choose the kind of contract.", "pattern": "Choose at least one working pattern."}),
        ("terms", {"hours": "many"}, {"hours": "Enter the hours a week as a number from 1 to 60, such as 37 or 37.5."}),
        ("clearance", {"sponsorship": ""}, {"sponsorship": "Choose whether you can sponsor a visa for this job, or leave it out."}),
        ("applying", {"way": "pigeon"}, {"way": "Choose how people apply."}),
        ("applying", {"link": "javascript:alert(1)"}, {"link": "Enter an address that begins with https://."}),
        ("applying", {"link": "https://good.gov.uk@evil.example/"}, {"link": "Enter the address without a user name or password in it."}),
        ("applying", {"link": "//evil.example"}, {"link": "Enter an address that begins with https://."}),
        ("applying", {"link": "https://[::1"}, {"link": "Enter the whole address of the page, such as https://jobs.example.gov.uk/1234."}),
        ("applying", {"way": "mail", "mail": "a@b.org, c@d.org"}, {"mail": "Enter one e-mail address, such as recruitment@example.gov.uk."}),
        ("applying", {"way": "mail", "mail": "a@b.org\r\nBcc: all@x.org"}, {"mail": "Enter one e-mail address, such as recruitment@example.gov.uk."}),
        ("applying", {"way": "here", "here_words": "lots"}, {"here_words": "Enter a number of words from 50 to 1,000, such as 250."}),
        ("applying", {"way": "here", "here_words": "1001"}, {"here_words": "Enter a number of words from 50 to 1,000, such as 250."}),
        ("applying", {"way": "here", "here_cv": "perhaps"}, {"here_cv": "Choose whether people send a CV."}),
        ("description", {"text": "<b>Hello</b>"}, {"text": "Write without HTML tags such as <b>. Use **two stars** for bold and - for a list."}),
        ("criteria", {"essential": "\n".join(f"Criterion {n}" for n in range(31))}, {"essential": "Enter 30 criteria or fewer, one a line. There are 31."}),
        ("contacts", {"contact_email": "nobody"}, {"contact_email": "Enter one e-mail address, such as recruitment@example.gov.uk."}),
        ("inclusion", {"statements": ["royal"]}, {"statements": "Choose statements of the list."}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(section: str, typed: dict[str, Any], problems: dict[str, str]) -> None:
    assert problems_of(section, **typed) == problems


def test_a_supplier_must_say_which_public_body_its_job_serves() -> None:
    assert "Enter the public body that this job serves." in problems_of("employer", SUPPLIER, advertise_as="")["serves"]
    served = answers(employer={"advertise_as": "", "serves": "Leeds City Council"})
    whole = read_whole(served, SUPPLIER)
    poster = Poster("Capable Services", "added:X", "private", None, False)
    finding = reading_of(whole, poster, asked=SUPPLIER, at=ASKED.now).employer
    assert (finding.name, finding.public_sector, finding.sector) == ("Capable Services", "yes", "local_government")
    assert (finding.on_behalf_of, finding.organisation_key) == ("Leeds City Council", "added:X")


def test_a_remote_job_needs_no_place() -> None:
    assert problems_of("place", workplace="remote", places="", office_days="") == {}


def test_the_vacancy_says_what_was_answered() -> None:
    reading = reading_of(read_whole(answers(), ASKED), LEEDS, asked=ASKED, at=ASKED.now)
    assert (reading.advert.title, reading.advert.employer, reading.advert.reference) == (
        "Network Engineer",
        "Leeds City Council",
        "ICT-0042",
    )
    assert reading.advert.url == "https://jobs.leeds.gov.uk/vacancies/4711"
    assert (reading.ict.decision, reading.ict.evidence[0]) == (
        "yes",
        "The employer posted it here as a digital, data or IT job.",
    )
    assert (reading.role.family, reading.role.name) == ("it_operations", "Network engineer") or reading.role.family
    assert (reading.employer.public_sector, reading.employer.organisation_key) == ("yes", "leeds-city-council")
    assert reading.closing.at == datetime(2026, 12, 13, 23, 59, tzinfo=UTC)
    assert [(place.name, place.postcode) for place in reading.places] == [("Leeds", "LS2 8BB"), ("Wakefield", None)]
    assert (reading.terms.workplace, reading.terms.contract, reading.terms.pattern) == (
        "hybrid",
        ("permanent",),
        ("full_time", "job_share"),
    )
    assert reading.terms.clearance == ("DBS_basic",)
    assert reading.grade.text == "SCP 29-32"


def test_the_advert_numbers_criteria_and_shows_a_contact_only_when_ticked() -> None:
    hidden, shown = (advert_html(read_whole(answers(contacts={"contact_shown": tick}), ASKED)) for tick in ("", "y"))
    assert (
        "<h3>You must have</h3><ol><li>Experience of running routed networks</li><li>Knowledge of firewalls</li></ol>"
        in hidden
    )
    assert "<strong>networks</strong>" in hidden and "<li>At the workplace: 2 days a week</li>" in hidden
    assert "Okafor" not in hidden and "Okafor" in shown and "mailto:sam.okafor@leeds.gov.uk" in shown


@pytest.mark.parametrize(
    "attack",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", '<img src=x onerror="alert(1)">', "![x](https://evil.example/x.png)",
     '"><svg onload=alert(1)>', "<a href='data:text/html,x'>x</a>", "{{ 7*7 }} ${7*7}", "[x](https://a.example\"onmouseover=alert(1))"],
)  # fmt: skip
def test_whatever_an_employer_writes_comes_out_harmless(attack: str) -> None:
    """W-03: in the text and in every field that the advert shows."""
    typed = answers(
        description={"text": attack},
        employer={"department": attack},
        pay={"allowances": attack},
        terms={"lasts": attack},
        clearance={"other_checks": attack},
        closing={"interviews": attack, "starts": attack},
        applying={"apply_note": attack},
        criteria={"essential": attack, "desirable": attack},
        contacts={"contact_name": attack, "contact_shown": "y"},
        inclusion={"own_statement": attack},
    )
    html = advert_html(read_whole(typed, ASKED))
    found = Elements()
    found.feed(html)
    assert found.names <= ALLOWED
    assert {name for name, _ in found.attributes} <= {"href", "rel"}
    assert all(
        value.startswith(("https://", "http://", "mailto:")) for name, value in found.attributes if name == "href"
    )
    assert "49" not in html


class Elements(HTMLParser):
    """The elements and attributes of a text, as a browser sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


TYPED = st.one_of(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=5))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([name for section in answers().values() for name in section]), TYPED))
def test_nothing_that_is_typed_breaks_a_section(typed: dict[str, Any]) -> None:
    filled = {
        key: {name: typed.get(name, value) for name, value in section.items()} for key, section in answers().items()
    }
    whole = read_whole(filled, ASKED)
    assert all(sentence.endswith((".", "?")) for said in whole.problems.values() for sentence in said.values())
    reading_of(whole, LEEDS, asked=ASKED, at=ASKED.now)


def test_a_form_here_asks_for_words_documents_and_referees_and_leads_nowhere_else() -> None:
    whole = read_whole(
        answers(applying={"way": "here", "here_words": "300", "here_cv": "must", "here_referees": ["y"]}), ASKED
    )
    asked = [whole.value("applying", name) for name in ("here_words", "here_cv", "here_referees")]
    assert asked == [300, "must", True]
    assert reading_of(whole, LEEDS, asked=ASKED, at=ASKED.now).advert.url == ""
