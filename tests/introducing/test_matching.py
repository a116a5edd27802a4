"""How well a member fits: reasons in words, and what can never make somebody fit less."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.introducing import matching
from portal.introducing.matching import LADDERS, LEVELS, Job, Seeker
from portal.web.words import NAMES

TODAY = date(2026, 11, 24)
LEEDS, YORK, BRISTOL = ("Leeds", 53.7997, -1.5492), ("York", 53.9591, -1.0815), ("Bristol", 51.4545, -2.5879)
JOB = Job("software_development", "senior", 45_000, 52_000, "hybrid", (LEEDS,), ("SC",), ("full_time",))
SEEKER = Seeker("AAAA", ("software_development",), ("mid",), (YORK,), 50, (), 48_000, ("SC",))

FAMILIES = ("software_development", "data", "architecture")
CLEARANCES = [each for ladder in LADDERS for each in ladder]
some = st.lists(st.sampled_from(FAMILIES), unique=True).map(tuple)
places = st.lists(st.sampled_from((LEEDS, YORK, BRISTOL)), unique=True).map(tuple)
jobs = st.builds(
    Job,
    family=st.none() | st.sampled_from(FAMILIES),
    level=st.none() | st.sampled_from(LEVELS),
    pays_from=st.none() | st.integers(20_000, 60_000),
    pays_to=st.none() | st.integers(60_000, 90_000),
    workplace=st.sampled_from((None, "remote", "hybrid", "onsite")),
    places=places,
    clearance=st.lists(st.sampled_from(CLEARANCES), unique=True, max_size=2).map(tuple),
    patterns=st.lists(st.sampled_from(("full_time", "part_time")), unique=True).map(tuple),
)
seekers = st.builds(
    Seeker,
    key=st.text("23456789BC", min_size=8, max_size=8),
    families=some,
    levels=st.lists(st.sampled_from(LEVELS), unique=True).map(tuple),
    places=places,
    miles=st.sampled_from((5, 10, 25, 50, 100)),
    workplaces=st.lists(st.sampled_from(("remote", "hybrid", "onsite")), unique=True).map(tuple),
    least_pounds=st.none() | st.integers(20_000, 90_000),
    clearance=st.lists(st.sampled_from(CLEARANCES), unique=True).map(tuple),
    patterns=st.lists(st.sampled_from(("full_time", "part_time")), unique=True).map(tuple),
    free_from=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)


def fit(job: Job, seeker: Seeker) -> matching.Match:
    return matching.match(job, seeker, today=TODAY, names=NAMES)


def test_reasons_read_as_a_consultant_would_say_them() -> None:
    assert fit(JOB, SEEKER).of("for") == (
        "Same role family",
        "one level below",
        "about 20 miles from Leeds",
        "would accept from £48,000, the advert pays to £52,000",
        "SC held",
    )


def test_what_stands_against_is_said_too() -> None:
    far = replace(SEEKER, places=(BRISTOL,), least_pounds=60_000, clearance=("BPSS",), levels=("apprentice",))
    assert fit(JOB, far).of("against") == (
        "three levels below",
        "about 170 miles from Leeds, beyond the 50 that they said",
        "would accept from £60,000, the advert pays to £52,000",
        "SC not held",
    )


def test_a_higher_clearance_includes_the_lower() -> None:
    assert "SC held" in fit(JOB, replace(SEEKER, clearance=("DV",))).of("for")


@given(jobs, seekers)
def test_every_aspect_is_weighed_once_and_the_whole_lies_within_bounds(job: Job, seeker: Seeker) -> None:
    found = fit(job, seeker)
    assert [each.aspect for each in found.reasons] == list(matching.WEIGHTS) and sum(matching.WEIGHTS.values()) == 100
    assert 0 <= found.fit <= 100
    assert all(0 <= each.part <= 1 and (each.verdict != "against" or each.words) for each in found.reasons)


@given(jobs, seekers, st.sampled_from(CLEARANCES))
def test_more_clearance_never_makes_anybody_fit_less(job: Job, seeker: Seeker, more: str) -> None:
    assert fit(job, replace(seeker, clearance=(*seeker.clearance, more))).fit >= fit(job, seeker).fit


@given(jobs, seekers, st.integers(1, 20_000))
def test_asking_for_less_pay_never_makes_anybody_fit_less(job: Job, seeker: Seeker, less: int) -> None:
    if seeker.least_pounds:
        assert (
            fit(job, replace(seeker, least_pounds=seeker.least_pounds - min(less, 19_000))).fit >= fit(job, seeker).fit
        )


@given(jobs, seekers, st.floats(0, 0.9))
def test_nobody_who_comes_nearer_fits_less(job: Job, seeker: Seeker, way: float) -> None:
    job, start = replace(job, places=(LEEDS,)), BRISTOL
    nearer = ("There", start[1] + (LEEDS[1] - start[1]) * way, start[2] + (LEEDS[2] - start[2]) * way)
    far, near = (fit(job, replace(seeker, places=(spot,), miles=200)) for spot in (start, nearer))
    assert near.fit >= far.fit


@given(jobs, st.lists(seekers, max_size=8, unique_by=lambda each: each.key), st.randoms())
def test_the_order_is_the_same_however_they_come(job: Job, several: list[Seeker], random) -> None:
    ranked = matching.matches(job, several, today=TODAY, names=NAMES)
    random.shuffle(several)
    assert matching.matches(job, several, today=TODAY, names=NAMES) == ranked
    assert [each.fit for each in ranked] == sorted((each.fit for each in ranked), reverse=True)


@given(jobs, seekers)
def test_no_reason_tells_where_a_member_starts_from(job: Job, seeker: Seeker) -> None:
    job, seeker = replace(job, places=(LEEDS,)), replace(seeker, places=(("Secretville", 53.9, -1.2),))
    assert "Secretville" not in " ".join(each.words for each in fit(job, seeker).reasons)
