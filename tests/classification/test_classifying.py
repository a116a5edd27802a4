"""What is digital, data or IT work, told by titles alone and by adverts; every case is invented."""

import pytest

from portal.classification.classifying import decide_ict
from portal.classification.findings import IctAnswer


def answer(title: str, description: str = "", employer: str = "") -> IctAnswer:
    return decide_ict(title=title, description=description, employer=employer).decision


@pytest.mark.parametrize(
    "title",
    [
        "Software Developer",
        "Senior C# Developers x2",
        "ICT Technician",
        "2nd Line Support Analyst",
        "Service Desk Team Leader",
        "Network and Telecoms Engineer",
        "EPR Configuration Analyst",
        "Clinical Systems Trainer",
        "Associate Director of Clinical Systems",
        "Chief Nursing Information Officer",
        "Head of Business Intelligence",
        "Information Analyst - Band 5",
        "Workforce Systems Manager",
        "GIS Officer",
        "Interaction Designer (Ref 40213)",
        "[410X] Lead User Researcher",
        "Cyber Security Apprentice",
        "Revenues and Benefits Systems Administrator",
        "Power BI Developer",
        "Solutions Architect",
        "Database Administrator",
        "Test Analyst",
        "Scrum Master",
        "MIS Manager",
        "Digital Midwife",
        "Pharmacy Systems Manager",
        "High Performance Computing Engineer",
    ],
)
def test_titles_that_are_ict_by_themselves(title: str) -> None:
    assert answer(title) == "yes"


@pytest.mark.parametrize(
    "title",
    [
        "Staff Nurse, Ward 7",
        "Digital Printing Operative",
        "Teacher of Computing",
        "Lecturer in Cyber Security",
        "IT Recruitment Consultant",
        "Software Sales Executive",
        "Clinical Coder",
        "Data Entry Clerk",
        "Business Development Manager",
        "Property Developer's Assistant",
        "Part II Architectural Assistant",
        "Landscape Architect",
        "Highways Engineer",
        "Building Services Engineer",
        "Heating Systems Engineer",
        "Pharmacy Technician",
        "Laboratory Technician",
        "Primary Care Network Pharmacist",
        "Security Guard",
        "Support Worker",
        "Theatre Support Worker",
        "Finance Analyst",
        "School Business Manager",
        "Make it Happen Administrator",
        "Covid Testing Assistant",
        "Network Rail Signaller",
        "",
        "…",
    ],
)
def test_titles_that_use_our_words_for_other_work(title: str) -> None:
    assert answer(title) == "no"


@pytest.mark.parametrize(
    "title",
    [
        "Information Governance Officer",
        "Data Protection Officer",
        "Records Manager",
        "Social Media and Digital Communications Officer",
        "Systems Accountant",
        "Freedom of Information Officer",
    ],
)
def test_titles_that_are_only_partly_digital_wait_for_a_person(title: str) -> None:
    assert answer(title, employer="Anyshire County Council") == "borderline"


OFFICE_WORK = (
    "You will greet visitors, answer the telephone, book rooms and keep the diary of the director. "
    "You will be confident with Microsoft Office and e-mail, and take minutes of our committee meetings. " * 3
)
CRAFT = (
    "You will build and support our applications on Azure with C# and SQL, automate deployment, write automated tests, "
    "design APIs and integrations, and keep our cloud infrastructure, servers and databases secure and up to date. " * 3
)


def test_microsoft_office_skills_make_no_ict_job() -> None:
    assert answer("Team Administrator", OFFICE_WORK) == "no"
    assert answer("Project Support Officer", OFFICE_WORK) == "no"


def test_a_text_full_of_the_craft_makes_a_plain_title_ict() -> None:
    assert answer("Development Specialist, Band 6") != "yes"
    assert answer("Development Specialist, Band 6", CRAFT) == "yes"


def test_a_text_about_the_craft_does_not_make_a_nurse_ict() -> None:
    assert answer("Staff Nurse", CRAFT) == "no"


def test_a_plain_text_does_not_overrule_a_sure_title() -> None:
    assert answer("Software Developer", OFFICE_WORK) == "yes"


def test_the_type_of_role_that_civil_service_jobs_prints_is_believed() -> None:
    text = "Reference number\n40213\nType of role\n{}\nWorking pattern\nFull-time\nAbout the job\n" + (
        "You will lead the assurance of a portfolio of change, its planning, its risks and its reporting to the board. "
        * 4
    )
    digital = decide_ict(title="Portfolio Lead", description=text.format("Digital\nProject Delivery"))
    policy = decide_ict(title="Portfolio Lead", description=text.format("Policy"))
    assert digital.decision == "yes"
    assert "type of role: Digital, Project Delivery" in digital.evidence
    assert policy.decision == "no"


def test_a_category_of_the_source_counts() -> None:
    plain = decide_ict(title="Support Analyst Officer")
    filed = decide_ict(title="Support Analyst Officer", category="Digital; IT")
    assert filed.score > plain.score
    assert "category: Digital; IT" in filed.evidence


def test_digital_at_a_public_body_is_not_marketing() -> None:
    assert answer("Digital Project Manager", employer="Anytown NHS Foundation Trust") == "yes"


def test_every_decision_gives_its_reasons_for_and_against() -> None:
    evidence = decide_ict(title="Health Records Systems Officer").evidence
    assert any(reason.startswith("title: ") for reason in evidence)
    assert any(reason.startswith("title against: ") for reason in evidence)


