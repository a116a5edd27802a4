"""Contract, pattern, workplace and clearance as adverts say and deny them, in invented words."""

import pytest

from portal.vacancies.terms import read_terms


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"contract": "Permanent"}, {"permanent"}),
        ({"contract": "Permanent or fixed term"}, {"permanent", "fixed_term"}),
        ({"employment_type": "Fixed-Term"}, {"fixed_term"}),
        ({"contract": "FTC, 12 months"}, {"fixed_term"}),
        ({"contract": "Maternity cover"}, {"fixed_term"}),
        ({"contract": "Permanent, Loan, Secondment"}, {"permanent", "loan", "secondment"}),
        ({"title": "Data Analyst (12 month secondment)"}, {"secondment"}),
        ({"title": "Apprentice Network Technician"}, {"apprenticeship"}),
        ({"title": "Bank Health Records Clerk"}, {"bank"}),
        (
            {"title": "Temporary Data Officer", "description": "Offered on a fixed term contract."},
            {"temporary", "fixed_term"},
        ),
        ({"description": "This is a permanent post."}, {"permanent"}),
        ({"description": "The post is advertised as permanent."}, {"permanent"}),
        ({"description": "This is a fixed term contract until 31 March 2027."}, {"fixed_term"}),
        ({"description": "A secondment may be considered with your manager's agreement."}, {"secondment"}),
        ({"description": "Service desk analyst – 37 hours – Permanent\nWould you like to join us?"}, {"permanent"}),
        ({"description": "A one year post in our web team."}, {"fixed_term"}),
        ({"description": "You join us for the duration of one year."}, {"fixed_term"}),
        ({"description": "The permanent posts begin in May."}, {"permanent"}),
        ({"description": "Contract type: full-time / part-time / bank\nPay: as agreed"}, {"bank"}),
        (
            {"employment_type": "TEMPORARY", "description": "Do you look for a permanent position later on?"},
            {"temporary"},
        ),
        ({"description": "You get 27 days of leave and all bank holidays."}, set()),
        ({"description": "We pay into the apprenticeship levy."}, set()),
        ({"description": "This is not a permanent post."}, set()),
        ({"description": "You will manage the loan of equipment."}, set()),
        ({"description": "We build permanent solutions."}, set()),
    ],
)
def test_contracts(given: dict[str, str], expected: set[str]) -> None:
    assert set(read_terms(**{"title": "", "description": "", **given}).contract) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"pattern": "Full time"}, {"full_time"}),
        (
            {"pattern": "Flexible working, Full-time, Job share, Part-time"},
            {"flexible", "full_time", "job_share", "part_time"},
        ),
        ({"pattern": "Full time - term time only"}, {"full_time", "term_time"}),
        (
            {"pattern": "Full-time", "description": "Job sharing and compressed hours can be agreed."},
            {"full_time", "job_share", "compressed"},
        ),
        ({"employment_type": "FULL_TIME"}, {"full_time"}),
        ({"employment_type": "FULL_TIME", "description": "Part time, 22.5 hours per week."}, {"part_time"}),
        ({"employment_type": "FULL_TIME", "description": "A part-time analyst is wanted."}, {"part_time"}),
        (
            {"employment_type": "FULL_TIME", "description": "Open to full-time or part-time applicants."},
            {"full_time", "part_time"},
        ),
        ({"description": "You will work rotational shifts."}, {"shift"}),
        ({"description": "You will keep a 24-hr rota, including nights."}, {"shift"}),
        ({"description": "You will work evenings, nights and bank holidays."}, {"shift"}),
        ({"description": "The office is open 9 to 5: no nights, weekends or holidays."}, set()),
        ({"description": "Term time only, 30 hours per week."}, {"term_time", "part_time"}),
        ({"description": "We offer flexible working."}, {"flexible"}),
        ({"description": "See our flexible working policy."}, set()),
        ({"description": "This post is not suitable for job share."}, set()),
        ({"description": "You shift priorities quickly."}, set()),
    ],
)
def test_patterns(given: dict[str, str], expected: set[str]) -> None:
    assert set(read_terms(**{"title": "", "description": "", **given}).pattern) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"workplace": "Hybrid"}, "hybrid"),
        ({"location_text": "Remote"}, "remote"),
        ({"location_text": "Home based"}, "remote"),
        ({"description": "We work in a hybrid way, two days a week in the office."}, "hybrid"),
        ({"description": "This role is fully remote."}, "remote"),
        ({"description": "The post is office-based and there is no home working."}, "onsite"),
        ({"description": "The post is based on site."}, "onsite"),
        ({"description": "You will work onsite with our engineers."}, "onsite"),
        ({"description": "You will be based on site for two days and at home for three."}, None),
        ({"description": "Based in Ilkley with some home working."}, "hybrid"),
        ({"description": "Your week is split between our two libraries and working from home."}, "hybrid"),
        ({"location_text": "Ilkley/Home Working, LS29 8AA"}, "hybrid"),
        ({"location_text": "Nursing Home, Ilkley"}, None),
        ({"description": "You will support hybrid cloud and on-prem networks."}, None),
        ({"description": "You will give remote support to sites."}, None),
        ({"description": "A post in a friendly team."}, None),
    ],
)
def test_workplaces(given: dict[str, str], expected: str | None) -> None:
    assert read_terms(**{"title": "", "description": "", **given}).workplace == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("You must hold SC clearance.", {"SC"}),
        ("Candidates must be SC cleared or willing to be.", {"SC"}),
        ("The post requires Developed Vetting (DV).", {"DV"}),
        ("BPSS is the minimum; some posts need CTC.", {"BPSS", "CTC"}),
        ("Police vetting to NPPV3 is required.", {"NPPV"}),
        ("Non-Police Personnel Vetting level 2", {"NPPV"}),
        ("An enhanced DBS check is needed.", {"DBS_enhanced"}),
        ("Subject to a standard DBS.", {"DBS_standard"}),
        ("A basic disclosure will be sought.", {"DBS_basic"}),
        ("You will need to pass Security Check clearance.", {"SC"}),
        ("The level of security needed is security check (a new window opens).", {"SC"}),
        ("This needs DV Level clearance, held already.", {"DV"}),
        ("You will need SC Enhanced clearance at first and DV\nclearance in a year.", {"SC", "DV"}),
        (
            "Subject to an enhanced check with adult's barred list Disclosure and Barring Service check.",
            {"DBS_enhanced"},
        ),
        ("Subject to a Disclosure & Barring Service Check at enhanced level.", {"DBS_enhanced"}),
        ("You must answer calls, making the usual security checks.", set()),
        ("Needs an Enhanced with Child Barred list Disclosure and Barring Service check.", {"DBS_enhanced"}),
        ("We ask for a disclosure at the enhanced level.", {"DBS_enhanced"}),
        ("A DBS check will be made.", set()),
        ("This post does not need an enhanced DBS check.", set()),
        ("Security clearance is not required: no SC clearance.", set()),
        ("Our DBS team is friendly and we are SC, a charity.", set()),
    ],
)
def test_clearances(said: str, expected: set[str]) -> None:
    assert set(read_terms(title="", description=said).clearance) == expected


def test_every_term_carries_the_words_it_was_read_from() -> None:
    found = read_terms(title="", description="This is a permanent post with job sharing.", pattern="Full time")
    assert found.evidence == (
        "permanent in text: This is a permanent",
        "full_time in field: Full time",
        "job_share in text: job sharing",
    )
