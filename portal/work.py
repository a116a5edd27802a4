"""What runs in the background: the one table of jobs, their handlers and their rhythm."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from flask import current_app

import search_index
from portal.applying import tending as applications
from portal.billing import credits, dues
from portal.config import Settings
from portal.database.transaction import reading, transaction
from portal.documents import removing, scanning, sweeping
from portal.evidence import making as evidence
from portal.feeds import polling, rereading_employers
from portal.feeds.asking_pages import ask_pages
from portal.foundation import clock
from portal.interviewing import tending as interviews
from portal.invoicing import daily as invoices
from portal.jobs import queueing
from portal.jobs.leasing import AlreadyHeld
from portal.jobs.working import Repeated, Worker
from portal.mail import forgetting, sending
from portal.membership import daily, endorsing
from portal.offering import tending as offers
from portal.payments import choosing, reconciling
from portal.placing import tending as placements
from portal.posting import tending as postings
from portal.privacy import erasing, retaining
from portal.recruitment import tending as campaigns
from portal.search import indexing
from portal.vacancies.closing import close_passed
from search_index import IndexBroken, IndexBusy, IndexMissing

log = logging.getLogger(__name__)

SCHEDULE = (
    Repeated("feeds.poll", every=60),
    Repeated("feeds.ask_pages", every=900),
    Repeated("vacancies.close_passed", every=60),
    Repeated("posting.tend", every=60),
    Repeated("recruitment.tend", every=60),
    Repeated("applying.tend", every=60),
    Repeated("interviewing.tend", every=60),
    Repeated("offering.tend", every=3_600),
    Repeated("placing.tend", every=3_600),
    Repeated("membership.chase_endorsements", every=86_400),
    Repeated("membership.daily", every=86_400),
    Repeated("credits.expire", every=86_400),
    Repeated("dues.ask_for_forgotten", every=86_400),
    Repeated("invoicing.daily", every=86_400),
    Repeated(scanning.JOB, every=60),
    Repeated("documents.sweep", every=3_600),
    Repeated("mail.send", every=60),
    Repeated("mail.forget", every=86_400),
    Repeated("payments.retry", every=60),
    Repeated("payments.reconcile", every=600),
    Repeated("jobs.tidy", every=86_400),
    Repeated("search.optimise", every=86_400),
    Repeated("privacy.complete", every=86_400),
    Repeated("privacy.retain", every=86_400),
)


def _poll(_facts: Mapping[str, Any]) -> str:
    try:
        return f"{sum(1 for _ in polling.poll(current_app.config['SETTINGS']))} sources polled"
    except AlreadyHeld:
        return "already running"


def _ask_pages(_facts: Mapping[str, Any]) -> str:
    try:
        return f"{ask_pages(current_app.config['SETTINGS'])} closed"
    except AlreadyHeld:
        return "already running"


def _reread_employer(facts: Mapping[str, Any]) -> str:
    standing = rereading_employers.reread_of(facts["organisation"], at=clock.now())
    return f"{sum(standing.values())} vacancies read again"


def _close_passed(_facts: Mapping[str, Any]) -> str:
    with transaction():
        return f"{close_passed(at=clock.now())} closed"


def _tend_postings(_facts: Mapping[str, Any]) -> str:
    at = clock.now()
    published, sent_back = postings.publish_due(at=at)
    return f"{published} published, {sent_back} sent back, {postings.close_passed(at=at)} closed"


def _tend_campaigns(_facts: Mapping[str, Any]) -> str:
    closed, ordered = campaigns.tend(at=clock.now())
    return f"{closed} campaigns closed to applications, {ordered} instalments of fees ordered"


def _tend_applications(_facts: Mapping[str, Any]) -> str:
    warned, lapsed, revived = applications.tend(at=clock.now())
    return f"{warned} warned, {lapsed} missed the closing time, {revived} open again"


def _tend_interviews(_facts: Mapping[str, Any]) -> str:
    at = clock.now()
    ended = interviews.end_outdated(at=at)
    candidates, holders = interviews.remind(at=at)
    return f"{candidates} candidates and {holders} interviewers reminded, {ended} interviews ended"


def _tend_offers(_facts: Mapping[str, Any]) -> str:
    reminded, referees, ended = offers.tend(at=clock.now())
    return f"{reminded} reminded of their offers, {referees} referees reminded, {ended} places on reserve lists ended"


def _tend_placements(_facts: Mapping[str, Any]) -> str:
    ordered, reminded, over = placements.tend(at=clock.now())
    return f"{ordered} parts of fees ordered, {reminded} placements reminded of, {over} guarantees over"


def _chase_endorsements(_facts: Mapping[str, Any]) -> str:
    with transaction():
        reminded, passed_on = endorsing.chase(at=clock.now())
    return f"{reminded} reminded, {passed_on} passed to the panel"


def _tend_memberships(_facts: Mapping[str, Any]) -> str:
    try:
        return daily.run()
    except AlreadyHeld:
        return "already running"


def _expire_credits(_facts: Mapping[str, Any]) -> str:
    with transaction():
        return f"{credits.expire(on=clock.today(), at=clock.now())} advert credits expired"


def _ask_for_forgotten(_facts: Mapping[str, Any]) -> str:
    return f"{dues.ask_for_forgotten(at=clock.now())} orders made for fees that nothing asked for"


def _tend_invoices(_facts: Mapping[str, Any]) -> str:
    return invoices.run()


def _scan_documents(_facts: Mapping[str, Any]) -> str:
    decided, waiting = scanning.scan_due()
    return f"{decided} documents scanned, {waiting} waiting"


def _sweep_documents(_facts: Mapping[str, Any]) -> str:
    with reading():
        return f"{sweeping.sweep()} forgotten files deleted"


def _send_mail(_facts: Mapping[str, Any]) -> str:
    ends = sending.send_due(current_app.config["SETTINGS"])
    return ", ".join(f"{number} {end}" for end, number in sorted(ends.items())) or "nothing to send"


def _retry_payments(_facts: Mapping[str, Any]) -> str:
    if not choosing.which():
        return "no cards are taken"
    outcome = reconciling.retry()
    return f"{outcome.events} messages and {outcome.refunds} refunds looked at again"


def _reconcile_payments(_facts: Mapping[str, Any]) -> str:
    if not choosing.which():
        return "no cards are taken"
    outcome = reconciling.reconcile()
    return f"{outcome.looked_at} looked at, {outcome.settled} changes, {outcome.silent} unanswered"


def _close_payment_pages(facts: Mapping[str, Any]) -> str:
    return (
        f"{reconciling.close_pages(facts['order_id'])} payment pages closed"
        if choosing.which()
        else "no cards are taken"
    )


def _forget_mail(_facts: Mapping[str, Any]) -> str:
    with transaction():
        return f"{forgetting.wipe_old(at=clock.now())} messages wiped"


def each_turn() -> bool:
    """What is done between any two jobs: the index kept in step and mail sent as soon as it is written."""
    sent = bool(sending.anything_due() and sending.send_due(current_app.config["SETTINGS"]))
    return keep_index_in_step() or sent


def _tidy(_facts: Mapping[str, Any]) -> str:
    with transaction():
        queueing.forget_old(at=clock.now())
    return "old jobs forgotten"


def _optimise(_facts: Mapping[str, Any]) -> str:
    """Deleted text stays in the files of the index until they are merged."""
    try:
        return f"{search_index.optimise(current_app.config['SETTINGS'].index_dir)} deleted vacancies left the files"
    except (IndexMissing, IndexBroken):
        return "no index to optimise; it will be rebuilt"


def _complete_erasures(_facts: Mapping[str, Any]) -> str:
    again, unfinished = erasing.complete(current_app.config["SETTINGS"])
    return f"{again} people erased again, {unfinished} erasures still to be completed"


def _retain(_facts: Mapping[str, Any]) -> str:
    at = clock.now()
    with transaction():
        done = retaining.apply(at=at)
    done |= retaining.delete_files(current_app.config["SETTINGS"], at=at)
    return f"{sum(done.values())} rows and files had passed their time"


def keep_index_in_step() -> bool:
    """Write waiting changes to the index, rebuilding it when it is missing or broken; True when work was done."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        return indexing.sync(settings.index_dir, wait_seconds=1.0) > 0
    except (IndexMissing, IndexBroken) as problem:
        log.warning("index.rebuilt", extra={"reason": str(problem), "indexed": indexing.rebuild(settings.index_dir)})
        return True
    except IndexBusy:
        return False


