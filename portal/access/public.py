"""Addresses that stand behind no door: the public site, the way in, and links of mails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from portal.access.meaning import ANYONE, Access
from portal.access.owning import FEED, LINK, MAILED, PUBLIC, REFEREE, SHOWN

PUBLIC_ACCESS: Mapping[str, Access] = {
    "referees.answer": REFEREE,
    "referees.decline": REFEREE,
    "applying.apply": Access(
        ANYONE,
        "applying.queries.job_shown: a public vacancy that takes applications here; what is begun is the signed-in person's",
    ).by("GET", "POST"),
    "prices.show": PUBLIC,
    "static": Access(ANYONE, "files of the front end"),
    "test_card.pay": Access(
        ANYONE,
        "payments.test_card.page_of: whoever was led to the page of a test card; there is none in production",
        secret="token",  # noqa: S106 - the name of a parameter
    ).by("GET", "POST"),
    "hooks.stripe": Access(
        ANYONE,
        "billing.gateway.read_signed: believed only when signed by the payment service, and no word of it is acted on",
        methods=("POST",),
        without_token="its sender is known by the signature of the message",  # noqa: S106 - words
    ),
    "operating.alive": PUBLIC,
    "operating.ready": PUBLIC,
    "operating.version": PUBLIC,
    "health.robots": PUBLIC,
    "health.security": PUBLIC,
    "search.home": PUBLIC,
    "search.index": PUBLIC,
    "search.machine_json": FEED,
    "search.machine_feed": FEED,
    "search.sitemap": PUBLIC,
    "search.sitemap_part": PUBLIC,
    "search.search_description": PUBLIC,
    "joining.join": PUBLIC,
    "pages.about": PUBLIC,
    "pages.accessibility": PUBLIC,
    "pages.privacy": PUBLIC,
    "pages.cookies": PUBLIC,
    "coverage.show": PUBLIC,
    "coverage.sector": PUBLIC,
    "coverage.about_feeds": PUBLIC,
    "signing_in.sign_in": Access(ANYONE, "nothing is owned; tries are limited").by("GET", "POST"),
    "signing_in.sign_out": Access(ANYONE, "ends the asker's own session only").by("POST"),
    "signing_in.code": Access(ANYONE, "the second step of the browser’s own sign-in; tries are limited").by(
        "GET", "POST"
    ),
    "registering.register": MAILED.by("GET", "POST"),
    "registering.sent": PUBLIC,
    "registering.again": MAILED.by("GET", "POST"),
    "registering.confirm": LINK.by("GET", "POST"),
    "recovering.ask": MAILED.by("GET", "POST"),
    "recovering.sent": PUBLIC,
    "recovering.new_password": LINK.by("GET", "POST"),
    "email_links.confirm": LINK.by("GET", "POST"),
    "email_links.undo": LINK.by("GET", "POST"),
    "recruitment.show": PUBLIC,
    "questions.ask": Access(
        ANYONE,
        "vacancies.queries.shown, and questions.queries.campaign_shown: vacancies that a campaign fills; to ask one signs in",
        foreign="404",
    ).by("GET", "POST"),
    "questions.follow": Access(
        ANYONE,
        "the wish is the signed-in person’s own; questions.queries.campaign_shown says about which vacancies",
        foreign="404",
    ).by("POST"),
    "questions.stop": Access(
        ANYONE,
        "questions.stopping.holder: whoever holds the link of a mail stops the mails of its receiver",
        methods=("GET", "POST"),
        secret="token",  # noqa: S106 - the name of a parameter
        without_token="a mail program stops the mails by one click; the link is signed",  # noqa: S106 - words
    ),
    "vacancies.show": replace(SHOWN, writes="the day's count of views, for vacancies that employers posted here"),
    "vacancies.go": Access(ANYONE, SHOWN.owned, writes="the day's count of the signpost"),
    "reports.vacancy": Access(
        ANYONE, "vacancies.queries.shown decides which vacancies there are; reports are limited"
    ).by("GET", "POST"),
    "reports.complain": Access(ANYONE, "nothing is owned; reports are limited").by("GET", "POST"),
    "reports.thanks": PUBLIC,
    "invitation.show": Access(
        ANYONE,
        "the secret names the invitation; accepting needs the account of the invited address",
        secret="token",  # noqa: S106
    ).by("GET", "POST"),
    "endorsing.answer": Access(
        ANYONE,
        "membership.endorsing.by_token: the single-use token is the authority while its person is a confirmed Head of Profession there",
        methods=("GET", "POST"),
        secret="token",  # noqa: S106 - the name of a parameter
    ),
}
