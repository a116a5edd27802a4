"""The applications that came here for a vacancy, as an upper room knows them (portal.doors hands it over)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from portal.employers.models import Organisation
from portal.posting.models import Posting


@dataclass(frozen=True, slots=True)
class Receiving:
    """`number_sent` is how many were sent for a vacancy, those withdrawn among them; `link_of` gives the words and the
    address of a link to them for whoever may write the vacancy, both empty where there is nothing for them to read."""

    number_sent: Callable[[Posting], int]
    link_of: Callable[[Organisation, Posting], tuple[str, str]]


def know_receiving(app: Flask, receiving: Receiving) -> None:
    """From now on ask this about applications."""
    app.extensions["applications_received"] = receiving


def link_of(organisation: Organisation, posting: Posting) -> tuple[str, str]:
    """The words and the address of a link to the applications."""
    return _known().link_of(organisation, posting)


def who_waits(organisation: Organisation, posting: Posting) -> tuple[str, str]:
    """The same where somebody has applied, whom ending the vacancy tells nothing; both empty otherwise."""
    return link_of(organisation, posting) if number_sent(posting) else ("", "")


def number_sent(posting: Posting) -> int:
    """How many applications were sent for it."""
    return _known().number_sent(posting)


def _known() -> Receiving:
    known: Receiving = current_app.extensions["applications_received"]
    return known
