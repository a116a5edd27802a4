"""What waits for a person of a client in campaigns, for the employers' first page (employers.beside)."""

from __future__ import annotations

from portal.accounts import queries as people
from portal.employers.beside import Waits
from portal.foundation import clock
from portal.recruitment import addresses, agreeing, instalments, panels, queries
from portal.recruitment.campaign_states import DRAFTED, ENQUIRY
from portal.recruitment.fees import OF_SEARCH


def waiting(person_id: int) -> list[Waits]:
    """Terms to agree to, adverts to approve, instalments to order, and panels to join."""
    found = []
    for organisation, number in queries.organisations_with(person_id):
        for each in queries.of_client(person_id, organisation) if number else ():
            note = f"{each.title}, {organisation.name}"
            if each.state == DRAFTED:
                found.append(Waits("An advert to approve", addresses.theirs(organisation, each, "advert"), note))
            elif each.state == ENQUIRY and not agreeing.missing(each) and queries.may_bind(person_id, each):
                found.append(Waits("Terms to agree to", addresses.theirs(organisation, each, "show_terms"), note))
            if each.fee_pence is not None and queries.may_bind(person_id, each):
                orders = filter(None, (instalments.waiting(each, milestone) for milestone in OF_SEARCH))
                at = f"/employer/{organisation.reference}/orders"
                found += [Waits("An instalment to order", f"{at}/{order.reference}", note) for order in orders]
    invited = panels.number_invited(people.by_id(person_id), at=clock.now())
    return [*found, *([Waits("A panel that you are invited to", "/employer/panels")] if invited else [])]
