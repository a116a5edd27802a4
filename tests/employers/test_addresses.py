"""What hosts and e-mail domains say; all are invented but for the endings."""

import pytest

from portal.employers.addresses import board_at, email_hosts, host_of, sector_of_host


@pytest.mark.parametrize(
    ("host", "sector"),
    [
        ("recruitment.orrin.nhs.uk", "nhs"),
        ("orrin.nhs.wales", "nhs"),
        ("orrin.hscni.net", "nhs"),
        ("orrin.police.uk", "police"),
        ("orrinfire.gov.uk", "fire"),
        ("orrin.mod.uk", "civil_service"),
        ("lamps.gov.scot", "devolved"),
        ("lamps.gov.wales", "devolved"),
        ("orrin.ac.uk", "education"),
        ("lamp-primary.orrin.sch.uk", "education"),
        ("orrin-tc.gov.uk", "local_government"),
        ("orrinparish.gov.uk", "local_government"),
        ("lamps.gov.uk", "other"),
        ("orrin.co.uk", None),
        ("notnhs.uk", None),
        ("gov.uk.example.com", None),
    ],
)
def test_endings_that_only_public_bodies_may_have(host: str, sector: str | None) -> None:
    assert sector_of_host(host) == sector


@pytest.mark.parametrize(
    "url",
    [
        "https://beta.jobs.nhs.uk/x",
        "https://www.jobs.nhs.uk/xi/1",
        "https://homeoffice.tal.net/1",
        "https://www.civilservicejobs.service.gov.uk/csr/1",
    ],
)
def test_shared_boards_are_known_as_such(url: str) -> None:
    assert board_at(host_of(url)) is not None


def test_a_body_is_no_board_and_a_broken_address_no_host() -> None:
    assert board_at("jobs.orrin.nhs.uk") is None
    assert host_of("https://[orrin") == ""


def test_email_domains_even_where_the_next_label_is_run_on() -> None:
    assert email_hosts("Ask lamp@orrin.gov.ukTelephone 01, or wick@vale.nhs.uk.") == ["orrin.gov.uk", "vale.nhs.uk"]
    assert email_hosts("no address") == []
