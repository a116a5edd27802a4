"""The seller on the documents comes from the settings; what is not set is missed by name."""

from __future__ import annotations

from portal.config import Settings
from portal.invoicing import selling

SECRET = "Zq3-vK9_xT7wLm2PbN8rYc5HdF4gJ6sA"
PRODUCTION = {"PORTAL_ENV": "production", "PORTAL_SECRET_KEY": SECRET, "PORTAL_BASE_URL": "https://jobs.example.org"}


def test_the_seller_is_as_the_settings_say() -> None:
    settings = Settings.from_environment(
        {
            **PRODUCTION,
            "PORTAL_SOCIETY_NAME": "Cymdeithas",
            "PORTAL_SOCIETY_ADDRESS": "2 High Street; Leeds ;LS1 1AA",
            "PORTAL_VAT_NUMBER": "gb 999 9999 73",
            "PORTAL_BANK_ACCOUNT": "Cymdeithas; Banc; 00-11-22; 01234567",
        }
    )
    seller = selling.seller(settings)
    assert seller.party.name == "Cymdeithas"
    assert seller.party.address == ("2 High Street", "Leeds", "LS1 1AA")
    assert (seller.vat_number, seller.company_number) == ("GB999999973", "")
    assert seller.account is not None and seller.account.sort_code == "00-11-22"
    assert selling.missing(settings) == []


def test_nothing_is_invented_in_production() -> None:
    settings = Settings.from_environment(PRODUCTION)
    seller = selling.seller(settings)
    assert (seller.party.address, seller.vat_number, seller.account) == ((), "", None)
    assert [each.split(" ")[0] for each in selling.missing(settings)] == [
        "PORTAL_SOCIETY_ADDRESS",
        "PORTAL_VAT_NUMBER",
        "PORTAL_BANK_ACCOUNT",
    ]
