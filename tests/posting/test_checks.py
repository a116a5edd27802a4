"""The advice before publishing, on texts as employers write them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from portal.posting.checks import Advert, checks_of
from portal.posting.holidays import easter, name_of
from portal.posting.readability import gendered_in, reading_age, syllables

PLAIN = """You look after the network of a council with 240 buildings. You keep firewalls and switches up to date, find out
why a school cannot get online, and plan what we buy next year. You work with eight others, and with the people who run
our phones and our data. Most of the week you can work from home. On two days you are in Leeds, where the racks are.
You talk to head teachers and to suppliers, and you write down what you did, so that the next person can find it.
We pay for training, and give you time for it. If you have run routed networks before, at home or at work, and like to
explain things, we would like to hear from you. We want to know how you think. We do not count years. You will not be
alone on call: two of us share each week, and we give the time back."""
HARD = """The postholder will be accountable for the strategic orchestration and continuous optimisation of the organisation's
heterogeneous telecommunications infrastructure, incorporating responsibility for the identification, evaluation, prioritisation and
implementation of technological opportunities which demonstrably facilitate the realisation of transformational organisational
efficiencies, whilst simultaneously ensuring comprehensive compliance with applicable regulatory, contractual and information governance
obligations, and maintaining collaborative relationships with multidisciplinary stakeholders throughout the wider organisational
partnership, including representatives of commissioning authorities, professional associations and independent regulatory institutions."""
GOOD = Advert(
    title="Network Engineer",
    text=PLAIN,
    pay_stated=True,
    pay_derived=False,
    closes_at=datetime(2026, 12, 17, 17, 0, tzinfo=UTC),
    opens_on=date(2026, 11, 24),
    nation="england",
    essential=("Experience of running routed networks", "Knowledge of firewalls"),
    desirable=(),
    role="Network engineer",
    similar_titles=("Network Engineer",),
    reads_as_ict="yes",
    has_contact=True,
    flexible=True,
)


def what(advert: Advert) -> list[str]:
    return [each.what for each in checks_of(advert)]


def test_a_good_advert_gets_no_advice() -> None:
    assert what(GOOD) == []


def test_every_piece_of_advice_says_why_in_a_sentence() -> None:
    bad = replace(
        GOOD, title="XK9 WIZARD £££", text="Ninja wanted.", pay_stated=False, essential=(), role=None, flexible=False,
        has_contact=False, reads_as_ict="no", closes_at=datetime(2026, 11, 29, 23, 0, tzinfo=UTC),
    )  # fmt: skip
    advice = checks_of(bad)
    assert len(advice) >= 9
    for each in advice:
        assert each.what.rstrip("”").endswith(".") and each.why.endswith(".") and len(each.why) > 30


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"pay_stated": False}, "No pay is stated."),
        ({"pay_stated": False, "pay_derived": True}, "No pay is stated. People see what the pay scale gives, and that you did not say it."),
        ({"closes_at": datetime(2026, 12, 13, 23, 59, tzinfo=UTC)}, "It closes on a Sunday, at 11:59pm."),
        ({"closes_at": datetime(2026, 12, 25, 17, 0, tzinfo=UTC)}, "5:00pm on Friday 25 December 2026 is Christmas Day."),
        ({"closes_at": datetime(2026, 11, 27, 17, 0, tzinfo=UTC)}, "It is open for 3 days only."),
        ({"closes_at": datetime(2027, 2, 4, 17, 0, tzinfo=UTC)}, "It is open for 72 days."),
        ({"essential": ()}, "There are no essential criteria."),
        ({"essential": tuple(f"Criterion {n}" for n in range(13))}, "There are 13 essential criteria. Keep those without which nobody could do the job."),
        ({"essential": ("At least 5 years’ experience",)}, "“At least 5 years’ experience” asks for years."),
        ({"essential": ("A full driving licence",)}, "A driving licence is essential."),
        ({"title": "Digital Pathfinder", "role": None}, "“Digital Pathfinder” is an unusual job title. Similar adverts say “Network Engineer”."),
        ({"title": "Network Engineer PO3 4711"}, "The job title holds codes, grades, pay or capitals only. Leave the name of the job alone in it."),
        ({"title": "NETWORK ENGINEER"}, "The job title holds codes, grades, pay or capitals only. Leave the name of the job alone in it."),
        ({"reads_as_ict": "no"}, "By its words this does not read like a digital, data or IT job."),
        ({"flexible": False}, "Nothing is said of part-time, job share or flexible hours."),
        ({"has_contact": False}, "Nobody is named whom people can ask."),
        ({"text": "We need an engineer for our networks. Apply now."}, "The whole advert has 9 words."),
        ({"text": PLAIN + " You are a coding ninja."}, "“ninja” is often heard as meant for men. “expert” says it to everybody."),
    ],
)  # fmt: skip
def test_what_readers_would_stumble_over_is_said(changes: dict[str, object], said: str) -> None:
    assert said in what(replace(GOOD, **changes))  # type: ignore[arg-type]


def test_an_unusual_title_that_others_use_is_not_unusual() -> None:
    assert what(replace(GOOD, title="Digital Pathfinder", role=None, similar_titles=("Digital pathfinder",))) == []


def test_plain_text_reads_young_and_officialese_does_not() -> None:
    plain, hard = reading_age(PLAIN), reading_age(HARD + " " + HARD)
    assert plain is not None and plain <= 14
    assert hard is not None and hard >= 20
    assert reading_age("Too short to say.") is None
    assert any("It reads as if written for people of" in each for each in what(replace(GOOD, text=HARD + " " + HARD)))


@pytest.mark.parametrize(
    ("word", "number"), [("cat", 1), ("network", 2), ("engineer", 3), ("make", 1), ("table", 2), ("used", 1), ("wanted", 2), ("responsibility", 6), ("IT", 1)]
)  # fmt: skip
def test_syllables_are_counted_nearly_right(word: str, number: int) -> None:
    assert abs(syllables(word) - number) <= 1


def test_gendered_words_are_found_as_words_only() -> None:
    assert [each.word for each in gendered_in("He or she will be a Rock Star; his/her team of guys.")] == [
        "rock star",
        "guys",
        "he or she",
        "his/her",
    ]
    assert gendered_in("The gurus of Gurugram manage lady luck in the shelter; disguise is human.") == []


@pytest.mark.parametrize(
    ("day", "nation", "name"),
    [
        (date(2027, 3, 29), "england", "Easter Monday"),
        (date(2027, 3, 29), "scotland", ""),
        (date(2027, 12, 28), "wales", "the day in lieu of Boxing Day"),
        (date(2022, 12, 27), "england", "the day in lieu of Christmas Day"),
        (date(2027, 11, 30), "scotland", "St Andrew’s Day"),
        (date(2027, 11, 30), "england", ""),
        (date(2027, 7, 12), None, "the Battle of the Boyne"),
        (date(2028, 1, 4), "scotland", "the day in lieu of 2 January"),
        (date(2026, 8, 31), "northern_ireland", "the summer bank holiday"),
        (date(2026, 8, 3), "scotland", "the summer bank holiday"),
    ],
)  # fmt: skip
def test_bank_holidays_are_those_of_the_nation(day: date, nation: str | None, name: str) -> None:
    assert name_of(day, nation) == name


def test_easter_is_where_the_almanac_has_it() -> None:
    assert [easter(year) for year in (2024, 2025, 2026, 2027, 2038)] == [
        date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25),
    ]  # fmt: skip
