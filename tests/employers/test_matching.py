"""Employers told by name, address and text: invented adverts, the names of real bodies."""

from datetime import date

import pytest

from portal.employers.matching import find_employer

NHS_JOBS = "https://beta.jobs.nhs.uk/candidate/jobadvert/X1"


@pytest.mark.parametrize(
    ("employer", "organisation", "sector"),
    [
        ("DWP", "Department for Work and Pensions", "civil_service"),
        ("DWP Digital", "Department for Work and Pensions", "civil_service"),
        ("MoD - Army", "Ministry of Defence", "civil_service"),
        ("HMRC", "HM Revenue & Customs", "civil_service"),
        (
            "Department for Environment Food  Rural Affairs",
            "Department for Environment, Food & Rural Affairs",
            "civil_service",
        ),
        ("GCHQ", "Government Communications Headquarters", "civil_service"),
        ("GDS", "Government Digital Service", "civil_service"),
        ("DVLA", "Driver and Vehicle Licensing Agency", "alb"),
        ("UKHSA", "UK Health Security Agency", "alb"),
        ("Competition  Markets Authority", "Competition and Markets Authority", "civil_service"),
        ("NHSBSA", "NHS Business Services Authority", "nhs"),
        ("NHS Greater Manchester Integrated Care", "NHS Greater Manchester Integrated Care Board", "nhs"),
        ("Leeds Teaching Hospitals", "Leeds Teaching Hospitals NHS Trust", "nhs"),
        ("SECAmb", "South East Coast Ambulance Service NHS Foundation Trust", "nhs"),
        ("Bwrdd Iechyd Prifysgol Betsi Cadwaladr", "Betsi Cadwaladr University Health Board", "nhs"),
        ("GP Practices - Hywel Dda University Health Board", "Hywel Dda University Health Board", "nhs"),
        ("Digital Services - Leeds City Council", "Leeds City Council", "local_government"),
        ("London Borough of Newham (Digital)", "London Borough of Newham", "local_government"),
        ("Newham Council", "London Borough of Newham", "local_government"),
        ("Cyngor Sir Ddinbych", "Denbighshire County Council", "local_government"),
        ("City of Edinburgh Council", "City of Edinburgh Council", "local_government"),
        ("TfL", "Transport for London", "local_government"),
        ("GMCA", "Greater Manchester Combined Authority", "local_government"),
        ("PSNI", "Police Service of Northern Ireland", "police"),
        ("Metropolitan Police", "Metropolitan Police Service", "police"),
        ("Kent Fire & Rescue", "Kent Fire and Rescue Service", "fire"),
        ("Social Security Scotland", "Social Security Scotland", "devolved"),
        ("Llywodraeth Cymru", "Welsh Government", "devolved"),
        ("The University of Manchester", "University of Manchester", "education"),
    ],
)
def test_bodies_are_known_by_their_names(employer: str, organisation: str, sector: str) -> None:
    found = find_employer(employer=employer)
    assert (found.public_sector, found.organisation, found.sector) == ("yes", organisation, sector)
    assert found.evidence


@pytest.mark.parametrize(
    ("employer", "sector"),
    [
        ("Nuffield Health", "third_sector"),
        ("Trust Pilot", "private"),
        ("Capita", "private"),
        ("Serco Group", "private"),
        ("Bupa", "private"),
        ("Civica UK Ltd", "private"),
        ("NEC Software Solutions", "private"),
        ("Priory Healthcare", "private"),
        ("Practice Plus Group - Health in Justice", "private"),
        ("Ashmere Healthcare", "private"),
        ("Ashmere Care Homes Ltd", "private"),
        ("Ashmere Town FC Community Trust", "third_sector"),
        ("Eton College", "private"),
        ("Ashmere Preparatory School", "private"),
        ("Oxford University Innovation Ltd", "private"),
        ("University of Leeds Students' Union", "third_sector"),
        ("CPS Group UK", "private"),
        ("NES Global Talent", "private"),
        ("Royal Mail", "private"),
        ("Ashmere Voluntary Action", "third_sector"),
        ("Ashmere Trust", "third_sector"),
        ("NHS Confederation", "third_sector"),
    ],
)
def test_names_that_only_sound_public_are_not(employer: str, sector: str) -> None:
    found = find_employer(employer=employer)
    assert (found.public_sector, found.sector, found.organisation) == ("no", sector, None)


