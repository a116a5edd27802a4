"""The page of a campaign's people, which the consultant and the client have alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.recruitment import contacts, joined, panels, people_in_words
from portal.recruitment.forms import ActForm, ContactForm, PanelForm
from portal.recruitment.models import Campaign, PanelMember
from portal.web.acting import is_done


@dataclass(frozen=True, slots=True)
class Where:
    """On whose side: who asks, how the campaign is found for them (locked or not), their addresses and their template."""

    person_id: int
    find: Callable[[bool], Campaign]
    home: str
    here: str
    template: str


def show(where: Where, panel: PanelForm | None = None) -> ResponseReturnValue:
    """Who sees it for the client, and the panel."""
    found = where.find(False)
    contact = ContactForm(formdata=None)
    contact.person.choices = [(each.reference, each.name) for each in contacts.candidates(found)]
    return render_template(
        where.template,
        title=found.title,
        back=where.home,
        here=where.here,
        contacts=people_in_words.contacts_of(found),
        panel=people_in_words.panel_of(found, at=clock.now()),
        contact_form=contact,
        form=panel or PanelForm(formdata=None),
    )


def add_contact(where: Where) -> ResponseReturnValue:
    """Let somebody of the client see it."""
    form = ContactForm()
    person = form.person.data or ""
    return _act(where, lambda it: contacts.add(it, person, by=where.person_id, at=clock.now()), "They see it now.")


def remove_contact(where: Where, contact: str) -> ResponseReturnValue:
    """Let somebody of the client see it no longer, once it is meant."""
    found = where.find(False)
    person = contacts.one(found, contact)
    name, owns = person.name, contacts.owns(found, person.id)
    if request.method == "POST":
        done = f"{name} is not written to any more. An owner still sees it." if owns else f"{name} sees it no longer."
        return _act(where, lambda it: contacts.remove(it, contact, by=where.person_id, at=clock.now()), done)
    says = [
        "They are not written to about the campaign any more. They are told by mail that they were taken off.",
        "An owner still sees it." if owns else "They do not see it any more.",
    ]
    return _confirm(where, found.title, f"Take {name} off the campaign?", says, f"Take {name} off")


def invite(where: Where) -> ResponseReturnValue:
    """Invite somebody on to the panel."""
    form = PanelForm()

    def act() -> None:
        panels.invite(
            where.find(True),
            name=form.name.data or "",
            email=form.email.data or "",
            is_chair=bool(form.is_chair.data),
            by=where.person_id,
            at=clock.now(),
        )

    if form.validate_on_submit() and is_done(form, act):
        flash("The invitation is on its way.", "success")
        return redirect(where.here)
    return show(where, form)


def on_panel(where: Where, member: str, act: str) -> ResponseReturnValue:
    """Name the chair; or take somebody off, once it is meant."""
    if request.method != "POST":
        found = where.find(False)
        row = panels.one(found, member)
        return _ask_about(where, found, row) if act == "remove" else redirect(where.here)
    if act == "chair":
        return _act(
            where, lambda it: panels.make_chair(it, member, by=where.person_id, at=clock.now()), "They chair it now."
        )
    return _act(where, lambda it: panels.remove(it, member, by=where.person_id, at=clock.now()), "They are taken off.")


def _ask_about(where: Where, found: Campaign, member: PanelMember) -> ResponseReturnValue:
    says = joined.HANGS_ON_MEMBER.ask(found, member, clock.now())
    if member.is_chair:
        says.append(
            "They chair the panel. Until somebody else chairs it, nobody can decide the shortlist or after interviews."
        )
    what = "They are told by mail." if member.taken_up_at else "Their invitation ends, and they are told by mail."
    heading = f"Take {member.name} off the panel?"
    return _confirm(where, found.title, heading, [*says, what], f"Take {member.name} off the panel")


def _confirm(where: Where, title: str, heading: str, says: list[str], button: str) -> ResponseReturnValue:
    return render_template(
        "recruitment/employer/act.html",
        heading=heading,
        caption=title,
        back=where.here,
        form=ActForm(),
        button=button,
        says=says,
        warns=True,
    )


def _act(where: Where, verb: Callable[[Campaign], object], done: str) -> ResponseReturnValue:
    if ActForm().validate_on_submit():
        try:
            with transaction():
                verb(where.find(True))
            flash(done, "success")
        except RuleBroken as problem:
            flash(str(problem), "problem")
    return redirect(where.here)
