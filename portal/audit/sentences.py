"""The record in words: what an entry says to staff, and what it says to the person whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SENTENCES: Mapping[str, str] = {
    "accounts.registered": "made an account",
    "accounts.email_confirmed": "confirmed their e-mail address",
    "accounts.signed_in": "signed in",
    "accounts.signed_out": "signed out",
    "accounts.tries_refused": "was refused at signing in after too many tries",
    "accounts.password_changed": "changed their password",
    "accounts.email_change_asked": "asked to change their e-mail address",
    "accounts.email_changed": "changed their e-mail address",
    "accounts.email_reverted": "took the change of their e-mail address back",
    "accounts.role_given": "gave the role {role}",
    "accounts.role_taken": "took the role {role} away",
    "accounts.second_factor_on": "set up their second factor",
    "accounts.second_factor_off": "switched their second factor off",
    "accounts.second_factor_reset": "took a lost second factor away",
    "accounts.recovery_code_used": "used a recovery code",
    "accounts.recovery_codes_made": "made new recovery codes",
    "accounts.session_ended": "ended one of their sessions",
    "accounts.sessions_ended": "ended all sessions",
    "accounts.mail_chosen": "chose which mails to get",
    "accounts.closed": "closed the account",
    "accounts.disabled": "disabled the account",
    "accounts.enabled": "enabled the account",
    "accounts.feed_token_made": "made the secret of the personal feeds",
    "accounts.feed_token_revoked": "voided the secret of the personal feeds",
    "employers.added": "added an organisation",
    "employers.confirmed": "confirmed an organisation",
    "employers.removed": "removed an organisation",
    "employers.restored": "restored an organisation",
    "employers.changed": "changed an organisation’s details",
    "employers.merged": "merged one organisation into another",
    "employers.claimed": "asked to act for an organisation",
    "employers.claim_approved": "approved a claim",
    "employers.claim_declined": "declined a claim",
    "employers.claim_withdrawn": "withdrew a claim",
    "employers.invited": "invited a colleague",
    "employers.invitation_accepted": "accepted an invitation",
    "employers.invitation_withdrawn": "withdrew an invitation",
    "employers.role_given": "gave the organisation’s role {role}",
    "employers.role_taken": "took the organisation’s role {role} away",
    "employers.role_refused": "was refused a change of roles",
    "employers.head_confirmed": "confirmed a Head of Profession",
    "employers.head_refused": "did not confirm a Head of Profession",
    "membership.application_begun": "began an application",
    "membership.applied": "sent an application",
    "membership.endorsement_answered": "answered whether they endorse an application",
    "membership.endorsement_ran_out": "waited in vain for an endorsement",
    "membership.voted": "voted on an application",
    "membership.stood_aside": "stood aside from an application",
    "membership.application_approved": "approved an application",
    "membership.application_declined": "declined an application",
    "membership.application_withdrawn": "withdrew an application",
    "membership.appealed": "appealed",
    "membership.admitted": "admitted a member",
    "membership.paid": "recorded a payment",
    "membership.waived": "let a fee off",
    "membership.ended": "ended a membership",
    "membership.settling_taken_back": "took a recorded payment back",
    "membership.list_downloaded": "downloaded the list of memberships",
    "membership.end_taken_back": "took the end of a membership back",
    "membership.note_written": "wrote a note on an application",
    "membership.renewal_offered": "offered a renewal",
    "membership.came_back": "made the fee for coming back due",
    "membership.tier_changed": "charged by another tier",
    "billing.order_begun": "began an order",
    "billing.order_sent_for_approval": "sent an order for approval",
    "billing.order_placed": "placed an order",
    "billing.order_approved": "approved an order",
    "billing.order_sent_back": "sent an order back",
    "billing.order_called_back": "called an order back",
    "billing.order_invoiced": "put an order on account",
    "billing.order_paid": "paid an order in full",
    "billing.order_cancelled": "cancelled an order",
    "billing.order_refunded": "gave an order’s money back",
    "billing.order_reopened": "took an order’s payment away, because it was another’s",
    "billing.money_taken_back": "took back that a payment was for an order",
    "invoicing.invoice_issued": "issued an invoice",
    "invoicing.credit_note_issued": "issued a credit note",
    "invoicing.sent_again": "sent a document again",
    "invoicing.returned": "noted that a buyer returned an invoice as invalid",
    "invoicing.return_taken_back": "found a returned invoice valid",
    "invoicing.statement_taken_in": "took a bank statement in",
    "invoicing.statement_dropped": "threw an uploaded bank statement away",
    "invoicing.receipt_allocated": "matched a payment to an invoice",
    "invoicing.allocation_taken_back": "took a payment’s match back",
    "invoicing.receipt_sent_back": "noted that a payment was sent back",
    "invoicing.receipt_set_aside": "set a receipt aside",
    "invoicing.receipt_brought_back": "brought a receipt back",
    "billing.money_received": "noted money for an order",
    "billing.money_given_back": "noted money given back for an order",
    "billing.credited": "credited part of an order",
    "billing.credits_granted": "gave an organisation advert credits",
    "billing.credits_spent": "spent advert credits",
    "billing.credits_returned": "gave advert credits back",
    "billing.price_set": "set a price",
    "billing.price_withdrawn": "withdrew a price that had not begun",
    "billing.vat_rate_set": "set a rate of VAT",
    "billing.vat_rate_withdrawn": "withdrew a rate of VAT that had not begun",
    "billing.discount_set": "set a tier’s member discount",
    "billing.discount_withdrawn": "withdrew a tier’s member discount that had not begun",
    "billing.fee_set": "set a membership’s fee",
    "billing.fee_withdrawn": "withdrew a membership’s fee that had not begun",
    "billing.product_changed": "changed a product",
    "billing.terms_changed": "changed how an organisation buys",
    "posting.begun": "began a vacancy",
    "posting.approval_asked": "sent a vacancy’s text for approval",
    "posting.text_approved": "approved a vacancy’s text",
    "posting.text_sent_back": "sent a vacancy’s text back",
    "posting.text_called_back": "called a vacancy’s text back before it was approved",
    "posting.handed_over": "handed a vacancy over to its order",
    "posting.taken_back": "took a vacancy back to change it",
    "posting.scheduled": "gave a vacancy its day",
    "posting.published": "published a vacancy",
    "posting.changed": "changed a published vacancy",
    "posting.discarded": "threw a vacancy’s draft away",
    "posting.closed": "closed a vacancy early",
    "posting.closed_on_time": "closed a vacancy in time",
    "posting.withdrawn": "withdrew a vacancy",
    "posting.reopened": "opened a vacancy again",
    "campaign.begun": "began a recruitment campaign",
    "campaign.terms_agreed": "agreed to the terms of a recruitment campaign",
    "campaign.advert_sent": "sent a campaign’s advert to the client",
    "campaign.advert_sent_back": "asked for changes to a campaign’s advert",
    "campaign.advert_approved": "approved a campaign’s advert",
    "campaign.published": "published a campaign’s advert",
    "campaign.closed": "closed a campaign to applications",
    "campaign.reopened": "opened a campaign to applications again",
    "campaign.selection_begun": "began a campaign’s selection",
    "campaign.offer_made": "made an offer in a campaign",
    "campaign.selection_resumed": "went back to a campaign’s selection",
    "campaign.filled": "ended a campaign with every post filled",
    "campaign.part_filled": "ended a campaign with some posts filled",
    "campaign.unfilled": "ended a campaign without an appointment",
    "campaign.cancelled": "cancelled a recruitment campaign",
    "campaign.assigned": "named who runs a campaign",
    "campaign.fee_set": "set a campaign’s fee",
    "campaign.paid_for": "noted that a campaign’s order was settled",
    "campaign.contacts_changed": "changed who sees a campaign for its client",
    "campaign.panel_changed": "changed a campaign’s panel",
    "campaign.weights_set": "set the weights of a campaign’s criteria",
    "campaign.planned": "planned a campaign’s dates",
    "campaign.names_rule_set": "changed whether a campaign hides names",
    "campaign.closing_moved": "moved a campaign’s closing time",
    "campaign.vacancy_chosen": "chose a campaign’s vacancy",
    "payments.begun": "began to pay by card",
    "payments.received": "noted a card payment",
    "payments.refund_asked": "asked for a refund to a card",
    "payments.refund_approved": "approved a refund",
    "payments.refund_declined": "did not approve a refund",
    "payments.refund_failed": "noted that a refund failed",
    "payments.refunded": "noted money given back to a card",
    "payments.disputed": "noted that a payment is disputed",
    "payments.dispute_closed": "noted how a dispute ended",
    "payments.paid_out": "noted a payout",
    "payments.discrepancy_found": "found that a payment does not agree",
    "payments.discrepancy_settled": "settled a payment that did not agree",
    "people.viewed": "looked at a person’s page",
    "people.searched": "searched for people",
    "privacy.exported": "downloaded a person’s data",
    "privacy.person_erased": "erased a person",
    "vacancies.decided": "decided on a vacancy",
    "vacancies.taken_back": "took a decision on a vacancy back",
    "vacancies.pair_decided": "decided whether two vacancies are one job",
    "vacancies.pair_reopened": "put two likely duplicates back",
    "feeds.poll_asked": "had a source looked at",
    "feeds.paused": "paused a source",
    "feeds.resumed": "resumed a source",
    "feeds.edited": "edited a source",
    "feeds.list_accepted": "accepted a source’s shorter list",
    "feeds.added": "added a source",
    "jobs.retried": "ran a failed job again",
    "jobs.forgotten": "forgot a failed job",
    "reports.received": "sent a report",
    "reports.answered": "answered a report",
    "reports.closed": "closed a report",
    "reports.reopened": "opened a report again",
    "mail.sent_again": "sent a message again",
    "mail.dropped": "dropped a message",
}
"""What somebody did. What is not here is told from its name, so that a new action is readable at once."""

YOURS: Mapping[str, tuple[str, str]] = {
    "accounts.registered": ("You made your account", "Your account was made"),
    "accounts.email_confirmed": ("You confirmed your e-mail address", "Your e-mail address was confirmed"),
    "accounts.email_changed": ("You changed your e-mail address", "Your e-mail address was changed"),
    "accounts.email_change_asked": (
        "You asked to change your e-mail address",
        "A change of your e-mail address was asked for",
    ),
    "accounts.email_reverted": (
        "You took the change of your e-mail address back",
        "The change of your e-mail address was taken back",
    ),
    "accounts.signed_in": ("You signed in", "Somebody signed in to your account"),
    "accounts.signed_out": ("You signed out", "One of your sessions ended"),
    "accounts.tries_refused": (
        "Signing in was paused after too many tries",
        "Signing in was paused after too many tries",
    ),
    "accounts.password_changed": ("You changed your password", "Your password was changed"),
    "accounts.role_given": ("You gave yourself the role {role}", "You were given the role {role}"),
    "accounts.role_taken": ("You gave up the role {role}", "Your role {role} was taken away"),
    "accounts.second_factor_on": ("You set up your second factor", "Your second factor was set up"),
    "accounts.second_factor_off": ("You switched your second factor off", "Your second factor was switched off"),
    "accounts.second_factor_reset": (
        "You took your second factor away",
        "The society’s staff took your second factor away",
    ),
    "accounts.recovery_code_used": ("You used a recovery code", "A recovery code was used"),
    "accounts.recovery_codes_made": ("You made new recovery codes", "New recovery codes were made"),
    "accounts.session_ended": ("You ended one of your sessions", "One of your sessions was ended"),
    "accounts.sessions_ended": ("You ended your other sessions", "All your sessions were ended"),
    "accounts.mail_chosen": ("You chose which mails we send you", "Your choice of mails was changed"),
    "accounts.closed": ("You closed your account", "Your account was closed"),
    "accounts.disabled": ("Your account was disabled", "The society’s staff disabled your account"),
    "accounts.enabled": ("Your account was enabled", "The society’s staff enabled your account again"),
    "accounts.feed_token_made": ("You made new addresses for your feeds", "New addresses for your feeds were made"),
    "accounts.feed_token_revoked": (
        "You voided the addresses of your feeds",
        "The addresses of your feeds were voided",
    ),
    "employers.claimed": ("You asked to act for an organisation", "A claim was made in your name"),
    "employers.claim_approved": (
        "You may now act for an organisation",
        "Your claim to act for an organisation was approved",
    ),
    "employers.claim_declined": ("A claim was declined", "Your claim to act for an organisation was declined"),
    "employers.invitation_accepted": ("You accepted an invitation", "Your invitation was accepted"),
    "employers.role_given": ("You gave a role in an organisation", "You were given the role {role} in an organisation"),
    "employers.role_taken": (
        "You took a role in an organisation away",
        "Your role {role} in an organisation was taken away",
    ),
    "employers.head_confirmed": ("A Head of Profession was confirmed", "You were confirmed as Head of Profession"),
    "membership.applied": ("You sent an application", "An application was sent in your name"),
    "membership.application_withdrawn": ("You withdrew your application", "Your application was withdrawn"),
    "membership.application_approved": ("An application was approved", "Your application was approved"),
    "membership.application_declined": ("An application was declined", "Your application was declined"),
    "membership.appealed": ("You appealed", "An appeal was made in your name"),
    "membership.admitted": ("You became a member", "You became a member"),
    "membership.paid": ("A payment was recorded", "Your payment was recorded"),
    "membership.waived": ("A fee was let off", "Your fee was let off"),
    "membership.endorsement_ran_out": (
        "Your application went to the panel without an endorsement",
        "Your application went to the panel without an endorsement",
    ),
    "membership.settling_taken_back": (
        "A recorded payment was taken back",
        "A payment recorded for you was taken back",
    ),
    "membership.ended": ("You ended your membership", "An end of your membership was set"),
    "membership.end_taken_back": ("You kept your membership on", "The end of your membership was taken back"),
    "membership.renewal_offered": ("A renewal was offered", "The renewal of your membership was offered"),
    "membership.came_back": ("You asked to come back as a member", "The fee for coming back was made due for you"),
    "payments.received": ("Your card payment was noted", "Your card payment was noted"),
    "payments.refund_asked": ("A refund to your card was asked for", "A refund to your card was asked for"),
    "payments.refunded": ("Money was given back to your card", "Money was given back to your card"),
    "people.viewed": ("You looked at a person’s page", "The society’s staff looked at your details"),
    "privacy.exported": ("You downloaded your data", "Your data was downloaded"),
}
"""What concerns a person, as (they did it, others did it). Only these are shown to them: what a panel does
with their application before it has decided is not."""


def sentence(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, to be read after who did it."""
    return _filled(SENTENCES[action], facts) if action in SENTENCES else _from_name(action)


def to_them(action: str, facts: Mapping[str, Any], *, by_themselves: bool) -> str:
    """The same to the person whom it concerns."""
    own, others = YOURS[action]
    return _filled(own if by_themselves else others, facts)


def told(facts: Mapping[str, Any]) -> str:
    """Everything that an entry holds, on one line."""
    return ", ".join(f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in sorted(facts.items()))


def roughly(address: str | None) -> str:
    """A network address without its last part: enough to know it again, not enough to follow somebody."""
    if not address:
        return ""
    if ":" in address:
        return ":".join(address.split(":")[:3]) + ":…"
    return ".".join(address.split(".")[:3]) + ".…"


def _filled(words: str, facts: Mapping[str, Any]) -> str:
    role = str(facts.get("role", "")).replace("head_of_profession", "Head of Profession").replace("_", " ")
    return words.replace("{role}", role).strip() if role else words.replace(" {role}", "").strip()


def _from_name(action: str) -> str:
    room, _, act = action.partition(".")
    return f"{room.replace('_', ' ')}: {act.replace('_', ' ')}"


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " ".join(_plain(each) for each in value) or "none"
    return "none" if value is None or value == "" else str(value)
