"""Which role and level a job is; every case is invented."""

import pytest

from portal.classification.enriching import name_role
from portal.classification.findings import IctDecision, RoleFinding
from portal.classification.taxonomy import ROLES

ICT = IctDecision("yes", 0.99)


def role(title: str, description: str = "") -> tuple[str | None, str | None, str | None]:
    finding = name_role(title=title, description=description, ict=ICT)
    return finding.family, finding.name, finding.level


@pytest.mark.parametrize(
    ("title", "family", "name"),
    [
        ("Senior Technical Architect - Networks", "architecture", "Technical architect"),
        ("Data Security Architect", "architecture", "Security architect"),
        ("Network Security Engineer", "cyber_security", "Cyber security specialist"),
        ("Cyber Security Operations Analyst", "cyber_security", "Security operations analyst"),
        ("Data Engineer", "data", "Data engineer"),
        ("Data Analyst - Programme Office", "data", "Data analyst"),
        ("Information Analyst", "data", "Data analyst"),
        ("Public Health Intelligence Analyst", "data", "Data analyst"),
        ("Power BI Developer", "data", "Business intelligence developer"),
        ("Java Developer", "software_development", "Software developer"),
        ("Front-End Developer", "software_development", "Frontend developer"),
        ("Site Reliability Engineer", "software_development", "Development operations (DevOps) engineer"),
        ("Software Developer in Test", "qat_testing", "Test engineer"),
        ("Quality Assurance Test Analyst", "qat_testing", "Quality assurance test analyst"),
        ("Cyber Business Analyst", "product_delivery", "Business analyst"),
        ("Network Upgrade Project Manager", "product_delivery", "Programme delivery manager"),
        ("Associate Delivery Manager", "product_delivery", "Delivery manager"),
        ("Digital Product Owner", "product_delivery", "Product manager"),
        ("Content Designer", "user_centred_design", "Content designer"),
        ("Senior Content Developer", "user_centred_design", "Content designer"),
        ("Lead User Researcher", "user_centred_design", "User researcher"),
        ("ICT Technician", "it_operations", "Service desk analyst"),
        ("Service Desk Analyst", "it_operations", "Service desk analyst"),
        ("Server Infrastructure Engineer", "it_operations", "Infrastructure engineer"),
        ("Network Manager", "it_operations", "Network engineer"),
        ("EPR Analyst", "it_operations", "Application operations engineer"),
        ("Chief Clinical Information Officer", "chief", "Chief digital and information officer"),
        ("Deputy Director of ICT", "chief", "Chief digital and information officer"),
        ("GIS Officer", "other_ict", "GIS analyst"),
        ("Clinical Systems Trainer", "other_ict", "IT trainer"),
        ("Digital Learning Technologist", "other_ict", "IT trainer"),
        ("Information Governance Lead", "other_ict", "Information governance officer"),
    ],
)
def test_titles_name_roles_in_the_words_of_the_framework(title: str, family: str, name: str) -> None:
    assert role(title)[:2] == (family, name)


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Apprentice Software Developer", "apprentice"),
        ("Junior Data Analyst", "junior"),
        ("Graduate DevOps Engineer", "junior"),
        ("Associate Delivery Manager", "junior"),
        ("Delivery Manager", "mid"),
        ("Software Developer", "mid"),
        ("Senior Developer", "senior"),
        ("Principal Technical Architect", "lead_manager"),
        ("Service Desk Team Leader", "lead_manager"),
        ("ICT Manager", "lead_manager"),
        ("Head of Data Engineering", "head_director"),
        ("Deputy Chief Information Officer", "head_director"),
        ("Band 7 Information Analyst", "senior"),
        ("Band 4 IT Technician", "junior"),
    ],
)
def test_levels_by_the_words_of_the_title(title: str, level: str) -> None:
    assert role(title)[2] == level


@pytest.mark.parametrize(
    ("grade", "level"),
    [
        ("Grade 7", "senior"),
        ("Grade 6", "lead_manager"),
        ("Higher Executive Officer", "mid"),
        ("Executive Officer", "junior"),
    ],
)
def test_a_silent_title_takes_its_level_from_the_grade(grade: str, level: str) -> None:
    assert role("Software Developer", f"Job grade\n{grade}\nContract type\nPermanent")[2] == level
    assert role("Lead Software Developer", f"Job grade\n{grade}")[2] == "lead_manager"


def test_a_title_that_names_no_role_leaves_it_to_the_text() -> None:
    text = "As a business analyst you will map processes. Our business analysts work with delivery teams."
    family, name, _ = role("Digital Specialist", text)
    assert (family, name) == ("product_delivery", "Business analyst")


def test_nothing_is_named_when_the_job_is_not_ict() -> None:
    assert name_role(title="Data Engineer", ict=IctDecision("no", 0.1)) == RoleFinding()


def test_a_title_without_any_known_word_stays_without_a_role() -> None:
    finding = name_role(title="Xyzzy", ict=ICT)
    assert (finding.family, finding.name) == ("other_ict", None)


def test_every_role_can_be_reached_by_a_phrase_of_its_own() -> None:
    reached = {
        name_role(title=phrase, ict=ICT).name
        for row in ROLES
        for phrase in (*row.sure, *row.likely, *row.named, *row.vague)
    }
    assert {row.name for row in ROLES} <= reached


def test_civil_service_grades_say_nothing_of_the_level_elsewhere() -> None:
    def level(sector: str, line: str) -> str | None:
        return name_role(title="Network Analyst", description=line, ict=ICT, sector=sector).level

    assert level("civil_service", "Job grade\nGrade 6") == "lead_manager"
    assert level("fire", "Grade: Grade 6") == "mid"
    assert level("nhs", "Grade: Band 8a") == "senior"


@pytest.mark.parametrize(
    ("title", "family"),
    [
        ("Head of Information Governance", "other_ict"),
        ("Head of Information Governance &amp; Data Protection", "other_ict"),
        ("Senior Performance Manager", "data"),
        ("Statistician", "data"),
        ("Clinical Coding Manager", "other_ict"),
    ],
)
def test_work_that_is_only_partly_digital_has_the_family_of_what_it_is_about(title: str, family: str) -> None:
    assert role(title)[0] == family
