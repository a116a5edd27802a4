"""When this is announced, these run: the one table that joins the rooms from above."""

from __future__ import annotations

from portal.accounts.facts import PersonClosed
from portal.applying.facts import ApplicationMoved, ApplicationWithdrawn
from portal.billing import credits, dues, rises
from portal.billing import following as billing
from portal.billing import removing as unpaid
from portal.billing.facts import (
    OrderCancelled,
    OrderFulfilled,
    OrderInvoiced,
    OrderPaid,
    OrderPlaced,
    OrderRefunded,
    OrderReopened,
)
from portal.employers import leaving
from portal.employers.facts import EmployerKnownOtherwise, EmployerRemoved, EmployersMerged
from portal.feeds import rereading_employers
from portal.foundation.announcing import Reactions
from portal.interviewing import following as interviews
from portal.introducing import following as introductions
from portal.invoicing import following as invoicing
from portal.invoicing import issuing, reminding
from portal.membership import following as membership
from portal.membership.facts import (
    DueChanged,
    DueMade,
    DueReopened,
    DueSettled,
    MembershipEnded,
    RiseAsked,
    RiseGivenUp,
)
from portal.offering import following as offers
from portal.payments import closing as payment_pages
from portal.placing import following as placements
from portal.posting import buying
from portal.posting import tending as postings
from portal.recruitment import following as campaigns
from portal.recruitment.facts import CampaignEnded
from portal.vacancies import following as vacancies

REACTIONS: Reactions = {
    EmployersMerged: (
        membership.follow_merge,
        vacancies.follow_merge,
        billing.follow_merge,
        invoicing.follow_merge,
        postings.follow_merge,
        campaigns.follow_merge,
        introductions.follow_merge,
        rereading_employers.ask_for,
    ),
    EmployerRemoved: (membership.let_go, unpaid.refuse_removal, postings.refuse_removal, campaigns.refuse_removal),
    EmployerKnownOtherwise: (rereading_employers.ask_for,),
    PersonClosed: (leaving.follow_closing, membership.leave, billing.leave, campaigns.follow_closing),
    ApplicationWithdrawn: (interviews.end_with_application,),
    CampaignEnded: (interviews.end_with_campaign,),
    ApplicationMoved: (offers.follow, campaigns.note_milestone, placements.follow),
    DueMade: (dues.ask_for,),
    DueChanged: (dues.ask_anew,),
    DueSettled: (dues.stop_asking,),
    DueReopened: (dues.refuse_reopening, rises.let_the_unsettled_be),
    MembershipEnded: (dues.stop_asking_the_gone, rises.let_the_gone_be),
    RiseAsked: (rises.ask_for,),
    RiseGivenUp: (rises.stop_asking,),
    OrderPlaced: (rises.note_price,),
    OrderInvoiced: (dues.note_invoiced, issuing.issue_owed, payment_pages.give_up),
    OrderPaid: (dues.settle_paid, rises.settle_paid, issuing.issue_paid, reminding.thank, payment_pages.give_up),
    OrderReopened: (dues.reopen_unpaid, rises.reopen_unpaid),
    OrderFulfilled: (credits.grant_bought, buying.give, campaigns.give),
    OrderRefunded: (
        credits.take_refunded,
        dues.reopen_refunded,
        rises.take_back_refunded,
        buying.take_refunded,
        campaigns.take_refunded,
        invoicing.credit_refunded,
    ),
    OrderCancelled: (
        dues.note_not_invoiced,
        rises.close_cancelled,
        payment_pages.give_up,
        buying.let_go,
        campaigns.let_go,
    ),
}