@pytest.mark.parametrize("employer", ["Wigan", "SAGE Lamps", "Ashmere", "Lamp & Wick", "ACE", "Reading"])
def test_an_unknown_name_is_left_unclear(employer: str) -> None:
    found = find_employer(
        employer=employer,
        description="Public sector experience desirable; you will have worked with councils and the NHS.",
    )
    assert (found.public_sector, found.sector, found.organisation) == ("unclear", "other", None)


def test_no_employer_at_all_is_unclear() -> None:
    found = find_employer(
        employer="", title="Network Engineer", description="Local government experience is an advantage."
    )
    assert (found.public_sector, found.sector, found.evidence) == ("unclear", "other", ("no employer named",))


@pytest.mark.parametrize(
    ("employer", "organisation"),
    [
        ("Northumberland County Coun…", "Northumberland County Council"),
        ("Gloucestershire Hospitals NHS Fou...", "Gloucestershire Hospitals NHS Foundation Trust"),
        ("Lancashire…", None),
    ],
)
def test_a_cut_name_is_a_body_when_it_begins_one_name_only(employer: str, organisation: str | None) -> None:
    assert find_employer(employer=employer).organisation == organisation


@pytest.mark.parametrize(
    ("employer", "organisation"),
    [
        ("Hartlepol Borough Council", "Hartlepool Borough Council"),
        ("Department for Work and Pentions", "Department for Work and Pensions"),
        ("East Kesteven District Council", None),
        ("North Ashmere NHS Trust", None),
    ],
)
def test_a_misspelling_is_forgiven_but_another_body_is_not(employer: str, organisation: str | None) -> None:
    assert find_employer(employer=employer).organisation == organisation


def test_two_bodies_of_one_name_are_told_apart_by_the_place_or_left() -> None:
    assert find_employer(employer="Newcastle City Council").organisation == "Newcastle City Council"
    for place, organisation in (
        ("Newcastle-under-Lyme, Staffordshire", "Newcastle-under-Lyme Borough Council"),
        ("Newcastle upon Tyne NE1", "Newcastle City Council"),
        ("", None),
    ):
        found = find_employer(employer="Newcastle Council", place=place)
        assert (found.public_sector, found.sector, found.organisation) == ("yes", "local_government", organisation)


def test_an_ended_body_gives_way_to_its_successor_from_its_day_on() -> None:
    assert (
        find_employer(employer="Allerdale Borough Council", on=date(2022, 6, 1)).organisation
        == "Allerdale Borough Council"
    )
    today = find_employer(employer="Allerdale Borough Council", on=date(2026, 11, 24))
    assert today.organisation == "Cumberland Council"
    assert any("became" in words for words in today.evidence)
    assert find_employer(employer="NHS Sussex Integrated Care Board", on=date(2026, 11, 24)).organisation == (
        "NHS Surrey and Sussex Integrated Care Board"
    )


def test_a_body_is_known_by_its_own_web_domain() -> None:
    found = find_employer(employer="Adult Services", url="https://jobs.leeds.gov.uk/vacancy/1")
    assert (found.organisation, found.sector) == ("Leeds City Council", "local_government")
    assert found.name == "Leeds City Council"


@pytest.mark.parametrize(
    "url", [NHS_JOBS, "https://www.northeastjobs.org.uk/job/1", "https://findajob.dwp.gov.uk/details/1"]
)
def test_a_shared_board_makes_no_unknown_employer_public(url: str) -> None:
    assert find_employer(employer="Lamp & Wick", url=url).public_sector == "unclear"


def test_boards_that_let_hardly_anyone_else_in_speak_for_their_employers() -> None:
    found = find_employer(employer="Waymark", url="https://teaching-vacancies.service.gov.uk/jobs/x")
    assert (found.public_sector, found.sector) == ("yes", "education")
    assert find_employer(employer="The Ashmere Practice", url=NHS_JOBS).sector == "nhs"
    assert find_employer(employer="The Ashmere Practice").public_sector == "unclear"


