"""Staff see what is charged, and set what is from a day to come: looked over with whom it concerns, then confirmed."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import current_person
from portal.billing import affected, catalogue, dated, price_pages, product_adding, product_editing, vat
from portal.billing.forms import ActForm, AmountForm, NewProductForm, ProductForm
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.web.acting import is_done

bp = Blueprint("prices", __name__, url_prefix="/prices")


@bp.get("")
def index() -> ResponseReturnValue:
    today = clock.today()
    return render_template(
        "billing/staff/prices.html",
        products=price_pages.products(on=today),
        amounts=price_pages.settings(on=today),
    )


@bp.route("/new", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """A product that is sold from a day to come."""
    today = clock.today()
    form = NewProductForm(data={"discounted": True, "vat_code": vat.STANDARD})
    form.kind.choices, form.vat_code.choices = list(product_adding.KINDS.items()), product_adding.vat_choices(on=today)
    made: list[str] = []

    def act() -> None:
        made.append(product_adding.add(price_pages.added(form), by=current_person().id, on=today).key)

    if form.validate_on_submit() and is_done(form, act):
        flash("The product is added. It is on the price list from its first day; until then change it here.", "success")
        return redirect(url_for("staff.prices.edit", product=made[-1]))
    return render_template("billing/staff/new_product.html", form=form)


@bp.route("/<setting>", methods=["GET", "POST"])
def show(setting: str) -> ResponseReturnValue:
    what, form, today = dated.setting(setting), AmountForm(), clock.today()
    price_pages.word(form, what)
    if form.validate_on_submit():
        try:
            amount, from_date = dated.read(what, form.amount.data), form.from_date.data
            if from_date is None:
                raise RuleBroken("Enter the day from which it is in force.")
            dated.check(what, amount, from_date=from_date, on=today)
            return redirect(
                url_for("staff.prices.confirm", setting=setting, amount=amount, start=from_date.isoformat())
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    return render_template(
        "billing/staff/price.html",
        what=what,
        form=form,
        act=ActForm(),
        rows=price_pages.rows(what, on=today),
        is_product=what.kind == dated.PRICE,
    )


@bp.route("/<setting>/confirm", methods=["GET", "POST"])
def confirm(setting: str) -> ResponseReturnValue:
    """Whom it concerns, and the button that sets it; what is set stands in the address, so that it can be looked over."""
    what, form, today = dated.setting(setting), ActForm(), clock.today()
    asked = _asked()
    if asked is None:
        return redirect(url_for("staff.prices.show", setting=setting))
    amount, from_date = asked
    try:
        dated.check(what, amount, from_date=from_date, on=today)
        if form.validate_on_submit():
            with transaction():
                dated.set_from(dated.setting(setting), amount, from_date=from_date, by=current_person().id, on=today)
            flash("It is set. Until the day before it begins it can be withdrawn here.", "success")
            return redirect(url_for("staff.prices.show", setting=setting))
    except RuleBroken as broken:
        flash(str(broken), "problem")
        return redirect(url_for("staff.prices.show", setting=setting))
    return render_template(
        "billing/staff/confirm_price.html",
        what=what,
        form=form,
        now=price_pages.said(what, dated.amount_on(what, on=today)),
        then=dated.say(what, amount),
        from_date=from_date,
        affected=affected.by(what, amount, from_date=from_date, on=today),
    )


@bp.post("/<setting>/withdraw")
def withdraw(setting: str) -> ResponseReturnValue:
    dated.setting(setting)
    if ActForm().validate_on_submit():
        try:
            from_date = date.fromisoformat(request.form.get("from", ""))
        except ValueError:
            return redirect(url_for("staff.prices.show", setting=setting))
        try:
            with transaction():
                dated.withdraw(dated.setting(setting), from_date, by=current_person().id, on=clock.today())
            flash("It is withdrawn: what was in force before stays in force.", "success")
        except RuleBroken as broken:
            flash(str(broken), "problem")
    return redirect(url_for("staff.prices.show", setting=setting))


@bp.route("/<product>/product", methods=["GET", "POST"])
def edit(product: str) -> ResponseReturnValue:
    row = catalogue.product(product)
    form = ProductForm(data=product_editing.as_it_is(row, on=clock.today()))
    price_pages.trim(form, row)
    if form.validate_on_submit():
        try:
            with transaction():
                changed = product_editing.edit(
                    catalogue.product(product), price_pages.written(form), by=current_person().id, on=clock.today()
                )
            flash("The product is saved." if changed else "Nothing was different.", "success")
            return redirect(url_for("staff.prices.index"))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
            row = catalogue.product(product)
    return render_template(
        "billing/staff/product.html", product=row, form=form, held=affected.held_by(product), today=clock.today()
    )


def _asked() -> tuple[int, date] | None:
    """The amount and the day in the address; None for what no page of ours leads to."""
    written = request.args.get("amount", "")
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        return None
    try:
        return int(written), date.fromisoformat(request.args.get("start", ""))
    except ValueError:
        return None
