"""Doing what a form asks for, and saying in the form why it cannot be done."""

from __future__ import annotations

from collections.abc import Callable

from flask_wtf import FlaskForm

from portal.database.transaction import transaction
from portal.foundation.errors import RuleBroken


def is_done(form: FlaskForm, act: Callable[[], object]) -> bool:
    """Whether the act went through, in a transaction of its own; where a rule stood against it, the form says which.

    What was read before is to be read again afterwards: a transaction that fails lets go of it.
    """
    try:
        with transaction():
            act()
    except RuleBroken as broken:
        form.form_errors.append(str(broken))
        return False
    return True
