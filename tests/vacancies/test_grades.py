"""Grades as councils, the NHS, the civil service, universities and the police print them, in invented adverts."""

import pytest

from portal.vacancies.grades import read_grade


@pytest.mark.parametrize(
    ("sector", "given", "expected"),
    [
        ("local_government", {"salary": "SCP 29-32 £38,220 - £41,771"}, ("njc_scp", "SCP 29-32")),
        ("local_government", {"salary": "Grade 9 £35,412 - £39,152"}, ("local_grade", "Grade 9")),
        ("local_government", {"salary": "PO3"}, ("local_grade", "PO3")),
        ("local_government", {"salary": "SO1"}, ("local_grade", "SO1")),
        ("local_government", {"title": "Developer - Grade 7"}, ("local_grade", "Grade 7")),
        ("nhs", {"title": "Network Manager - Band 7"}, ("afc_band", "Band 7")),
        ("nhs", {"title": "Systems Analyst Band 6/7"}, ("afc_band", "Band 6-7")),
        ("nhs", {"salary": "AfC Band 8a: £55,690 - £62,682"}, ("afc_band", "Band 8a")),
        (
            "nhs",
            {"description": "We want to recruit a Band 6 analyst, mentoring Band 4 staff and Band 5 staff."},
            ("afc_band", "Band 6"),
        ),
        (
            "civil_service",
            {"description": "Job grade\nHigher Executive Officer\nContract type"},
            ("civil_service_grade", "HEO"),
        ),
        ("civil_service", {"description": "Job grade\nGrade 7\nContract type"}, ("civil_service_grade", "Grade 7")),
        (
            "civil_service",
            {"title": "Data Engineer (Level II)", "description": "Job grade\nExecutive Officer\nB1\nContract type"},
            ("civil_service_grade", "EO (B1)"),
        ),
        ("civil_service", {"description": "Job grade\nOther\nC2\nContract type"}, ("civil_service_grade", "C2")),
        (
            "civil_service",
            {"title": "Senior Civil Service Pay Band 2 Director"},
            ("civil_service_grade", "Senior Civil Service Pay Band 2"),
        ),
        (
            "education",
            {
                "description": "Web Officer at the Academy of Elmet, where all are known and heard."
                " Salary : Grade SCP5-8 Starting salary £9,000. Hours: 14"
            },
            ("njc_scp", "SCP 5-8"),
        ),
        ("nhs", {"salary": "Bands 5 to 6"}, ("afc_band", "Band 5-6")),
        ("civil_service", {"title": "Service Owner (G6)"}, ("civil_service_grade", "Grade 6")),
        ("civil_service", {"title": "Deputy Director, SCS1"}, ("civil_service_grade", "SCS1")),
        ("civil_service", {"title": "13631 - Band 2 - Operational Support Grade"}, ("civil_service_grade", "Band 2")),
        ("education", {"salary": "Spine points 31-36"}, ("he_spine", "Point 31-36")),
        ("education", {"salary": "Grade 7"}, ("local_grade", "Grade 7")),
        ("police", {"salary": "Scale 6"}, ("police_staff", "Scale 6")),
    ],
)
def test_the_scheme_is_that_of_the_sector_and_the_text_as_advertised(
    sector: str, given: dict[str, str], expected
) -> None:
    found = read_grade(**{"title": "", **given}, sector=sector)
    assert (found.scheme, found.text) == expected


@pytest.mark.parametrize(
    ("sector", "given"),
    [
        ("nhs", {"title": "Rock band promoter"}),
        ("nhs", {"description": "You will supervise Band 3 staff and report to a Band 8a."}),
        ("local_government", {"description": "You report to a Grade 12 manager."}),
        ("private", {"title": "Developer Grade 7"}),
        ("civil_service", {"description": "We grade applications."}),
        ("civil_service", {"description": "Job grade\nOther\nContract type"}),
    ],
)
def test_other_peoples_grades_and_other_words_are_none(sector: str, given: dict[str, str]) -> None:
    assert read_grade(**{"title": "", **given}, sector=sector).scheme is None