@pytest.mark.parametrize("title", ["Data Analyst", "DATA ANALYST", "Ref 10/22 Data Analyst", "Data&nbsp;Analyst"])
def test_case_reference_and_entities_change_nothing(title: str) -> None:
    assert answer(title, employer="Anyshire Council") == "yes"


def test_it_as_a_pronoun_is_not_information_technology() -> None:
    assert (
        "title: it" in decide_ict(title="IT Officer").evidence
        or "title: it officer" in decide_ict(title="IT Officer").evidence
    )
    assert not any(
        reason.startswith("title: it") for reason in decide_ict(title="Let's Make it Better Manager").evidence
    )


@pytest.mark.parametrize(
    "title", ["Product Manager", "Lead Delivery Managers", "Senior Configuration Analyst", "Data Scientist"]
)
def test_words_that_commerce_uses_of_other_work_are_digital_at_a_public_body(title: str) -> None:
    assert answer("Product Manager") == "no"
    assert answer(title, employer="Anyshire NHS Foundation Trust") == "yes"


def test_an_employer_that_does_only_digital_work_speaks_for_a_plain_title() -> None:
    assert answer("Project Support Officer", OFFICE_WORK, employer="Housing") == "no"
    plain = decide_ict(title="Project Support Officer", employer="Anyshire Trust")
    digital = decide_ict(title="Project Support Officer", employer="Anyshire Trust Informatics")
    assert digital.score > plain.score
    assert "employer: informatics" in digital.evidence


@pytest.mark.parametrize(
    "title", ["Clinical Coding Manager", "Lead Clinical Coder", "Clinical Safety Officer", "Data Manager"]
)
def test_leading_work_about_data_waits_for_a_person_whatever_its_words_weigh_alone(title: str) -> None:
    assert answer(title, employer="Anyshire NHS Trust") == "borderline"
    assert answer("Clinical Coder", employer="Anyshire NHS Trust") == "no"


def test_the_field_of_a_scientist_s_programs_does_not_outweigh_the_programs() -> None:
    assert answer("Scientific Software Engineer", OFFICE_WORK, employer="Anyshire University") == "yes"
    assert answer("Research Scientist", OFFICE_WORK, employer="Anyshire University") == "no"


def test_im_and_t_is_it_however_it_is_written() -> None:
    assert answer("IM&T Support Officer") == "yes"
    assert answer("Head of IM&amp;T") == "yes"


def test_what_its_publisher_files_as_digital_and_nothing_else_is_held_and_not_dropped() -> None:
    fields = "Type of role\n{}\nWorking pattern\nFull-time\n"
    assert answer("Contract Manager", fields.format("Digital") + OFFICE_WORK) == "borderline"
    assert answer("Contract Manager", fields.format("Digital\nCommercial") + OFFICE_WORK) == "no"


def test_a_sure_title_against_which_words_speak_is_held_at_a_public_body() -> None:
    title = "Endoscopy Informatics Deputy Manager"
    assert answer(title, OFFICE_WORK, employer="Anyshire Hospital") == "borderline"
    assert answer(title, OFFICE_WORK) == "no"
    assert answer("Head of Computing", OFFICE_WORK, employer="Anyshire Academy") == "no"


@pytest.mark.parametrize(
    "title", ["Senior Capital Project Manager", "Organisational Development Lead (Transformation)"]
)
def test_building_projects_and_the_growth_of_staff_are_no_ict(title: str) -> None:
    assert answer(title, employer="Anyshire NHS Trust") == "no"


def test_a_network_of_people_is_no_network_of_machines() -> None:
    text = "You will greet visitors, answer the telephone, book rooms and keep the diary of the director. " * 3
    text += "You will plan surveys with Prince2 and report with Power BI to members in each region. "
    assert answer("Network Project Manager", text, employer="Anyshire NHS Trust") == "yes"
    assert answer("Benchmarking Network Project Manager", text, employer="Anyshire NHS Trust") == "no"
    assert answer("Digital Reprographics Technician", text, employer="Anyshire School") != "yes"


def test_the_role_type_that_oleeo_prints_is_read_as_filing() -> None:
    fields = "Vacancy Title:Delivery Adviser\nRole Type:{}\nSalary:£30,000\nLocation:Anytown\n"
    digital = decide_ict(title="Delivery Adviser", description=fields.format("Information Technology,Digital"))
    other = decide_ict(title="Delivery Adviser", description=fields.format("Policy"))
    assert digital.decision == "borderline"
    assert "type of role: Information Technology,Digital" in digital.evidence
    assert other.decision == "no"


@pytest.mark.parametrize(
    "title", ["Kubernetes Engineer", "Senior Kafka Engineer", "Splunk Specialist", "Data Lake Engineer"]
)
def test_the_name_of_a_technology_before_a_technical_job_is_ict(title: str) -> None:
    assert decide_ict(title=title, employer="Leeds City Council").decision == "yes"


@pytest.mark.parametrize(
    "title", ["Snowflake Lodge Manager", "Identity and Inclusion Officer", "Spark Team Support Worker"]
)
def test_the_name_of_a_technology_elsewhere_proves_nothing(title: str) -> None:
    assert decide_ict(title=title, employer="Leeds City Council").decision == "no"
