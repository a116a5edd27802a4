"""The client's pages of a campaign, with only what the client may see."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import guards
from portal.billing import queries as billing
from portal.employers import queries as employers
from portal.employers.views.leading_on import lead_on_own
from portal.foundation import clock
from portal.posting import agreement
from portal.recruitment import (
    addresses,
    advert_pages,
    advertising,
    agreeing,
    as_typed,
    beginning,
    cancel_page,
    cancelling,
    costing,
    fee_pages,
    joined,
    ordering,
    people_pages,
    presenting,
    queries,
    sold_pages,
    tasks,
    terms,
)
from portal.recruitment.forms import ActForm, AgreeForm, AnswerForm, DescribeForm, EnquiryForm
from portal.recruitment.people_pages import Where
from portal.web.acting import is_done

mine = Blueprint("all_campaigns", __name__, url_prefix="/campaigns")
bp = Blueprint("campaigns", __name__, url_prefix="/<reference>/campaigns")
bp.before_request(lead_on_own)


@mine.get("")
def choose() -> ResponseReturnValue:
    """For who acts for one organisation its campaigns, for others a choice."""
    found = queries.organisations_with(guards.current_person().id)
    if len(found) == 1:
        return redirect(url_for("employer.campaigns.index", reference=found[0][0].reference))
    return render_template("recruitment/employer/choose.html", organisations=found)


@bp.get("")
def index(reference: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation = employers.for_someone_of(person.id, reference)
    return render_template(
        "recruitment/employer/index.html",
        organisation=organisation,
        rows=presenting.rows_for_client(queries.of_client(person.id, organisation), organisation),
    )


@bp.route("/ask", methods=["GET", "POST"])
def ask(reference: str) -> ResponseReturnValue:
    person, at, form = guards.current_person(), clock.now(), EnquiryForm(posts="1")
    organisation = employers.for_someone_of(person.id, reference)
    if form.validate_on_submit():
        made: list[str] = []

        def act() -> None:
            client = employers.for_someone_of(person.id, reference)
            begun = beginning.enquire(
                client,
                **form.described,
                service=form.service.data or "",
                by=person.id,
                at=at,
            )
            made.append(begun.reference)

        if is_done(form, act):
            flash("Your enquiry is with our consultants. You hear by mail who takes it.", "success")
            return redirect(url_for(".show", reference=organisation.reference, campaign=made[0]))
        organisation = employers.for_someone_of(person.id, reference)
    return render_template(
        "recruitment/employer/act.html",
        heading="Ask for a consultant",
        caption=organisation.name,
        back=url_for(".index", reference=organisation.reference),
        form=form,
        button="Send the enquiry",
        says=[f"{each.name}: {each.says}" for each in sold_pages.services_on_sale()],
    )


@bp.get("/<campaign>")
def show(reference: str, campaign: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation, found = queries.for_client(person.id, reference, campaign)
    page = presenting.page_for_client(found, organisation, person.id, at=clock.now())
    parts = joined.PARTS.ask(found, tasks.CLIENT, clock.now())
    may_buy = billing.may_buy(person.id, organisation.id)
    return render_template(
        "recruitment/employer/show.html",
        page=page,
        parts=parts,
        organisation=organisation,
        fee=fee_pages.fee_of(found),
        orders=url_for("employer.orders.index", reference=reference) if may_buy else "",
    )


@bp.route("/<campaign>/terms", methods=["GET", "POST"])
def show_terms(reference: str, campaign: str) -> ResponseReturnValue:
    person, at, form = guards.current_person(), clock.now(), AgreeForm()
    organisation, found = queries.for_client(person.id, reference, campaign)
    if form.validate_on_submit():
        if is_done(form, lambda: _agree(person.id, reference, campaign, form.seen.data or "")):
            flash("The terms are agreed. The consultant is told, and writes the advert.", "success")
            return redirect(addresses.theirs(organisation, found))
        organisation, found = queries.for_client(person.id, reference, campaign)
    text = agreeing.text_for(found, at=at)
    form.seen.data = terms.mark_of(text)
    return render_template(
        "recruitment/employer/terms.html",
        heading=f"Terms of {found.title}",
        back=addresses.theirs(organisation, found),
        blocks=terms.blocks_of(text),
        agreed=presenting.agreed(found),
        missing=agreeing.missing(found),
        may_agree=presenting.may_agree(found, person.id),
        form=form,
    )


def _agree(person_id: int, reference: str, campaign: str, seen: str) -> None:
    _, locked = queries.for_binder(person_id, reference, campaign, locked=True)
    agreeing.agree(locked, seen=seen, by=person_id, at=clock.now())


@bp.route("/<campaign>/describe", methods=["GET", "POST"])
def describe(reference: str, campaign: str) -> ResponseReturnValue:
    person = guards.current_person()
    organisation, found = queries.for_client(person.id, reference, campaign)
    form = DescribeForm(**as_typed.described(found))

    def act() -> None:
        _, locked = queries.for_client(person.id, reference, campaign, locked=True)
        beginning.describe(locked, **form.described, by=person.id, at=clock.now())

    if form.validate_on_submit():
        if is_done(form, act):
            flash("It is kept.", "success")
            return redirect(addresses.theirs(organisation, found))
        organisation, found = queries.for_client(person.id, reference, campaign)
    return render_template(
        "recruitment/employer/act.html",
        heading="What is to be filled",
        caption=organisation.name,
        back=addresses.theirs(organisation, found),
        form=form,
        button="Save",
        says=(),
    )


@bp.route("/<campaign>/advert", methods=["GET", "POST"])
def advert(reference: str, campaign: str) -> ResponseReturnValue:
    person, at, form = guards.current_person(), clock.now(), AnswerForm()
    organisation, found = queries.for_client(person.id, reference, campaign)
    home, sends_back = addresses.theirs(organisation, found), form.answer.data == "send_back"

    def reply() -> None:
        _, locked = queries.for_client(person.id, reference, campaign, locked=True)
        if sends_back:
            advertising.send_back(locked, because=form.because.data or "", by=person.id, at=at)
        else:
            advertising.approve(locked, seen=form.seen.data or "", by=person.id, at=at)

    if form.validate_on_submit():
        if is_done(form, reply):
            flash("It is sent back." if sends_back else "It is approved. The consultant publishes it.", "success")
            return redirect(home)
        organisation, found = queries.for_client(person.id, reference, campaign)
    written = advert_pages.advert_of(found, at=at)
    if written is None:
        return redirect(home)
    form.seen.data = agreement.mark_of_text(written.answers)
    return render_template(
        "recruitment/employer/advert.html",
        advert=written,
        page=written.page,
        organisation=organisation,
        back=home,
        form=form,
    )


@bp.route("/<campaign>/cancel", methods=["GET", "POST"])
def cancel(reference: str, campaign: str) -> ResponseReturnValue:
    person, at = guards.current_person(), clock.now()
    organisation, found = queries.for_binder(person.id, reference, campaign)
    home, form = addresses.theirs(organisation, found), cancel_page.form_for(found)

    def act() -> None:
        _, locked = queries.for_binder(person.id, reference, campaign, locked=True)
        cancelling.cancel(locked, **form.typed, by=person.id, at=at)

    if form.validate_on_submit():
        if is_done(form, act):
            flash("It is cancelled. The consultant is told why, and who was in the running is told.", "success")
            return redirect(home)
        organisation, found = queries.for_binder(person.id, reference, campaign)
    return render_template(
        "recruitment/cancel.html",
        **cancel_page.facts(found, form, at=at),
        back=home,
        says=("It cannot be taken up again.", costing.cancelling_says(found)),
    )


@bp.route("/<campaign>/order", methods=["GET", "POST"])
def order(reference: str, campaign: str) -> ResponseReturnValue:
    person, form = guards.current_person(), ActForm()
    organisation, found = queries.for_binder(person.id, reference, campaign)
    made: list[str] = []

    def act() -> None:
        _, locked = queries.for_binder(person.id, reference, campaign, locked=True)
        made.append(ordering.order(locked, by=person.id, at=clock.now()))

    if form.validate_on_submit() and is_done(form, act):
        return redirect(url_for("employer.orders.show", reference=reference, order=made[0]))
    organisation, found = queries.for_binder(person.id, reference, campaign)
    return render_template(
        "recruitment/employer/act.html",
        heading="Order the service",
        caption=found.title,
        back=addresses.theirs(organisation, found),
        form=form,
        button="Make the order",
        says=(
            "You see what it costs, with your member discount if you have one, and place the order on the next page.",
            "The campaign knows of it as soon as it is paid, or put on account.",
        ),
    )


def _where(reference: str, campaign: str) -> Where:
    person_id = guards.current_person().id
    organisation, found = queries.for_client(person_id, reference, campaign)
    return Where(
        person_id,
        lambda locked: queries.for_client(person_id, reference, campaign, locked=locked)[1],
        addresses.theirs(organisation, found),
        addresses.theirs(organisation, found, "people"),
        "recruitment/employer/people.html",
    )


@bp.get("/<campaign>/people")
def people(reference: str, campaign: str) -> ResponseReturnValue:
    return people_pages.show(_where(reference, campaign))


@bp.post("/<campaign>/people/contacts")
def add_contact(reference: str, campaign: str) -> ResponseReturnValue:
    return people_pages.add_contact(_where(reference, campaign))


@bp.route("/<campaign>/people/contacts/<contact>/remove", methods=["GET", "POST"])
def remove_contact(reference: str, campaign: str, contact: str) -> ResponseReturnValue:
    return people_pages.remove_contact(_where(reference, campaign), contact)


@bp.post("/<campaign>/people/panel")
def invite(reference: str, campaign: str) -> ResponseReturnValue:
    return people_pages.invite(_where(reference, campaign))


@bp.route("/<campaign>/people/panel/<member>/<any(chair,remove):act>", methods=["GET", "POST"])
def on_panel(reference: str, campaign: str, member: str, act: str) -> ResponseReturnValue:
    return people_pages.on_panel(_where(reference, campaign), member, act)
