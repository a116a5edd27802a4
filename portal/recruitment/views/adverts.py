"""The consultant's pages of a campaign's advert: begun, sent to the client, published, closed, opened again, cancelled."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.accounts import guards
from portal.foundation import clock
from portal.posting.ending import REASONS
from portal.recruitment import addresses, advert_pages, advertising, cancel_page, cancelling, queries
from portal.recruitment.forms import ActForm, ChooseForm, CloseForm, ClosingForm, ReasonForm
from portal.web.acting import is_done

bp = Blueprint("campaign_adverts", __name__, url_prefix="/campaigns/<campaign>")
Verb = Callable[..., object]


@bp.route("/advert", methods=["GET", "POST"])
def advert(campaign: str) -> ResponseReturnValue:
    """Begin or choose it; once there is one, see what is missing and send it."""
    person, at = guards.current_person(), clock.now()
    found = queries.for_consultant(person.id, campaign)
    if found.posting_id is not None:
        return _send(campaign, person.id)
    form = ChooseForm()
    form.posting.choices = [("new", "A new one"), *advert_pages.choices_of(found)]
    if form.validate_on_submit():
        chosen = form.posting.data or ""

        def act() -> None:
            locked = queries.for_consultant(person.id, campaign, locked=True)
            if chosen == "new":
                advertising.begin_advert(locked, by=person.id, at=at)
            else:
                advertising.choose(locked, chosen, by=person.id, at=at)

        if is_done(form, act):
            return redirect(addresses.ours(found, "advert"))
        found = queries.for_consultant(person.id, campaign)
    return render_template(
        "recruitment/consultant/act.html",
        heading="The advert",
        back=addresses.ours(found),
        form=form,
        button="Go on",
        says=("It is a vacancy of the client: they see it under their vacancies, and may write in it too.",),
    )


def _send(campaign: str, person_id: int) -> ResponseReturnValue:
    at, form = clock.now(), ActForm()
    if form.validate_on_submit():

        def act() -> None:
            advertising.send(queries.for_consultant(person_id, campaign, locked=True), by=person_id, at=at)

        if is_done(form, act):
            flash("The client is asked to approve it.", "success")
            return redirect(addresses.ours(queries.for_consultant(person_id, campaign)))
    found = queries.for_consultant(person_id, campaign)
    advert = advert_pages.advert_of(found, at=at)
    return render_template(
        "recruitment/consultant/advert.html",
        advert=advert,
        page=advert.page if advert else None,
        back=addresses.ours(found),
        form=form,
    )


@bp.route("/take-back", methods=["GET", "POST"])
def take_back(campaign: str) -> ResponseReturnValue:
    form = ReasonForm()
    return _acting(
        campaign,
        form,
        lambda found, by, at: advertising.take_back(found, because=form.because.data or "", by=by, at=at),
        heading="Take the advert back to change it",
        button="Take it back",
        done="It is yours to change. Send it to the client again when it is ready.",
        says=("The client has approved it as it is. They are asked again when you have changed it.",),
    )


@bp.route("/live", methods=["GET", "POST"])
def live(campaign: str) -> ResponseReturnValue:
    return _acting(
        campaign,
        ActForm(),
        lambda found, by, at: advertising.go_live(found, by=by, at=at),
        heading="Publish the advert",
        button="Publish it",
        done="It is published, and enters search within a minute.",
        says=(
            "Everybody can read it from then on. The client is told.",
            "The criteria and their weights are fixed, so that every application is scored alike.",
        ),
    )


@bp.route("/close", methods=["GET", "POST"])
def close(campaign: str) -> ResponseReturnValue:
    form = CloseForm()
    form.because.choices = [(key, reason.choice) for key, reason in REASONS["close"].items()]
    return _acting(
        campaign,
        form,
        lambda found, by, at: advertising.close(
            found, because=form.because.data or "", note=form.note.data or "", by=by, at=at
        ),
        heading="Close it to applications early",
        button="Close it",
        done="It is closed to applications.",
        says=("It leaves search at once. Its page stays, and says that it closed early and why.",),
    )


@bp.route("/reopen", methods=["GET", "POST"])
def reopen(campaign: str) -> ResponseReturnValue:
    form = ClosingForm(closes_time="11:59pm")
    return _acting(
        campaign,
        form,
        lambda found, by, at: advertising.reopen(found, closing=form.typed, by=by, at=at),
        heading="Open it to applications again",
        button="Open it",
        done="It is open again, at the same address.",
        says=("It costs the client nothing more.",),
    )


@bp.route("/extend", methods=["GET", "POST"])
def extend(campaign: str) -> ResponseReturnValue:
    form = ClosingForm(closes_time="11:59pm")
    return _acting(
        campaign,
        form,
        lambda found, by, at: advertising.extend(found, closing=form.typed, by=by, at=at),
        heading="Move the closing time",
        button="Move it",
        done="The new closing time is public.",
        says=("The page of the vacancy tells that it was moved. Earlier than before? People may come too late.",),
    )


@bp.route("/cancel", methods=["GET", "POST"])
def cancel(campaign: str) -> ResponseReturnValue:
    person, at = guards.current_person(), clock.now()
    found = queries.for_consultant(person.id, campaign)
    home, form = addresses.ours(found), cancel_page.form_for(found)

    def act() -> None:
        locked = queries.for_consultant(person.id, campaign, locked=True)
        cancelling.cancel(locked, **form.typed, by=person.id, at=at)

    if form.validate_on_submit():
        if is_done(form, act):
            flash("It is cancelled. The client is told why, and who was in the running is told.", "success")
            return redirect(home)
        found = queries.for_consultant(person.id, campaign)
    return render_template(
        "recruitment/cancel.html",
        **cancel_page.facts(found, form, at=at),
        back=home,
        first=f"{home}/offers",
        says=("It cannot be taken up again. An advert that is live leaves search at once.",),
    )


def _acting(
    campaign: str,
    form: FlaskForm,
    verb: Verb,
    *,
    heading: str,
    button: str,
    done: str,
    says: tuple[str, ...],
) -> ResponseReturnValue:
    """A page with one form, for one act."""
    person, at = guards.current_person(), clock.now()
    found = queries.for_consultant(person.id, campaign)
    home = addresses.ours(found)

    def act() -> None:
        verb(queries.for_consultant(person.id, campaign, locked=True), person.id, at)

    if form.validate_on_submit():
        if is_done(form, act):
            flash(done, "success")
            return redirect(home)
        found = queries.for_consultant(person.id, campaign)
    return render_template(
        "recruitment/consultant/act.html",
        heading=heading,
        caption=found.title,
        back=home,
        form=form,
        button=button,
        says=says,
    )