def test_a_nameless_advert_is_told_by_a_contact_address() -> None:
    found = find_employer(
        employer="", url=NHS_JOBS, description="We light lamps. Ask contact@wales.nhs.ukTelephone 01."
    )
    assert (found.public_sector, found.sector) == ("yes", "nhs")
    other = find_employer(employer="", description="Funded by the Welsh Government. Ask lamp@leeds.gov.uk.")
    assert other.organisation == "Leeds City Council"


def test_a_charity_behind_a_health_board_s_address_is_unclear() -> None:
    found = find_employer(
        employer="", description="You will work for Lamplight, a small lamp charity. Ask lamp@wales.nhs.uk."
    )
    assert (found.public_sector, found.sector) == ("unclear", "third_sector")


def test_a_nameless_advert_is_told_by_the_body_that_its_text_introduces() -> None:
    assert find_employer(
        employer="", description="Powys Teaching Health Board is looking for a lamplighter."
    ).organisation == ("Powys Teaching Health Board")


def test_a_label_in_place_of_a_name_is_read_for_what_it_tells() -> None:
    practice = find_employer(employer="Central Advertising - General Practitioners", url=NHS_JOBS)
    assert (practice.public_sector, practice.sector) == ("yes", "nhs")
    enterprise = find_employer(employer="Central Advertising - Social Enterprises", url=NHS_JOBS)
    assert (enterprise.public_sector, enterprise.sector) == ("no", "third_sector")


def test_an_agency_serves_only_whom_it_names() -> None:
    named = find_employer(
        employer="Hays", description="We are recruiting on behalf of Leeds City Council for an engineer."
    )
    assert (named.public_sector, named.sector, named.on_behalf_of) == ("no", "private", "Leeds City Council")
    joined = find_employer(employer="Hays - Leeds City Council")
    assert (joined.public_sector, joined.on_behalf_of) == ("no", "Leeds City Council")
    silent = find_employer(
        employer="Ashmere Recruitment", description="Our client is a large council. Public sector experience desirable."
    )
    assert (silent.public_sector, silent.on_behalf_of) == ("no", None)


def test_a_department_s_name_on_a_body_s_own_feed_is_that_body() -> None:
    found = find_employer(employer="Human Resources", source_organisation="Leeds City Council")
    assert (found.organisation, found.name) == ("Leeds City Council", "Leeds City Council")
    assert find_employer(employer="", source_organisation="Leeds City Council").name == "Leeds City Council"


def test_a_charity_with_a_company_s_name_is_known_by_its_own_words() -> None:
    found = find_employer(employer="Ashmere Healthcare", description="We are a small charity. Registered charity 1000.")
    assert (found.public_sector, found.sector) == ("no", "third_sector")


def test_a_trust_that_runs_schools_is_education() -> None:
    found = find_employer(employer="Ashmere Trust", description="We are a multi-academy trust.")
    assert (found.public_sector, found.sector) == ("yes", "education")


def test_a_company_wholly_owned_by_a_public_body_is_of_its_sector() -> None:
    text = "Fellside Pharmacy is a wholly owned subsidiary company of {} and runs its dispensary."
    owned = find_employer(employer="Fellside Pharmacy", description=text.format("Leeds Teaching Hospitals NHS Trust"))
    assert (owned.public_sector, owned.sector, owned.organisation) == ("yes", "nhs", None)
    other = find_employer(employer="Fellside Pharmacy", description=text.format("Brightwell Holdings"))
    assert (other.public_sector, other.sector) == ("no", "private")


@pytest.mark.parametrize("employer", ["Larkmere Group", "Larkmere Road Centre for Health"])
def test_a_practice_with_another_name_is_known_by_its_own_words(employer: str) -> None:
    text = "We are a friendly, training GP practice on two sites and look for a technician."
    practice = find_employer(employer=employer, url=NHS_JOBS, description=text)
    assert (practice.public_sector, practice.sector) == ("yes", "nhs")
    private = "We are a private provider of care and work beside a GP practice."
    assert find_employer(employer=employer, url=NHS_JOBS, description=private).public_sector != "yes"
    assert find_employer(employer=employer, description=text).public_sector != "yes"
