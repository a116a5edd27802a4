"""The terms of an offer in words."""

from __future__ import annotations

from portal.applying.queries import Job
from portal.offering.models import Offer
from portal.posting.answers.job import CLEARANCES
from portal.web import words


def facts_of(offer: Offer, *, for_candidate: bool) -> list[tuple[str, str]]:
    """The terms as both sides read them."""
    start = words.day_in_words(offer.starts_on)
    if offer.now_starts_on != offer.starts_on:
        start = f"{words.day_in_words(offer.now_starts_on)} (offered: {start})"
    found = [
        ("Post", offer.post),
        ("Salary", f"{words.money(offer.salary_pence)} a year"),
        ("Hours", offer.hours),
        ("Start date", start),
        ("Kind of offer", "Conditional" if offer.is_conditional else "Firm"),
        ("Answer wanted by", words.day_in_words(offer.answer_by)),
    ]
    return (
        found
        if for_candidate
        else [*found, ("Terms", f"Number {offer.number}, made at {words.long_time(offer.made_at)}")]
    )


def advertised(job: Job) -> str:
    """What the advert said of the pay, to be shown beside the salary that is offered."""
    shown = job.vacancy
    return words.pay_range(shown.pay_minimum, shown.pay_maximum, shown.pay_period) or words.pay_as_stated(
        shown.pay_stated
    )


def outside_advertised(job: Job, salary_pence: int) -> str:
    """A warning where a salary lies outside the yearly pay that was advertised; empty where it does not, or none was. It is no
    refusal: an employer may pay another scale point, and candidates compare what they are offered with what they read."""
    shown = job.vacancy
    if shown.pay_period != "year":
        return ""
    below = shown.pay_minimum is not None and salary_pence < shown.pay_minimum
    above = shown.pay_maximum is not None and salary_pence > shown.pay_maximum
    if not (below or above):
        return ""
    side = "below" if below else "above"
    return f"{words.money(salary_pence)} a year is {side} what was advertised: {advertised(job)}."


def usual_conditions(job: Job) -> str:
    """What is usually asked for, to begin with: what the law and the vacancy ask for."""
    found = ["Proof of your identity and of your right to work in the United Kingdom"]
    if "here_referees" in (job.posting.answers.get("applying") or {}):
        found.append("Two references that satisfy us")
    return "\n".join([*found, *(CLEARANCES[each] for each in job.vacancy.clearance or () if each in CLEARANCES)])
