"""Staff see the price list and set prices that begin on a day to come."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import current_person
from portal.billing import catalogue, price_setting
from portal.billing.forms import ActForm, PriceForm, pence_of
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.foundation.money import pounds

bp = Blueprint("prices", __name__, url_prefix="/prices")


@bp.get("")
def index() -> ResponseReturnValue:
    today = clock.today()
    sold = [
        {
            "product": each.product,
            "price": pounds(each.pence),
            "coming": [row for row in price_setting.prices_of(each.product.key) if row.from_date > today],
        }
        for each in catalogue.on_sale(on=today)
    ]
    return render_template("billing/staff/prices.html", sold=sold, pounds=pounds)


@bp.route("/<product>", methods=["GET", "POST"])
def show(product: str) -> ResponseReturnValue:
    row, form, today = catalogue.product(product), PriceForm(), clock.today()
    if form.validate_on_submit():
        pence, day = pence_of(form.price.data), form.from_date.data
        try:
            if pence is None:
                raise RuleBroken("Enter the price in pounds, such as 320 or 320.50.")
            if day is None:
                raise RuleBroken("Enter the day from which it is in force.")
            with transaction():
                price_setting.set_price(product, pence, from_date=day, by=current_person().id, on=today)
            flash("The new price is set.", "success")
            return redirect(url_for("staff.prices.show", product=product))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
            row = catalogue.product(product)
    prices = price_setting.prices_of(row.key)
    begun = [each for each in prices if each.from_date <= today]
    return render_template(
        "billing/staff/price.html",
        product=row,
        form=form,
        act=ActForm(),
        prices=[
            {
                "amount": pounds(each.pence),
                "from_date": each.from_date,
                "coming": each.from_date > today,
                "now": bool(begun) and each is begun[0],
            }
            for each in prices
        ],
        held=price_setting.held_in(row.key, on=today),
    )


@bp.post("/<product>/withdraw")
def withdraw(product: str) -> ResponseReturnValue:
    catalogue.product(product)
    if ActForm().validate_on_submit():
        try:
            from_date = date.fromisoformat(request.form.get("from", ""))
        except ValueError:
            return redirect(url_for("staff.prices.show", product=product))
        try:
            with transaction():
                price_setting.withdraw_price(product, from_date, by=current_person().id, on=clock.today())
            flash("The price is withdrawn.", "success")
        except RuleBroken as broken:
            flash(str(broken), "problem")
    return redirect(url_for("staff.prices.show", product=product))