def worker() -> Worker:
    """The worker over this table."""
    return Worker(
        {
            "feeds.poll": _poll,
            "feeds.ask_pages": _ask_pages,
            rereading_employers.JOB: _reread_employer,
            "vacancies.close_passed": _close_passed,
            "posting.tend": _tend_postings,
            "recruitment.tend": _tend_campaigns,
            "applying.tend": _tend_applications,
            "interviewing.tend": _tend_interviews,
            "offering.tend": _tend_offers,
            "placing.tend": _tend_placements,
            "membership.chase_endorsements": _chase_endorsements,
            "membership.daily": _tend_memberships,
            "credits.expire": _expire_credits,
            "dues.ask_for_forgotten": _ask_for_forgotten,
            "invoicing.daily": _tend_invoices,
            scanning.JOB: _scan_documents,
            "documents.sweep": _sweep_documents,
            removing.JOB: removing.delete_files,
            evidence.JOB: evidence.make,
            "mail.send": _send_mail,
            "mail.forget": _forget_mail,
            "payments.close_pages": _close_payment_pages,
            "payments.retry": _retry_payments,
            "payments.reconcile": _reconcile_payments,
            "jobs.tidy": _tidy,
            "search.optimise": _optimise,
            "privacy.complete": _complete_erasures,
            "privacy.retain": _retain,
        },
        SCHEDULE,
        each_turn,
    )
