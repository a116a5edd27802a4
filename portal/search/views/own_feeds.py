"""The member's page of their own feed addresses."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.accounts import feed_tokens, guards
from portal.config import Settings
from portal.database.transaction import transaction
from portal.foundation.errors import RuleBroken
from portal.search import forms, personal_feeds
from portal.search.typed import SearchForm, typed_form
from portal.web.reader import current_reader

bp = Blueprint("feeds", __name__, url_prefix="/feeds")
HOME = "/account/feeds"


@bp.get("")
def show() -> ResponseReturnValue:
    search = _search()
    return render_template(
        "search/account/feeds.html",
        form=FlaskForm(),
        kept=feed_tokens.kept(guards.current_person().id),
        reader=current_reader(),
        open_to_all=_settings().signpost_audience == "everyone",
        search=search,
        new=search.address(f"{HOME}/new"),
    )


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Make the addresses; whoever has some is told first that those will stop working."""
    form, search, reader = FlaskForm(), _search(), current_reader()
    if not form.validate_on_submit():
        if not reader.is_member or feed_tokens.kept(guards.current_person().id) is None:
            return redirect(search.address(HOME))
        return render_template("search/account/feeds_anew.html", form=form, new=search.address(f"{HOME}/new"))
    try:
        with transaction():
            token = personal_feeds.make(reader)
    except RuleBroken as problem:
        flash(str(problem), "problem")
        return redirect(HOME)
    base = _settings().base_url
    return render_template(
        "search/account/feeds_made.html",
        token=token,
        search=search,
        of_search=personal_feeds.addresses(search, token, base=base) if search.pairs else [],
        of_all=personal_feeds.addresses(_search_for_all(), token, base=base),
    )


@bp.route("/revoke", methods=["GET", "POST"])
def revoke() -> ResponseReturnValue:
    form, person_id = FlaskForm(), guards.current_person().id
    if feed_tokens.kept(person_id) is None:
        return redirect(url_for("account.feeds.show"))
    if not form.validate_on_submit():
        return render_template("search/account/feeds_revoke.html", form=form)
    with transaction():
        feed_tokens.revoke(person_id)
    flash("Your feed addresses have stopped working.", "success")
    return redirect(url_for("account.feeds.show"))


def _search() -> SearchForm:
    """The search that the person comes from, if any."""
    wish = forms.read_wish(request.args)
    return typed_form(request.args, wish.request, wish.errors)


def _search_for_all() -> SearchForm:
    wish = forms.read_wish(forms.EVERYTHING)
    return typed_form(forms.EVERYTHING, wish.request, {})


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
