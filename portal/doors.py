"""One tuple a persona: the views behind its door; and the guard that stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue

from portal.accounts import guards, landing
from portal.accounts.views import (
    account,
    closing,
    email,
    email_links,
    mail_choices,
    own_sessions,
    password,
    proving,
    recovering,
    registering,
    second_factor,
    signing_in,
)
from portal.accounts.views.activity import bp as activity
from portal.applying import beside as beside_vacancies
from portal.applying import joined as of_applications
from portal.applying import queries as job_applications
from portal.applying.views import elsewhere, own, writing_pages
from portal.applying.views.public import bp as apply_here
from portal.billing import papers, ways
from portal.billing.views import account as own_orders
from portal.billing.views import buying, rises, staff_prices
from portal.billing.views import employer as orders
from portal.billing.views import staff as staff_orders
from portal.billing.views.public import bp as prices
from portal.caseload import attaching as log_files
from portal.caseload import beside_campaigns as campaign_pages
from portal.caseload import commenting, following_up, wording
from portal.caseload import sources as duties
from portal.caseload.views import comments, packs, staff_targets, texts
from portal.caseload.views import files as files_of_log
from portal.caseload.views import log as consultants_log
from portal.caseload.views import queue as what_waits
from portal.consulting.views import consultant
from portal.documents import keeping
from portal.employers import queries as employer_queries
from portal.employers.advertised import know_adverts
from portal.employers.beside import stand_beside
from portal.employers.views import claims, details, invitation, organisations, staff_people
from portal.employers.views import people as colleagues
from portal.employers.views import staff as staff_organisations
from portal.evidence.views import pages as evidence
from portal.feeds.views import staff as sources
from portal.feeds.views.public import bp as coverage
from portal.interviewing import beside as interviews_beside
from portal.interviewing import duties as interview_duties
from portal.interviewing import telling as interview_mails
from portal.interviewing.views import consultant as interviews_ahead
from portal.interviewing.views import doors as interview_desks
from portal.interviewing.views import own as own_interviews
from portal.introducing.views import account as found
from portal.introducing.views import consultant as found_members
from portal.introducing.views import employer as introductions
from portal.invoicing import filed, paying_later, telling
from portal.invoicing.views import account as own_invoices
from portal.invoicing.views import employer as employer_invoices
from portal.invoicing.views import staff_books, staff_documents, staff_receipts
from portal.mail import attaching
from portal.membership import beside_employers
from portal.membership.reading import find_reader
from portal.membership.views import (
    applying,
    endorsing,
    holding,
    organisation_applying,
    organisation_size,
    panel,
    staff_applications,
    staff_memberships,
    staff_size,
)
from portal.membership.views.public import bp as joining
from portal.menus import hang
from portal.offering import alongside as offers_alongside
from portal.offering import beside_employers as starts_waiting
from portal.offering import duties as offer_duties
from portal.offering.views import account as own_offers
from portal.offering.views import doors as offering_desks
from portal.offering.views import referees
from portal.operating.views import bp as operating
from portal.payments import choosing
from portal.payments.views import card, hooks, staff_discrepancies, staff_refunds, test_card
from portal.placing import duties as placement_duties
from portal.placing.views import consultant as placements
from portal.placing.views import employer as client_placements
from portal.placing.views import staff as staff_placements
from portal.posting import lending as posting_lending
from portal.posting import received
from portal.posting.views import approving, checking, ending, numbers, publishing
from portal.posting.views import staff as staff_postings
from portal.posting.views import vacancies as own_vacancies
from portal.privacy.views import account as data
from portal.questions import presenting as questions
from portal.questions.views import consultant as questions_asked
from portal.questions.views.public import bp as asking
from portal.recruitment import beside_employers as campaigns_waiting
from portal.recruitment import joined as of_campaigns
from portal.recruitment import lending
from portal.recruitment.duties import SOURCES
from portal.recruitment.views import adverts as campaign_adverts
from portal.recruitment.views import consultant as campaigns
from portal.recruitment.views import employer as client_campaigns
from portal.recruitment.views import instalments as campaign_instalments
from portal.recruitment.views import panels as campaign_panels
from portal.recruitment.views import people as campaign_people
from portal.recruitment.views import staff as staff_campaigns
from portal.recruitment.views.public import bp as recruitment
from portal.reports.views import public as reports
from portal.reports.views import staff as reports_received
from portal.search.views import own_feeds, profile
from portal.search.views.public import bp as search
from portal.selecting import joined as of_desks
from portal.selecting import linking, readers, wordings
from portal.selecting.views import doors as choosing_desks
from portal.staff.views import home as staff_home
from portal.staff.views import jobs, people
from portal.staff.views import mail as outbox
from portal.staff.views.audit import bp as audit
from portal.vacancies import joined as of_vacancies
from portal.vacancies import queries as vacancy_queries
from portal.vacancies.views import staff as moderation
from portal.vacancies.views.public import bp as vacancies
from portal.web.furnishing import furnish
from portal.web.health import bp as health
from portal.web.pages import bp as pages
from portal.web.reader import know_readers

PUBLIC = (
    operating,
    health,
    pages,
    search,
    vacancies,
    apply_here,
    coverage,
    reports.bp,
    signing_in.bp,
    registering.bp,
    recovering.bp,
    email_links.bp,
    endorsing.by_link,
    referees.bp,
    invitation.bp,
    joining,
    prices,
    asking,
    recruitment,
    hooks.bp,
    test_card.bp,
)
ACCOUNT = (
    account.bp,
    applying.bp,
    holding.bp,
    elsewhere.bp,
    own.bp,
    writing_pages.bp,
    own_interviews.bp,
    own_offers.bp,
    activity,
    profile.bp,
    found.bp,
    own_feeds.bp,
    email.bp,
    password.bp,
    proving.bp,
    second_factor.bp,
    own_sessions.bp,
    mail_choices.bp,
    own_orders.bp,
    card.account,
    own_invoices.bp,
    data.bp,
    closing.bp,
)
EMPLOYER = (
    organisations.bp,
    claims.bp,
    colleagues.bp,
    details.bp,
    own_vacancies.mine,
    own_vacancies.bp,
    approving.mine,
    approving.bp,
    checking.bp,
    ending.bp,
    numbers.bp,
    publishing.bp,
    client_campaigns.mine,
    client_campaigns.bp,
    comments.employer,
    packs.panel,
    campaign_panels.bp,
    introductions.bp,
    evidence.employer,
    choosing_desks.panel,
    choosing_desks.employer,
    interview_desks.panel,
    interview_desks.employer,
    offering_desks.employer,
    client_placements.bp,
    endorsing.queue,
    organisation_applying.bp,
    organisation_size.bp,
    orders.bp,
    rises.bp,
    buying.bp,
    card.employer,
    employer_invoices.bp,
)
CONSULTANT = (
    what_waits.bp,
    consultants_log.bp,
    files_of_log.bp,
    comments.consultant,
    packs.consultant,
    texts.consultant,
    consultant.bp,
    campaigns.bp,
    campaign_adverts.bp,
    campaign_people.bp,
    campaign_instalments.bp,
    questions_asked.mine,
    questions_asked.bp,
    found_members.bp,
    evidence.consultant,
    choosing_desks.consultant,
    interviews_ahead.bp,
    interview_desks.consultant,
    offering_desks.consultant,
    placements.bp,
)
ASSESSOR = (panel.bp,)
STAFF = (
    staff_home.bp,
    moderation.bp,
    sources.bp,
    staff_applications.bp,
    staff_memberships.bp,
    staff_size.bp,
    staff_organisations.bp,
    staff_people.claims,
    staff_people.people,
    people.bp,
    staff_postings.bp,
    staff_campaigns.bp,
    texts.staff,
    staff_targets.bp,
    evidence.staff,
    staff_placements.bp,
    staff_documents.bp,
    staff_receipts.bp,
    staff_books.bp,
    reports_received.bp,
    staff_orders.bp,
    staff_orders.trust,
    staff_prices.bp,
    staff_refunds.bp,
    staff_discrepancies.bp,
    outbox.bp,
    jobs.bp,
    audit,
)


DUTIES = (
    *duties.SOURCES,
    *interview_duties.SOURCES,
    *offer_duties.SOURCES,
    *placement_duties.SOURCES,
    following_up.duties,
    commenting.duties,
)
"""Whoever knows of something that a consultant has to do (recruitment.duties.Source): a line for each."""
WAYS_TO_PAY = (choosing.CARD, paying_later.WAY)


def open_doors(app: Flask) -> None:
    """Hang every door of the site on the application."""
    furnish(app)
    guards.watch(app)
    know_readers(app, find_reader)
    landing.know_employers(app, employer_queries.acts_for_any)
    know_adverts(app, vacancy_queries.live_under)
    stand_beside(
        app,
        belonging=beside_employers.belonging,
        waiting=(beside_employers.endorsements_waiting, campaigns_waiting.waiting, starts_waiting.waiting),
    )
    of_vacancies.PARTS.join(app, questions.parts_of)
    of_vacancies.MINE.join(app, beside_vacancies.mine)
    wordings.know_wordings(app, wording.offered)
    of_campaigns.PARTS.join(app, campaign_pages.parts_of)
    of_campaigns.ENDS_WITH_CAMPAIGN.join(app, interviews_beside.ending_with)
    of_campaigns.HANGS_ON_MEMBER.join(app, interviews_beside.hanging_on, linking.hanging_on)
    of_campaigns.CANCELLED_TEXTS.join(app, wording.for_cancelling)
    of_applications.PARTS.join(app, interviews_beside.parts_of)
    of_applications.WAYS.join(app, offers_alongside.of_candidate)
    of_applications.READERS.join(app, readers.readers_of)
    of_applications.DAYS.join(app, questions.days_of)
    of_applications.UNTIL.join(app, offers_alongside.until_of, interviews_beside.until_of)
    of_desks.WAYS.join(app, offers_alongside.of_desk)
    posting_lending.lend(app, lending.lent_to)
    received.know_receiving(app, linking.RECEIVING)
    ways.know_ways(app, WAYS_TO_PAY)
    papers.know_papers(app, filed.papers_of)
    SOURCES.join(app, *DUTIES)
    attaching.know_makers(app, {telling.ATTACHED: telling.files_of, interview_mails.ATTACHED: interview_mails.files_of})
    keeping.know_things(
        app,
        {
            "application": job_applications.subjects,
            log_files.ENTRY: log_files.entries,
            log_files.NOTE: log_files.notes,
        },
    )
    for public in PUBLIC:
        app.register_blueprint(public)
    _open(app, "account", guards.signed_in, ACCOUNT)
    _open(app, "employer", guards.signed_in, EMPLOYER)
    for name, behind in (("consultant", CONSULTANT), ("assessor", ASSESSOR), ("staff", STAFF)):
        _open(app, name, partial(guards.with_role, name), behind)


def _open(app: Flask, name: str, guard: Callable[[], ResponseReturnValue | None], behind: Iterable[Blueprint]) -> None:
    """One persona's door: what is behind it answers only those whom the guard lets pass, under the persona's menu."""
    door = Blueprint(name, __name__, url_prefix=f"/{name}")
    door.before_request(guard)
    for each in behind:
        door.register_blueprint(each)
    app.register_blueprint(hang(door))
