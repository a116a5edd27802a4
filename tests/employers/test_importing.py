"""Readers of the official lists; all rows are invented, in the official layouts."""

import json

from portal.employers.importing import (
    RegisterRow,
    read_govuk_organisations,
    read_mysociety_authorities,
    read_ods,
    slug,
    write_register,
)
from portal.employers.matching import find_employer
from portal.employers.register import load_register

GOVUK = json.dumps(
    {
        "results": [
            {
                "title": "Office for Lighthouses",
                "format": "Executive agency",
                "details": {
                    "slug": "office-for-lighthouses",
                    "abbreviation": "OfLi",
                    "govuk_status": "live",
                    "closed_at": None,
                },
                "superseding_organisations": [],
            },
            {
                "title": "Lamp Inspectorate",
                "format": "Executive agency",
                "details": {
                    "slug": "lamp-inspectorate",
                    "abbreviation": "",
                    "govuk_status": "closed",
                    "closed_at": "2021-04-01T00:00:00.000+01:00",
                },
                "superseding_organisations": [{"id": "https://www.gov.uk/api/organisations/office-for-lighthouses"}],
            },
            {"format": "Executive agency"},
            "not a row",
        ]
    }
)
AUTHORITIES = (
    "local-authority-code,official-name,nice-name,start-date,end-date,replaced-by,nation,local-authority-type\n"
    "AAQ,Ashmere Vale Council,Ashmere Vale,2023-04-01,,,England,UA\n"
    "AAZ,Ashmere District Council,Ashmere,1974-04-01,2023-03-31,AAQ,England,NMD\n"
)
ODS = (
    '"RQ0","ASHMERE AND VALE NHS FOUNDATION TRUST","Y60","QXX","1 HIGH STREET","","","ASHMERE","VALESHIRE","ZZ1 1ZZ",'
    '"20010401","","","","","","","","","","","","","","","",""\n'
    '"7A9","BRYN GLAS UNIVERSITY LHB","W00","","","","","","","ZZ2 2ZZ","20091001","20240331"\n'
    "short,line\n"
)


def test_govuk_organisations_become_rows_with_their_end_and_successor():
    assert read_govuk_organisations(GOVUK) == (
        RegisterRow("office-for-lighthouses", "Office for Lighthouses", "OfLi", sector="alb", kind="executive agency"),
        RegisterRow(
            "lamp-inspectorate",
            "Lamp Inspectorate",
            sector="alb",
            kind="executive agency",
            end="2021-04-01",
            successor="Office For Lighthouses",
        ),
    )


def test_what_is_not_the_organisations_api_gives_no_rows():
    assert [read_govuk_organisations(text) for text in ("", "{", "3", "[1]", '{"results": 4}')] == [()] * 5


def test_local_authorities_become_rows_and_successor_codes_names():
    assert read_mysociety_authorities(AUTHORITIES) == (
        RegisterRow(
            "ashmere-vale-council",
            "Ashmere Vale Council",
            "Ashmere Vale",
            "",
            "local_government",
            "council",
            "england",
            "2023-04-01",
        ),
        RegisterRow(
            "ashmere-district-council",
            "Ashmere District Council",
            "Ashmere",
            "",
            "local_government",
            "council",
            "england",
            "1974-04-01",
            "2023-03-31",
            "Ashmere Vale Council",
        ),
    )


def test_ods_lines_without_headings_become_rows_in_title_case():
    assert read_ods(ODS) == (
        RegisterRow(
            "ashmere-and-vale-nhs-foundation-trust",
            "Ashmere and Vale NHS Foundation Trust",
            sector="nhs",
            kind="nhs trust",
            nation="england",
            start="2001-04-01",
        ),
        RegisterRow(
            "bryn-glas-university-lhb",
            "Bryn Glas University LHB",
            sector="nhs",
            kind="nhs body",
            nation="wales",
            start="2009-10-01",
            end="2024-03-31",
        ),
    )


def test_an_operators_file_adds_to_the_register_each_body_once(tmp_path):
    path = tmp_path / "extra.csv"
    rows = read_govuk_organisations(GOVUK)
    assert write_register(path, [*rows, *rows]) == 2
    found = find_employer(employer="Office for Lighthouses", register=load_register(extra=path))
    assert (found.organisation_key, found.sector, found.public_sector) == ("office-for-lighthouses", "alb", "yes")


def test_a_slug_is_plain_letters_figures_and_hyphens():
    assert slug("Ynys Môn & King’s Vale Council") == "ynys-mon-and-kings-vale-council"
