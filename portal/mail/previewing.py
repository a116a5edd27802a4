"""Every message that the portal can send, with facts to look at it by. A new template needs a row here (a test says so)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from flask import render_template

from portal.foundation.errors import NotFound

_APPLICATION: Mapping[str, Any] = {
    "name": "Rosalind Ashby",
    "reference": "A4RT7KQ2",
    "klass": "Corporate seat",
    "address": "/account/membership/applications/A4RT7KQ2",
}

_PERSON: Mapping[str, Any] = {"name": "Rosalind Ashby", "address": "https://portal.example/an-address/of-an-example"}
_SEAT: Mapping[str, Any] = {
    "organisation": "Ashford Borough Council",
    "reference": "8HT4WK2M",
    "roles": ["owner", "recruiter"],
}
_VACANCY: Mapping[str, Any] = {
    "name": "Rosalind Ashby",
    "title": "Network Engineer",
    "organisation": "Ashford Borough Council",
    "address": "/employer/8HT4WK2M/vacancies/P7KX2RQ9",
    "public": "/vacancies/K7MT2XQ9",
    "closes_at": datetime(2026, 12, 13, 23, 59, tzinfo=UTC),
}
_JOB_APPLICATION: Mapping[str, Any] = {
    "name": "Rosalind Ashby",
    "title": "Network Engineer",
    "employer": "Ashford Borough Council",
    "reference": "P7KX2RQ9",
    "address": "/account/job-applications/P7KX2RQ9",
    "closes_at": datetime(2026, 12, 13, 23, 59, tzinfo=UTC),
}
_DAY = date(2027, 1, 15)
_YEAR: Mapping[str, Any] = {
    "name": "Rosalind Ashby",
    "page": "/account/membership",
    "organisation": "Ashford Borough Council",
    "membership": SimpleNamespace(klass="individual", ended_because="Its holder wished it."),
    "is_over": False,
    "due": SimpleNamespace(year=2027, months=12, reference="D7RT4KQX", waived_because=""),
    "amount": "£60.00",
    "grace_ends": date(2027, 2, 28),
    "last_day": date(2027, 2, 28),
    "standing": SimpleNamespace(in_force=True, until=date(2027, 12, 31), reasons=()),
}

_ORDER: Mapping[str, Any] = {
    "name": "Rosalind Ashby",
    "organisation": "Ashford Borough Council",
    "reference": "8R4TKM2X",
    "lines": [
        {"quantity": 2, "description": "Advert", "net": "£480"},
        {"quantity": 1, "description": "Five adverts", "net": "£1,080"},
    ],
    "net": "£1,560",
    "vat": "£312",
    "gross": "£1,872",
    "because_member": "20% for a large member",
    "by_card": False,
    "po_number": "PO-204418",
    "address": "/employer/8HT4WK2M/orders/8R4TKM2X",
}

_CAMPAIGN: Mapping[str, Any] = {
    "name": "Rosalind Ashby",
    "title": "Network Engineer",
    "organisation": "Ashford Borough Council",
    "reference": "C4RT7KQ2",
    "address": "/employer/8HT4WK2M/campaigns/C4RT7KQ2",
    "public": "/vacancies/K7MT2XQ9",
    "closes_at": datetime(2026, 12, 13, 23, 59, tzinfo=UTC),
    "consultant": "Cora Lindqvist",
}

_QUESTION: Mapping[str, Any] = {
    **_CAMPAIGN,
    "address": "/vacancies/K7MT2XQ9",
    "question": SimpleNamespace(
        asked="Can I work from home on Fridays?",
        public="How many days a week can be worked from home?",
        answer="Three, after the first month.",
        because="The advert says so: see “Where the work is done”.",
    ),
}

_DOCUMENT: Mapping[str, Any] = {
    "title": "VAT invoice",
    "number": "INV-000042",
    "invoice": "INV-000042",
    "order": "K7MT2XQ9",
    "buyer": "Ashford Borough Council",
    "po_number": "PO 118877",
    "because": "The listing was never shown.",
    "totals": [("Total without VAT", "£150.00"), ("VAT", "£30.00"), ("Total", "£180.00")],
    "gross": "£180.00",
    "owed": "£180.00",
    "due_on": "24 December 2026",
    "account": [("Account name", "The Society"), ("Sort code", "00-11-22"), ("Account number", "01234567")],
    "address": "/employer/8HT4WK2M/invoices/INV-000042",
}

_INTERVIEW: Mapping[str, Any] = {
    "name": "Rosalind Ashby",
    "title": "Network Engineer",
    "employer": "Ashford Borough Council",
    "round": "First interview",
    "number": 12,
    "way": "In person",
    "when": "10:00am to 10:45am on Tuesday 15 December 2026",
    "where": "Room 2\nCivic Centre, Tannery Lane, Ashford TN23 1PL",
    "who": "Pat Moor, Head of Infrastructure, and Kim Ash, Network Manager",
    "prepare": "Bring a drawing of a network that you built.",
    "because": "The room was flooded.",
    "by": datetime(2026, 12, 11, 23, 59, tzinfo=UTC),
    "address": "/account/job-applications/P7KX2RQ9/interviews/T7KX2RQ9",
    "application": "/account/job-applications/P7KX2RQ9",
}

SAMPLES: Mapping[str, Mapping[str, Any]] = {
    "accounts/mail/already_registered": _PERSON,
    "accounts/mail/closed": _PERSON,
    "accounts/mail/confirm": _PERSON,
    "accounts/mail/email_changed": _PERSON,
    "accounts/mail/email_new": _PERSON,
    "accounts/mail/password_changed": _PERSON,
    "accounts/mail/recover": _PERSON,
    "accounts/mail/recovery_code_used": {**_PERSON, "left": 7},
    "accounts/mail/second_factor_off": _PERSON,
    "accounts/mail/second_factor_on": _PERSON,
    "accounts/mail/too_many_tries": _PERSON,
    "billing/mail/approval_asked": _ORDER,
    "billing/mail/order_approved": _ORDER,
    "billing/mail/order_cancelled": {**_ORDER, "because": "It was placed twice; order 7K2MWQ4T stands."},
    "billing/mail/order_placed": _ORDER,
    "billing/mail/order_sent_back": {**_ORDER, "because": "Five adverts are more than we need this year."},
    "documents/mail/refused": {"name": "Rosalind Ashby", "file_name": "Certificate.pdf"},
    "employers/mail/claim_approved": _SEAT,
    "employers/mail/claim_declined": {**_SEAT, "reason": "Your address is not one of the organisation’s."},
    "employers/mail/claim_made": {
        **_SEAT,
        "name": "Rosalind Ashby",
        "email": "rosalind.ashby@example.org",
        "evidence": "I am the council’s recruitment lead.",
    },
    "employers/mail/head_of_profession": {**_SEAT, "own": True, "confirmed": True},
    "employers/mail/invitation": {
        **_SEAT,
        "inviter": "Rosalind Ashby",
        "until": datetime(2026, 12, 8, 12, 0, tzinfo=UTC),
        "token": "a-token-of-an-example",
    },
    "employers/mail/merged": {**_SEAT, "into": "Kent Shared Services"},
    "employers/mail/roles_changed": {
        **_SEAT,
        "given": ["recruiter", "Head of Profession"],
        "taken": ["approver"],
        "waiting": True,
    },
    "invoicing/mail/credit_note": {
        **_DOCUMENT,
        "title": "VAT credit note",
        "number": "CN-000007",
        "invoice": "INV-000042",
    },
    "invoicing/mail/invoice": {**_DOCUMENT, "replaces": "INV-000040"},
    "invoicing/mail/invoice_paid": _DOCUMENT,
    "invoicing/mail/reminder_after": {**_DOCUMENT, "days": 7},
    "invoicing/mail/reminder_before": _DOCUMENT,
    "invoicing/mail/thanks": _DOCUMENT,
    "membership/mail/appeal_received": _APPLICATION,
    "membership/mail/approved": {**_APPLICATION, "owed_pence": 4_000},
    "membership/mail/declined": {
        **_APPLICATION,
        "words_told": "The work described is not yet in public-sector ICT.",
        "appeal_until": date(2026, 12, 22),
    },
    "membership/mail/endorse": {
        "applicant": "Rosalind Ashby",
        "job_title": "Service Desk Manager",
        "klass": "Corporate seat",
        "organisation": "Ashford Borough Council",
        "token": "a-token-of-an-example",
        "reminder": False,
    },
    "membership/mail/ended": _YEAR,
    "membership/mail/first_fee": _YEAR,
    "membership/mail/lapsed": _YEAR,
    "membership/mail/provider_ends": _YEAR,
    "membership/mail/renewal_offered": _YEAR,
    "membership/mail/renewal_reminder": _YEAR,
    "membership/mail/renewed_free": _YEAR,
    "membership/mail/return_fee": _YEAR,
    "membership/mail/seat_at_risk": _YEAR,
    "membership/mail/seat_ends": _YEAR,
    "membership/mail/seat_goes_on": _YEAR,
    "membership/mail/seat_lapsed": _YEAR,
    "membership/mail/settled": _YEAR,
    "membership/mail/settling_taken_back": _YEAR,
    "membership/mail/tier_raised": {**_YEAR, "after": "large", "discount": 20, "year": 2027},
    "membership/mail/received": {**_APPLICATION, "waits_for_endorser": True, "fee_pence": 4_000, "fee_months": 6},
    "introducing/mail/approached": {**_PERSON, "address": "/account/found/messages/K7MT2XQ9"},
    "introducing/mail/replied": {**_PERSON, "address": "/account/found/messages/K7MT2XQ9"},
    "introducing/mail/ask_again": {**_PERSON, "address": "/account/found"},
    "introducing/mail/answered": {
        **_CAMPAIGN,
        "says": "A member let themselves be introduced for",
        "called": "W4K9RT2B",
        "address": "/consultant/campaigns/7K2MWQ4T/approaches/K7MT2XQ9",
    },
    "questions/mail/asked": _QUESTION,
    "questions/mail/answered": {**_QUESTION, "stop": "/questions/stop/an-address-of-an-example"},
    "questions/mail/declined": _QUESTION,
    "recruitment/mail/enquiry_received": _CAMPAIGN,
    "recruitment/mail/consultant_named": _CAMPAIGN,
    "recruitment/mail/assigned": _CAMPAIGN,
    "recruitment/mail/terms_to_agree": _CAMPAIGN,
    "recruitment/mail/advert_to_approve": _CAMPAIGN,
    "recruitment/mail/advert_live": _CAMPAIGN,
    "recruitment/mail/client_answered": {**_CAMPAIGN, "says": "The terms are agreed, so the advert can be written."},
    "recruitment/mail/cancelled": {**_CAMPAIGN, "because": "The post is no longer funded."},
    "recruitment/mail/part_due": {**_CAMPAIGN, "pence": 180_000, "address": "/employer/8HT4WK2M/orders/8R4TKM2X"},
    "recruitment/mail/commented": {**_CAMPAIGN, "by_client": True},
    "recruitment/mail/client_reminded": {**_CAMPAIGN, "what": "terms"},
    "recruitment/mail/taken_off": {**_CAMPAIGN, "panel": True},
    "recruitment/mail/panel_reminded": {**_CAMPAIGN, "address": "/employer/panels/CMPGN2QX"},
    "recruitment/mail/panel_invitation": {**_CAMPAIGN, "address": "/employer/panels"},
    "posting/mail/approval_asked": {**_VACANCY, "asker": "Rosalind Ashby"},
    "posting/mail/text_approved": _VACANCY,
    "posting/mail/text_sent_back": {**_VACANCY, "because": "Name the team, and leave the pager out."},
    "posting/mail/changes_kept_back": {**_VACANCY, "because": "Nothing is different from what is published."},
    "interviewing/mail/cancelled": _INTERVIEW,
    "interviewing/mail/changed": _INTERVIEW,
    "interviewing/mail/choose": _INTERVIEW,
    "interviewing/mail/desk": {
        **_INTERVIEW,
        "says": "has a time.",
        "address": "/consultant/campaigns/C4RT7KQ2/interviews/held/T7KX2RQ9",
    },
    "interviewing/mail/feedback": _INTERVIEW,
    "interviewing/mail/fixed": {**_INTERVIEW, "because": ""},
    "interviewing/mail/reminder": _INTERVIEW,
    "interviewing/mail/tomorrow": {
        **_INTERVIEW,
        "day": "15 December 2026",
        "lines": ["10:00am to 10:45am: application 12, first interview, Room 2"],
        "address": "/employer/panels/C4RT7KQ2/interviews",
    },
    "placing/mail/fee_due": {**_CAMPAIGN, "pence": 873_000, "address": "/employer/8HT4WK2M/orders/8R4TKM2X"},
    "placing/mail/leaver_reported": _CAMPAIGN,
    "placing/mail/credited": {**_CAMPAIGN, "pence": 436_500},
    "placing/mail/replaced": _CAMPAIGN,
    "placing/mail/start_near": {**_CAMPAIGN, "on": _DAY},
    "placing/mail/look_in": {**_CAMPAIGN, "weeks": 4},
    "placing/mail/guarantee_ending": {**_CAMPAIGN, "on": _DAY},
    "offering/mail/terms_changed": _JOB_APPLICATION,
    "offering/mail/accepted": _JOB_APPLICATION,
    "offering/mail/answer_wanted": {**_JOB_APPLICATION, "answer_by": _DAY},
    "offering/mail/start_moved": {**_JOB_APPLICATION, "starts_on": _DAY},
    "offering/mail/consent_asked": _JOB_APPLICATION,
    "offering/mail/reserve_ended": _JOB_APPLICATION,
    "offering/mail/drawn_on": _JOB_APPLICATION,
    "offering/mail/drawing_answered": {**_CAMPAIGN, "employer": "Leeds City Council", "yes": True},
    "offering/mail/answered": {**_CAMPAIGN, "employer": "Leeds City Council", "accepted": True},
    "offering/mail/reference_asked": {
        **_JOB_APPLICATION,
        "candidate": "Rosalind Ashby",
        "relation": "line manager since 2021",
        "asker": "Cora Field",
        "answer_to": "cora@society.example",
        "token": "a-token-of-an-example",
        "until": datetime(2027, 1, 12, 12, 0, tzinfo=UTC),
        "reminder": False,
    },
    "offering/mail/reference_came": {
        **_JOB_APPLICATION,
        "address": "/consultant/campaigns/C4RT7KQ2/offers/P7KX2RQ9#checks",
        "given": True,
    },
    "selecting/mail/news": _JOB_APPLICATION,
    "applying/mail/received": _JOB_APPLICATION,
    "applying/mail/withdrawn": _JOB_APPLICATION,
    "applying/mail/called_off": _JOB_APPLICATION,
    "applying/mail/closing_soon": _JOB_APPLICATION,
    "applying/mail/closed_early": _JOB_APPLICATION,
    "applying/mail/message_waits": _JOB_APPLICATION,
    "applying/mail/forgotten_soon": {**_JOB_APPLICATION, "forgotten_at": datetime(2027, 12, 13, 12, 0, tzinfo=UTC)},
    "posting/mail/published": _VACANCY,
    "posting/mail/sent_back": {
        **_VACANCY,
        "because": "Closing date and time: 11:59pm on Sunday 22 November 2026 has passed. Enter a day and time to come.",
    },
    "payments/mail/receipt": {
        "reference": "RDR7K2MX",
        "amount": "£648",
        "left": "",
        "address": "/account/orders/RDR7K2MX",
    },
    "reports/mail/acknowledged": {"complaint": True, "reference": "K7MT2XQ9", "due": "24 December 2026"},
    "reports/mail/answered": {"complaint": True, "reference": "K7MT2XQ9", "answer": "We have put it right. Thank you."},
}
"""Template without its ".txt" to the facts it is given; plain data, for this room knows no other."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A message as a recipient would read it."""

    kind: str
    name: str
    subject: str
    body: str


def name_of(kind: str) -> str:
    """`accounts/mail/confirm_email` as "Confirm email"."""
    return kind.rsplit("/", 1)[-1].replace("_", " ").capitalize()


def kinds() -> list[str]:
    """Every kind of message, in order."""
    return sorted(SAMPLES)


def preview(kind: str) -> Preview:
    """This kind with its sample facts; raises NotFound."""
    if kind not in SAMPLES:
        raise NotFound("There is no such message.")
    subject, _, body = render_template(f"{kind}.txt", **SAMPLES[kind]).partition("\n")
    return Preview(kind, name_of(kind), subject.removeprefix("Subject:").strip(), body.strip())
