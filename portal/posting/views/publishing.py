"""Publishing a vacancy: when, and how it is paid for; and what a live one can be given beside."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.posting import buying, presenting, publishing, queries, writing
from portal.posting.answers.closing import moment
from portal.posting.answers.shape import Read
from portal.posting.forms import ActForm, ExtendForm, PublishForm

bp = Blueprint("publishing", __name__, url_prefix="/<reference>/vacancies/<posting>")


@bp.route("/publish", methods=["GET", "POST"])
def publish(reference: str, posting: str) -> ResponseReturnValue:
    person, at, form = guards.current_person(), clock.now(), PublishForm()
    organisation, found = queries.for_writer(person.id, reference, posting)
    if not presenting.is_draft(found):
        return redirect(presenting.address_of(organisation, found))
    if publishing.obstacles(found, organisation, at=at):
        return redirect(presenting.address_of(organisation, found, "employer.checking.checks"))
    offer = buying.offer_for(found, organisation, at=at)
    form.way.choices = presenting.ways_of(offer)
    if form.validate_on_submit():
        read = Read()
        publish_at = moment(read, _typed(form), "day", "time", what="it is published", now=at) if _later(form) else None
        if form.when.data not in ("now", "later"):
            read.problems["when"] = "Choose when it is published."
        if form.way.choices and form.way.data not in {value for value, _ in form.way.choices}:
            read.problems["way"] = "Choose how it is paid for."
        elif form.featured.data and form.way.data == "credit":
            read.problems["featured"] = "A featured listing is paid for by an order. Choose the order, or untick it."
        if not read.problems:
            try:
                with transaction():
                    organisation, found = queries.for_writer(person.id, reference, posting, locked=True)
                    if form.way.data == "order":
                        order = buying.by_order(
                            found,
                            organisation,
                            featured=bool(form.featured.data),
                            publish_at=publish_at,
                            by=person.id,
                            at=at,
                        )
                        onward = presenting.order_address(organisation, order.reference)
                    else:
                        act = buying.publish if offer.bought else buying.by_credit
                        act(found, publish_at=publish_at, by=person.id, at=at)
                        onward = presenting.address_of(organisation, found)
                flash(presenting.published_sentence(form.way.data, publish_at), "success")
                return redirect(onward)
            except RuleBroken as problem:
                form.form_errors.append(str(problem))
                organisation, found = queries.for_writer(person.id, reference, posting)
                offer = buying.offer_for(found, organisation, at=at)
        for name, sentence in read.problems.items():
            form[name].errors = [sentence]
    return render_template(
        "posting/employer/publish.html",
        organisation=organisation,
        title=presenting.title_of(found),
        back=presenting.address_of(organisation, found, "employer.checking.checks"),
        closing=presenting.address_of(organisation, found, "section", section="closing"),
        offer=offer,
        advert_weeks=publishing.advert_weeks(),
        form=form,
    )


@bp.route("/extend", methods=["GET", "POST"])
def extend(reference: str, posting: str) -> ResponseReturnValue:
    person, at, form = guards.current_person(), clock.now(), ExtendForm()
    organisation, found = queries.for_writer(person.id, reference, posting)
    if not presenting.is_live(found, at=at):
        return redirect(presenting.address_of(organisation, found))
    if form.validate_on_submit():
        read = Read()
        moment(read, _typed(form), "closes_on", "closes_time", what="it closes", now=at)
        if not read.problems:
            try:
                with transaction():
                    organisation, found = queries.for_writer(person.id, reference, posting, locked=True)
                    typed = {**(found.answers.get("closing") or {}), **_typed(form)}
                    writing.save(found, "closing", typed, by=person.id, at=at)
                    short = publishing.extra_weeks(found, organisation, at=at)
                    if short:
                        order = buying.upgrade(found, weeks=short, featured=False, by=person.id, at=at)
                        onward = presenting.order_address(organisation, order.reference)
                    else:
                        publishing.republish(found, by=person.id, at=at)
                        onward = presenting.address_of(organisation, found)
                flash(presenting.extended_sentence(found, short), "success")
                return redirect(onward)
            except RuleBroken as problem:
                form.form_errors.append(str(problem))
                organisation, found = queries.for_writer(person.id, reference, posting)
        for name, sentence in read.problems.items():
            form[name].errors = [sentence]
    return render_template(
        "posting/employer/extend.html",
        title=presenting.title_of(found),
        back=presenting.address_of(organisation, found),
        closes_at=found.closes_at,
        shown_until=found.shown_until,
        cost=buying.week_cost(organisation, at=at),
        form=form,
    )


@bp.route("/feature", methods=["GET", "POST"])
def feature(reference: str, posting: str) -> ResponseReturnValue:
    person, at, form = guards.current_person(), clock.now(), ActForm()
    organisation, found = queries.for_writer(person.id, reference, posting)
    offer = buying.offer_for(found, organisation, at=at)
    if not presenting.is_live(found, at=at) or offer.featured is None:
        return redirect(presenting.address_of(organisation, found))
    if form.validate_on_submit():
        try:
            with transaction():
                organisation, found = queries.for_writer(person.id, reference, posting, locked=True)
                order = buying.upgrade(found, weeks=0, featured=True, by=person.id, at=at)
                onward = presenting.order_address(organisation, order.reference)
            return redirect(onward)
        except RuleBroken as problem:
            form.form_errors.append(str(problem))
            organisation, found = queries.for_writer(person.id, reference, posting)
    return render_template(
        "posting/employer/feature.html",
        title=presenting.title_of(found),
        back=presenting.address_of(organisation, found),
        cost=offer.featured,
        discount_because=offer.discount_because,
        form=form,
    )


def _later(form: PublishForm) -> bool:
    return bool(form.when.data == "later")


def _typed(form: PublishForm | ExtendForm) -> dict[str, str | list[str]]:
    return {field.name: field.data or "" for field in form if field.name in ("day", "time", "closes_on", "closes_time")}
