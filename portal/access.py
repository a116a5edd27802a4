"""Every address of the site: who may ask for it, how, and how it is decided whose the thing behind it is.

`flask access` prints this table. tests/architecture holds it equal to the addresses and methods that there are, and
tests/access walks every address as every kind of person and finds exactly what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Who = Literal["anyone", "person", "member", "assessor", "employer", "consultant", "staff"]
Foreign = Literal["", "404", "shown", "void"]

ANYONE: tuple[Who, ...] = ("anyone",)
SEES_ALL = ("anyone", "staff")


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask for an address, with which methods, and what becomes of an id that is not theirs.

    `owned` says in words how ownership is decided. `foreign` is what the id of another person's thing answers: 404;
    shown (whoever passes the door may see every one); void (the address holds a secret, and a wrong, used or expired
    one leads to a page that says so and shows nothing); left empty it follows from `who`. `writes` names what a GET
    may change. `secret` names the parameter that is a secret: its pages are not cached and send no referrer.
    `without_token` says why an unsafe method needs no token of a form.
    """

    who: tuple[Who, ...]
    owned: str
    writes: str = ""
    methods: tuple[str, ...] = ("GET",)
    foreign: Foreign = ""
    secret: str = ""
    without_token: str = ""

    def by(self, *methods: str) -> Access:
        """The same for other methods: `OWN.by("GET", "POST")` for a page with a form, `OWN.by("POST")` for a button."""
        return replace(self, methods=methods)

    def answers_foreign(self, *, has_parameters: bool) -> Foreign:
        """What the id of another person's thing answers; empty where the address holds no id."""
        if self.foreign or not has_parameters:
            return self.foreign
        return "void" if self.secret else "shown" if self.who[0] in SEES_ALL else "404"


PUBLIC = Access(ANYONE, "nothing is owned: only public facts are shown")
FEED = Access(
    ANYONE,
    "accounts.feed_tokens.holder: a token in the query shows what its owner may see; an unknown one answers 404",
    writes="the day of a feed token’s last use",
)
SHOWN = Access(
    ANYONE,
    "vacancies.queries.shown: live and closed vacancies are public, all others answer 404; "
    "the full text and the signpost follow SIGNPOST_AUDIENCE",
)

OWN = Access(("person",), "the signed-in person's own: the id is the session's, never the request's")
STAFF = Access(("staff",), "nothing is owned: staff see all of it")

STAFF = Access(("staff",), "the society's staff see every one", foreign="shown")
CONSULTANTS = Access(("consultant",), "nothing is owned: consultants see the public facts of every organisation")
APPLICATION = Access(("person",), "membership.applying.own: the application is the person's own")
HELD = Access(("person",), "membership.queries.own: the membership is the person's own")
OWNED_ORGANISATION = Access(("person",), "employers.queries.for_owner: the person is an owner of the organisation")
CASE = Access(
    ("assessor",),
    "membership.deciding.case_for: sent to the panel, and nothing that one must stand aside from",
    foreign="404",
)
STAFF_CASE = Access(("staff",), "membership.office.for_staff: every application that was sent in, but one's own")
MEMBERSHIP = Access(
    ("staff",),
    "membership.roll: every one is seen; membership.tending changes none that is one's own or one's organisation's",
    foreign="shown",
)

MAILED = Access(ANYONE, "what is asked goes by mail to the address’s owner alone; tries are limited")

LINK = Access(ANYONE, "accounts.links: whoever holds the newest unused link of its kind, in its time", secret="token")  # noqa: S106 - the name of a parameter

BY_ROLE = Access(
    ("employer",), "employers.queries.for_someone_of: a role in the organisation of the address, read at each request"
)
BY_OWNER = Access(
    ("employer",),
    "employers.queries.for_owner: the owner's role in the organisation of the address, read at each request",
)

ORDERS = Access(
    ("employer",),
    "billing.queries.of_organisation_for: an order of the organisation of the address, in which the person is owner, "
    "recruiter or approver",
)
BUYS = Access(
    ("employer",),
    "billing.queries.organisation_for_buyer: the person is owner or recruiter of the organisation of the address, whose "
    "order it is",
)
OWN_ORDER = Access(("person",), "billing.queries.own_of_person: the order is the person’s own")
POSTINGS = Access(
    ("employer",),
    "posting.queries.for_reader: an owner, recruiter or approver of the organisation, read at each request",
)
OWN_POSTINGS = Access(
    ("employer",), "posting.queries.for_writer: an owner or recruiter of the organisation, read at each request"
)

CAMPAIGNS = Access(
    ("consultant",), "recruitment.queries.for_consultant: the consultant or the deputy of the campaign", foreign="404"
)
LOG_OF_ONE = Access(
    ("consultant",),
    "caseload.attaching.own: what the person wrote in the log of a campaign whose consultant or deputy they are",
    foreign="404",
)
TEXTS = Access(
    ("consultant",), "caseload.wording.one: the society’s own texts, and the signed-in consultant’s", foreign="404"
)
APPROACHED = Access(("person",), "introducing.queries.own: a message that was sent to the person")
CLIENT = Access(
    ("employer",),
    "recruitment.queries.for_client: a contact of the campaign with a seat in its organisation, or an owner of that",
)
CLIENTS_OWNER = Access(
    ("employer",), "employers.queries.for_owner, and recruitment.queries.for_client: an owner of the client"
)
PANEL = Access(("person",), "recruitment.panels: who is on the panel, or was invited by their confirmed address")

BUYERS = Access(
    ("employer",),
    "invoicing.queries.organisation_for: a role in the organisation that buys or approves (owner, recruiter, approver)",
)
OWN_DOCUMENT = Access(("person",), "invoicing.queries.own_of_person: of what the person ordered for themselves")

OWN_JOB = Access(("person",), "applying.queries.own: the application is the person’s own")
DESK = Access(
    ("consultant",),
    "selecting.desks.of_consultant: the person is the campaign’s consultant or deputy; every application that was sent for it",
)
PANEL_DESK = Access(
    ("person",),
    "selecting.desks.of_panel: the person is on the campaign’s panel; those who came to its longlist",
)
EMPLOYER_DESK = Access(
    ("employer",),
    "selecting.desks.of_employer: an owner or recruiter of the organisation; every application that was sent for a vacancy "
    "that no consultant runs",
)
_DESK_PAGES: Mapping[str, tuple[str, ...]] = {
    "index": ("GET",),
    "board": ("GET",),
    "merit": ("GET",),
    "decide_many": ("POST",),
    "tell": ("GET", "POST"),
    "monitoring": ("GET",),
    "show": ("GET", "POST"),
    "document": ("GET",),
    "score": ("GET", "POST"),
    "moderate": ("GET", "POST"),
    "messages": ("GET", "POST"),
    "unhide": ("GET", "POST"),
    "aside": ("GET", "POST"),
}
_INTERVIEW_PAGES: Mapping[str, tuple[str, ...]] = {
    "index": ("GET",),
    "timetable": ("GET",),
    "calendar": ("GET",),
    "new_round": ("GET", "POST"),
    "show_round": ("GET",),
    "edit_round": ("GET", "POST"),
    "remove_round": ("GET", "POST"),
    "add_times": ("GET", "POST"),
    "remove_time": ("POST",),
    "invite": ("GET", "POST"),
    "show": ("GET",),
    "one_calendar": ("GET",),
    "place": ("GET", "POST"),
    "cancel": ("GET", "POST"),
    "again": ("POST",),
    "outcome": ("GET", "POST"),
    "correct": ("POST",),
    "feedback": ("GET", "POST"),
    "tell_feedback": ("GET", "POST"),
}
_OF_INTERVIEWING_PANELS = ("index", "timetable", "calendar", "show_round", "show", "one_calendar", "feedback")
OWN_INTERVIEW = Access(("person",), "interviewing.queries.own: an interview of the person’s own application")
_OFFER_PAGES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("index", "show"), ("GET",)),
    **dict.fromkeys(
        ("make", "change", "withdraw", "defer", "meet", "fail", "start", "reserve", "check"), ("GET", "POST")
    ),
    **dict.fromkeys(("add", "ask_consent", "ask_referee", "ask_again", "drop"), ("POST",)),
}
REFEREE = Access(
    ANYONE,
    "offering.references.by_token: the single-use token is the authority while the accepted offer stands and the reference "
    "is still wanted",
    methods=("GET", "POST"),
    secret="token",  # noqa: S106 - the name of a parameter
)
PLACEMENTS = Access(
    ("consultant",),
    "placing.queries.for_consultant: the person is consultant or deputy of the campaign of the placement",
    foreign="404",
)
CLIENT_PLACEMENTS = Access(
    ("employer",),
    "placing.queries.for_client: a contact of the placement’s campaign with a seat in its organisation, or an owner of that",
)
KEPT = Access(("person",), "applying.tracking.own: a line of the person’s own list")

ACCESS: Mapping[str, Access] = {
    **{
        f"{door}.{page}": access.by(*methods)
        for door, access in (
            ("consultant.desk", DESK),
            ("employer.panel_desk", PANEL_DESK),
            ("employer.employer_desk", EMPLOYER_DESK),
        )
        for page, methods in _DESK_PAGES.items()
        if access is not PANEL_DESK or page not in ("tell", "monitoring", "messages", "unhide")
    },
    **{
        f"{door}.{page}": access.by(*methods)
        for door, access in (
            ("consultant.interviews_desk", DESK),
            ("employer.panel_interviews", PANEL_DESK),
            ("employer.employer_interviews", EMPLOYER_DESK),
        )
        for page, methods in _INTERVIEW_PAGES.items()
        if access is not PANEL_DESK or page in _OF_INTERVIEWING_PANELS
    },
    "employer.panel_interviews.own_times": PANEL_DESK.by("GET", "POST"),
    "consultant.interviews.index": Access(
        ("consultant",), "interviewing.agenda: interviews of the campaigns of which the person is consultant or deputy"
    ),
    "account.interviews.show": OWN_INTERVIEW.by("GET", "POST"),
    "account.interviews.suits_none": OWN_INTERVIEW.by("GET", "POST"),
    "account.interviews.decline": OWN_INTERVIEW.by("GET", "POST"),
    "account.interviews.calendar": OWN_INTERVIEW,
    **{
        f"{door}.offers.{page}": access.by(*methods)
        for door, access in (("consultant", DESK), ("employer", EMPLOYER_DESK))
        for page, methods in _OFFER_PAGES.items()
    },
    "consultant.offers.ask": DESK.by("POST"),
    "referees.answer": REFEREE,
    "referees.decline": REFEREE,
    "account.offers.answer": OWN_JOB.by("POST"),
    "account.offers.show": OWN_JOB.by("GET", "POST"),
    "account.offers.decline": OWN_JOB.by("GET", "POST"),
    "account.offers.consent": OWN_JOB.by("POST"),
    "account.offers.reserve": OWN_JOB.by("GET", "POST"),
    "consultant.placements.index": Access(
        ("consultant",),
        "placing.queries.of_consultant: of campaigns whose consultant or deputy the signed-in person is",
    ),
    "consultant.placements.show": PLACEMENTS,
    **{
        f"consultant.placements.{page}": PLACEMENTS.by("GET", "POST")
        for page in ("fee", "split", "leave", "remedy", "correct", "reopen")
    },
    "consultant.placements.order": PLACEMENTS.by("POST"),
    "consultant.placements.confirm": PLACEMENTS.by("POST"),
    "employer.placements.index": BY_ROLE,
    "employer.placements.show": CLIENT_PLACEMENTS,
    "employer.placements.report": CLIENT_PLACEMENTS.by("GET", "POST"),
    "staff.placements.index": STAFF,
    "staff.placements.show": STAFF,
    "staff.placements.put_on_account": STAFF.by("GET", "POST"),
    "consultant.desk.finish": DESK.by("GET", "POST"),
    "applying.apply": Access(
        ANYONE,
        "applying.queries.job_shown: a public vacancy that takes applications here; what is begun is the signed-in person's",
    ).by("GET", "POST"),
    "account.job_applications.index": OWN,
    "account.job_applications.show": OWN_JOB,
    "account.job_applications.sent": OWN_JOB,
    "account.job_applications.messages": OWN_JOB.by("GET", "POST"),
    "account.job_applications.withdraw": OWN_JOB.by("GET", "POST"),
    "account.job_applications.discard": OWN_JOB.by("GET", "POST"),
    "account.job_applications_writing.section": OWN_JOB.by("GET", "POST"),
    "account.job_applications_writing.new_post": OWN_JOB.by("GET", "POST"),
    "account.job_applications_writing.post": OWN_JOB.by("GET", "POST"),
    "account.job_applications_writing.remove_post": OWN_JOB.by("GET", "POST"),
    "account.job_applications_writing.add_document": replace(
        OWN_JOB.by("POST"),
        without_token="documents.receiving asks for it itself, once whose page it is and how much is sent is known",  # noqa: S106 - words
    ),
    "account.job_applications_writing.document": OWN_JOB,
    "account.job_applications_writing.remove_document": OWN_JOB.by("POST"),
    "account.job_applications_writing.check": OWN_JOB.by("GET", "POST"),
    "account.job_applications_writing.done": OWN_JOB,
    "account.elsewhere.new": OWN.by("GET", "POST"),
    "account.elsewhere.show": KEPT.by("GET", "POST"),
    "account.elsewhere.remove": KEPT.by("POST"),
    "prices.show": PUBLIC,
    "employer.orders.index": ORDERS,
    "employer.orders.choose": BUYS.by("GET", "POST"),
    "employer.orders.show": ORDERS,
    "employer.orders.quantities": BUYS.by("POST"),
    "employer.orders.details": BUYS.by("GET", "POST"),
    "employer.orders.check": BUYS.by("GET", "POST"),
    "employer.orders.put_on_account": BUYS.by("GET", "POST"),
    "employer.orders.quote": BUYS.by("POST"),
    "employer.orders.call_back": BUYS.by("POST"),
    "employer.orders.cancel": BUYS.by("GET", "POST"),
    "employer.orders.approve": ORDERS.by("GET", "POST"),
    "employer.orders.pay_due": BUYS.by("POST"),
    "employer.rises.pay": BUYS.by("POST"),
    "account.orders.index": OWN,
    "account.orders.pay_due": Access(
        ("person",), "billing.dues.due_of_person: a fee that the person’s own membership owes"
    ).by("POST"),
    "account.orders.show": OWN_ORDER,
    "account.orders.check": OWN_ORDER.by("GET", "POST"),
    "account.orders.put_on_account": OWN_ORDER.by("GET", "POST"),
    "account.orders.cancel": OWN_ORDER.by("POST"),
    "staff.orders.index": STAFF,
    "staff.orders.show": STAFF,
    "staff.orders.cancel": STAFF.by("GET", "POST"),
    "staff.prices.index": STAFF,
    "staff.prices.add": STAFF.by("GET", "POST"),
    "staff.prices.show": STAFF.by("GET", "POST"),
    "staff.prices.confirm": STAFF.by("GET", "POST"),
    "staff.prices.withdraw": STAFF.by("POST"),
    "staff.prices.edit": STAFF.by("GET", "POST"),
    "staff.trust.edit": STAFF.by("GET", "POST"),
    "employer.buying.approvals": Access(
        ("person",), "billing.approving.waiting_for: orders that the person may approve, and did not make"
    ),
    "employer.buying.show_credits": ORDERS,
    "employer.buying.edit_terms": BY_OWNER.by("GET", "POST"),
    "account.invoices.index": OWN,
    "account.invoices.show": OWN_DOCUMENT,
    "account.invoices.file": OWN_DOCUMENT,
    "employer.invoices.index": BUYERS,
    "employer.invoices.show": BUYERS,
    "employer.invoices.file": BUYERS,
    "employer.invoices.statement": BUYERS,
    "employer.invoices.quote": BUYERS,
    "staff.invoices.index": STAFF,
    "staff.invoices.show": STAFF,
    "staff.invoices.file": STAFF,
    "staff.invoices.credit": STAFF.by("GET", "POST"),
    "staff.invoices.mark_returned": STAFF.by("GET", "POST"),
    "staff.invoices.valid_after_all": STAFF.by("POST"),
    "staff.invoices.anew": STAFF.by("GET", "POST"),
    "staff.invoices.send_again": STAFF.by("POST"),
    "staff.receipts.index": STAFF,
    "staff.receipts.upload": STAFF.by("GET", "POST"),
    "staff.receipts.preview": STAFF.by("GET", "POST"),
    "staff.receipts.drop": STAFF.by("POST"),
    "staff.receipts.show": STAFF,
    "staff.receipts.allocate": STAFF.by("POST"),
    "staff.receipts.accept": STAFF.by("POST"),
    "staff.receipts.send_back": STAFF.by("POST"),
    "staff.receipts.set_aside": STAFF.by("POST"),
    "staff.receipts.bring_back": STAFF.by("POST"),
    "staff.receipts.take_back": STAFF.by("POST"),
    "staff.books.debtors": STAFF,
    "staff.books.account": STAFF,
    "staff.books.revenue": STAFF,
    "staff.books.vat": STAFF,
    "static": Access(ANYONE, "files of the front end"),
    "account.activity.show": OWN,
    "staff.audit.index": Access(("staff",), "nothing is owned: staff read the whole record, which nobody can change"),
    "employer.card.show": ORDERS.by("GET", "POST"),
    "employer.card.done": ORDERS.by("GET", "POST"),
    "employer.card.stopped": ORDERS,
    "account.card.show": OWN_ORDER.by("GET", "POST"),
    "account.card.done": OWN_ORDER.by("GET", "POST"),
    "account.card.stopped": OWN_ORDER,
    "test_card.pay": Access(
        ANYONE,
        "payments.test_card.page_of: whoever was led to the page of a test card; there is none in production",
        secret="token",  # noqa: S106 - the name of a parameter
    ).by("GET", "POST"),
    "staff.refunds.index": STAFF,
    "staff.refunds.ask": STAFF.by("GET", "POST"),
    "staff.refunds.show": STAFF.by("GET", "POST"),
    "staff.discrepancies.index": STAFF,
    "staff.discrepancies.show": STAFF.by("GET", "POST"),
    "hooks.stripe": Access(
        ANYONE,
        "billing.gateway.read_signed: believed only when signed by the payment service, and no word of it is acted on",
        methods=("POST",),
        without_token="its sender is known by the signature of the message",  # noqa: S106 - words
    ),
    "operating.alive": PUBLIC,
    "operating.ready": PUBLIC,
    "operating.version": PUBLIC,
    "health.robots": PUBLIC,
    "health.security": PUBLIC,
    "search.home": PUBLIC,
    "search.index": PUBLIC,
    "search.machine_json": FEED,
    "search.machine_feed": FEED,
    "search.sitemap": PUBLIC,
    "search.sitemap_part": PUBLIC,
    "search.search_description": PUBLIC,
    "joining.join": PUBLIC,
    "pages.about": PUBLIC,
    "pages.accessibility": PUBLIC,
    "pages.privacy": PUBLIC,
    "pages.cookies": PUBLIC,
    "coverage.show": PUBLIC,
    "coverage.sector": PUBLIC,
    "coverage.about_feeds": PUBLIC,
    "signing_in.sign_in": Access(ANYONE, "nothing is owned; tries are limited").by("GET", "POST"),
    "signing_in.sign_out": Access(ANYONE, "ends the asker's own session only").by("POST"),
    "signing_in.code": Access(ANYONE, "the second step of the browser’s own sign-in; tries are limited").by(
        "GET", "POST"
    ),
    "registering.register": MAILED.by("GET", "POST"),
    "registering.sent": PUBLIC,
    "registering.again": MAILED.by("GET", "POST"),
    "registering.confirm": LINK.by("GET", "POST"),
    "recovering.ask": MAILED.by("GET", "POST"),
    "recovering.sent": PUBLIC,
    "recovering.new_password": LINK.by("GET", "POST"),
    "email_links.confirm": LINK.by("GET", "POST"),
    "email_links.undo": LINK.by("GET", "POST"),
    "account.home.show": OWN,
    "account.proving.show": OWN.by("GET", "POST"),
    "account.password.change": OWN.by("GET", "POST"),
    "account.email.change": OWN.by("GET", "POST"),
    "account.emails.choose": OWN.by("GET", "POST"),
    "account.closing.close": OWN.by("GET", "POST"),
    "account.sessions.index": OWN,
    "account.sessions.end": Access(("person",), "sessions.end: only a session of the asker’s").by("POST"),
    "account.sessions.end_others": OWN.by("POST"),
    "account.second_factor.show": OWN,
    "consultant.queue.show": Access(
        ("consultant",), "caseload.queue.of: about campaigns that the signed-in person runs, and what nobody has taken"
    ),
    "consultant.queue.remind": CAMPAIGNS.by("POST"),
    "consultant.comments.show": CAMPAIGNS.by("GET", "POST"),
    "employer.comments.show": CLIENT.by("GET", "POST"),
    "consultant.pack.show": DESK,
    "consultant.pack.file": DESK,
    "employer.panel_pack.show": PANEL_DESK,
    "employer.panel_pack.file": PANEL_DESK,
    "consultant.texts.index": TEXTS,
    "consultant.texts.add": TEXTS.by("GET", "POST"),
    "consultant.texts.change": TEXTS.by("GET", "POST"),
    "consultant.texts.aside": TEXTS.by("POST"),
    "staff.targets.show": STAFF.by("GET", "POST"),
    "staff.texts.index": STAFF,
    "staff.texts.add": STAFF.by("GET", "POST"),
    "staff.texts.change": STAFF.by("GET", "POST"),
    "staff.texts.aside": STAFF.by("POST"),
    "consultant.log.show": CAMPAIGNS,
    "consultant.log.note": CAMPAIGNS.by("GET", "POST"),
    "consultant.log.call": CAMPAIGNS.by("GET", "POST"),
    "consultant.log.follow_up": CAMPAIGNS.by("GET", "POST"),
    "consultant.log.done": CAMPAIGNS.by("POST"),
    "consultant.log.remove": CAMPAIGNS.by("POST"),
    "consultant.log_files.index": LOG_OF_ONE,
    "consultant.log_files.add": replace(
        LOG_OF_ONE.by("POST"),
        without_token="documents.receiving asks for it itself, once whose note it is and how much is sent is known",  # noqa: S106 - words
    ),
    "consultant.log_files.show": CAMPAIGNS,
    "consultant.log_files.remove": LOG_OF_ONE.by("POST"),
    "consultant.leads.show": CONSULTANTS,
    "consultant.leads.search": CONSULTANTS,
    "consultant.leads.organisation": replace(CONSULTANTS, foreign="shown"),
    "consultant.campaigns.index": Access(
        ("consultant",), "recruitment.queries.listed: campaigns whose consultant or deputy the signed-in person is"
    ),
    "consultant.campaigns.waiting": Access(
        ("consultant",), "recruitment.queries.unassigned: what no consultant has taken yet, for every consultant"
    ),
    "consultant.campaigns.take": Access(
        ("consultant",),
        "recruitment.queries.waiting: what no consultant has taken yet; anything else changes nothing",
        foreign="shown",
    ).by("POST"),
    "consultant.campaigns.begin": Access(("consultant",), "nothing is owned: the register and organisations").by(
        "GET", "POST"
    ),
    "consultant.campaigns.show": CAMPAIGNS,
    "consultant.campaigns.assign": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaigns.describe": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaigns.fee": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaigns.show_terms": CAMPAIGNS,
    "consultant.campaigns.note": CAMPAIGNS.by("POST"),
    "consultant.campaign_adverts.advert": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_adverts.take_back": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_adverts.live": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_adverts.close": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_adverts.reopen": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_adverts.extend": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_adverts.cancel": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_people.people": CAMPAIGNS,
    "consultant.campaign_people.add_contact": CAMPAIGNS.by("POST"),
    "consultant.campaign_people.remove_contact": CAMPAIGNS.by("POST"),
    "consultant.campaign_people.invite": CAMPAIGNS.by("POST"),
    "consultant.campaign_people.on_panel": CAMPAIGNS.by("POST"),
    "consultant.campaign_people.weights": CAMPAIGNS.by("GET", "POST"),
    "consultant.campaign_people.plan": CAMPAIGNS.by("GET", "POST"),
    "recruitment.show": PUBLIC,
    "consultant.all_questions.index": Access(
        ("consultant",), "questions.queries.waiting_for: about the signed-in consultant’s own campaigns"
    ),
    "consultant.evidence.index": CAMPAIGNS.by("GET", "POST"),
    "consultant.evidence.show": CAMPAIGNS,
    "consultant.evidence.take": CAMPAIGNS.by("POST"),
    "staff.evidence.index": STAFF.by("GET", "POST"),
    "staff.evidence.show": STAFF,
    "staff.evidence.take": STAFF.by("POST"),
    "employer.evidence.index": CLIENTS_OWNER.by("GET", "POST"),
    "employer.evidence.show": CLIENTS_OWNER,
    "employer.evidence.take": CLIENTS_OWNER.by("POST"),
    "account.found.show": OWN,
    "account.found.say": OWN.by("GET", "POST"),
    "account.found.agree": OWN.by("POST"),
    "account.found.withdraw": OWN.by("POST"),
    "account.found.empty": OWN.by("GET", "POST"),
    "account.found.message": APPROACHED.by("GET", "POST"),
    "account.found.refuse": APPROACHED.by("POST"),
    "account.found.introduce": APPROACHED.by("GET", "POST"),
    "account.found.take_back": Access(
        ("person",), "introducing.queries.own_introduction: an introduction of the person", methods=("GET", "POST")
    ),
    "consultant.found_members.index": CAMPAIGNS,
    "consultant.found_members.approach": CAMPAIGNS.by("GET", "POST"),
    "consultant.found_members.approached": CAMPAIGNS.by("GET", "POST"),
    "consultant.found_members.introductions": CAMPAIGNS,
    "employer.introductions.show": CLIENT,
    "consultant.questions.show": CAMPAIGNS.by("GET", "POST"),
    "consultant.questions.answer": CAMPAIGNS.by("GET", "POST"),
    "questions.ask": Access(
        ANYONE,
        "vacancies.queries.shown, and questions.queries.campaign_shown: vacancies that a campaign fills; to ask one signs in",
        foreign="404",
    ).by("GET", "POST"),
    "questions.follow": Access(
        ANYONE,
        "the wish is the signed-in person’s own; questions.queries.campaign_shown says about which vacancies",
        foreign="404",
    ).by("POST"),
    "questions.stop": Access(
        ANYONE,
        "questions.stopping.holder: whoever holds the link of a mail stops the mails of its receiver",
        methods=("GET", "POST"),
        secret="token",  # noqa: S106 - the name of a parameter
        without_token="a mail program stops the mails by one click; the link is signed",  # noqa: S106 - words
    ),
    "employer.all_campaigns.choose": Access(
        ("person",), "recruitment.queries.organisations_with: where the signed-in person acts"
    ),
    "employer.campaigns.index": BY_ROLE,
    "employer.campaigns.ask": BY_ROLE.by("GET", "POST"),
    "employer.campaigns.show": CLIENT,
    "employer.campaigns.describe": CLIENT.by("GET", "POST"),
    "employer.campaigns.show_terms": CLIENT.by("GET", "POST"),
    "employer.campaigns.advert": CLIENT.by("GET", "POST"),
    "employer.campaigns.cancel": CLIENT.by("GET", "POST"),
    "employer.campaigns.order": CLIENT.by("GET", "POST"),
    "employer.campaigns.people": CLIENT,
    "employer.campaigns.add_contact": CLIENT.by("POST"),
    "employer.campaigns.remove_contact": CLIENT.by("POST"),
    "employer.campaigns.invite": CLIENT.by("POST"),
    "employer.campaigns.on_panel": CLIENT.by("POST"),
    "employer.panels.index": PANEL,
    "employer.panels.answer": PANEL.by("POST"),
    "employer.panels.show": PANEL,
    "staff.campaigns.index": STAFF,
    "staff.campaigns.show": STAFF.by("GET", "POST"),
    "staff.mail.index": STAFF,
    "staff.mail.show": STAFF,
    "staff.mail.send_again": STAFF.by("POST"),
    "staff.mail.drop": STAFF.by("POST"),
    "staff.mail.previews": STAFF,
    "account.second_factor.start": OWN.by("POST"),
    "account.second_factor.set_up": OWN.by("GET", "POST"),
    "account.second_factor.picture": OWN,
    "account.second_factor.codes": OWN.by("POST"),
    "account.second_factor.off": OWN.by("GET", "POST"),
    "account.feeds.show": OWN,
    "account.feeds.new": OWN.by("GET", "POST"),
    "account.feeds.revoke": OWN.by("GET", "POST"),
    "account.profile.show": OWN.by("GET", "POST"),
    "account.profile.empty": OWN.by("GET", "POST"),
    "account.data.show": OWN.by("GET", "POST"),
    "account.data.erase": OWN.by("GET", "POST"),
    "vacancies.show": replace(SHOWN, writes="the day's count of views, for vacancies that employers posted here"),
    "vacancies.go": Access(ANYONE, SHOWN.owned, writes="the day's count of the signpost"),
    "reports.vacancy": Access(
        ANYONE, "vacancies.queries.shown decides which vacancies there are; reports are limited"
    ).by("GET", "POST"),
    "reports.complain": Access(ANYONE, "nothing is owned; reports are limited").by("GET", "POST"),
    "reports.thanks": PUBLIC,
    "staff.home.show": STAFF,
    "staff.jobs.index": STAFF,
    "staff.jobs.show": STAFF.by("GET", "POST"),
    "staff.people.index": replace(STAFF, writes="the audit record: who looked through people, and why"),
    "staff.people.reason": STAFF.by("GET", "POST"),
    "staff.people.show": replace(STAFF, writes="the audit record: who looked at this person, and why"),
    "staff.people.act": STAFF.by("POST"),
    "staff.reports.index": STAFF,
    "staff.reports.show": STAFF.by("GET", "POST"),
    "staff.reports.reopen": STAFF.by("POST"),
    "staff.sources.index": STAFF,
    "staff.sources.show": STAFF,
    "staff.sources.act": STAFF.by("POST"),
    "staff.sources.edit": STAFF.by("GET", "POST"),
    "staff.sources.add": STAFF.by("GET", "POST"),
    "employer.organisations.index": Access(("person",), "employers.queries.organisations_of the signed-in person"),
    "employer.organisations.show": BY_ROLE,
    "employer.all_vacancies.choose": Access(
        ("person",), "posting.queries.recruiting_for: where the signed-in person recruits"
    ),
    "staff.postings.index": STAFF,
    "staff.postings.show": STAFF,
    "employer.vacancies.index": POSTINGS,
    "employer.vacancies.new": OWN_POSTINGS.by("GET", "POST"),
    "employer.vacancies.show": POSTINGS,
    "employer.vacancies.section": OWN_POSTINGS.by("GET", "POST"),
    "employer.vacancies.copy": OWN_POSTINGS.by("GET", "POST"),
    "employer.vacancies.take_back": OWN_POSTINGS.by("POST"),
    "employer.vacancies.discard": OWN_POSTINGS.by("GET", "POST"),
    "employer.approvals.index": Access(
        ("person",), "posting.agreeing.waiting_for: what the signed-in person may approve"
    ),
    "employer.approving.ask": OWN_POSTINGS.by("POST"),
    "employer.approving.call_back": OWN_POSTINGS.by("POST"),
    "employer.approving.approve": POSTINGS.by("GET", "POST"),
    "employer.checking.checks": POSTINGS,
    "employer.checking.preview": POSTINGS,
    "employer.ending.changes": OWN_POSTINGS.by("GET", "POST"),
    "employer.ending.drop": OWN_POSTINGS.by("POST"),
    "employer.ending.end": OWN_POSTINGS.by("GET", "POST"),
    "employer.ending.reopen": OWN_POSTINGS.by("GET", "POST"),
    "employer.numbers.show": POSTINGS,
    "employer.publishing.publish": OWN_POSTINGS.by("GET", "POST"),
    "employer.publishing.extend": OWN_POSTINGS.by("GET", "POST"),
    "employer.publishing.feature": OWN_POSTINGS.by("GET", "POST"),
    "employer.claims.search": Access(("person",), "nothing is owned: the register and confirmed organisations"),
    "employer.claims.ask": Access(("person",), "the claim is the signed-in person's own").by("GET", "POST"),
    "employer.claims.add": Access(("person",), "the claim is the signed-in person's own").by("GET", "POST"),
    "employer.claims.withdraw": Access(("person",), "employers.claiming.withdraw: one's own claim").by("POST"),
    "employer.people.index": BY_ROLE,
    "employer.people.invite": BY_OWNER.by("GET", "POST"),
    "employer.people.withdraw": BY_OWNER.by("POST"),
    "employer.people.send_again": BY_OWNER.by("POST"),
    "employer.people.decide": BY_OWNER.by("GET", "POST"),
    "employer.people.leave": BY_ROLE.by("GET", "POST"),
    "employer.people.roles": BY_OWNER.by("GET", "POST"),
    "employer.people.remove": BY_OWNER.by("GET", "POST"),
    "employer.details.show": BY_OWNER,
    "employer.details.edit": BY_OWNER.by("GET", "POST"),
    "employer.details.add": BY_OWNER.by("GET", "POST"),
    "employer.details.take_off": BY_OWNER.by("GET", "POST"),
    "invitation.show": Access(
        ANYONE,
        "the secret names the invitation; accepting needs the account of the invited address",
        secret="token",  # noqa: S106
    ).by("GET", "POST"),
    "staff.organisations.index": STAFF,
    "staff.organisations.search": STAFF,
    "staff.organisations.add": STAFF.by("POST"),
    "staff.organisations.show": STAFF,
    "staff.organisations.edit": STAFF.by("GET", "POST"),
    "staff.organisations.undo": STAFF.by("POST"),
    "staff.organisations.add_way": STAFF.by("GET", "POST"),
    "staff.organisations.confirm_way": STAFF.by("POST"),
    "staff.organisations.take_off": STAFF.by("GET", "POST"),
    "staff.organisations.confirm": STAFF.by("POST"),
    "staff.organisations.remove": STAFF.by("GET", "POST"),
    "staff.organisations.restore": STAFF.by("POST"),
    "staff.claims.index": STAFF,
    "staff.claims.show": STAFF.by("GET", "POST"),
    "staff.seats.add": STAFF.by("GET", "POST"),
    "staff.seats.roles": STAFF.by("GET", "POST"),
    "staff.seats.decide_head": STAFF.by("POST"),
    "staff.seats.choose": STAFF,
    "staff.seats.merge": STAFF.by("GET", "POST"),
    "staff.vacancies.index": STAFF,
    "staff.vacancies.held": STAFF,
    "staff.vacancies.show": STAFF,
    "staff.vacancies.decide": STAFF.by("POST"),
    "staff.vacancies.undo": STAFF.by("POST"),
    "staff.vacancies.pairs": STAFF,
    "staff.vacancies.decide_pair": STAFF.by("POST"),
    "staff.vacancies.undo_pair": STAFF.by("POST"),
    "account.applications.index": OWN,
    "account.applications.apply": OWN.by("GET", "POST"),
    "account.applications.organisation": APPLICATION.by("GET", "POST"),
    "account.applications.new_organisation": APPLICATION.by("GET", "POST"),
    "account.applications.details": APPLICATION.by("GET", "POST"),
    "account.applications.check": APPLICATION.by("GET", "POST"),
    "account.applications.show": APPLICATION,
    "account.applications.withdraw": APPLICATION.by("GET", "POST"),
    "account.applications.appeal": APPLICATION.by("GET", "POST"),
    "account.memberships.come_back": HELD.by("POST"),
    "account.memberships.end": HELD.by("GET", "POST"),
    "account.memberships.keep": HELD.by("POST"),
    "account.memberships.go_on": HELD.by("POST"),
    "employer.organisation_membership.show": OWNED_ORGANISATION,
    "employer.organisation_membership.come_back": OWNED_ORGANISATION.by("POST"),
    "employer.organisation_membership.end": OWNED_ORGANISATION.by("GET", "POST"),
    "employer.organisation_membership.keep": OWNED_ORGANISATION.by("POST"),
    "employer.organisation_size.ask": OWNED_ORGANISATION.by("GET", "POST"),
    "employer.organisation_size.check": OWNED_ORGANISATION.by("GET", "POST"),
    "employer.organisation_membership.apply": OWNED_ORGANISATION.by("GET", "POST"),
    "employer.organisation_membership.check": OWNED_ORGANISATION.by("GET", "POST"),
    "employer.organisation_membership.withdraw": OWNED_ORGANISATION.by("GET", "POST"),
    "employer.organisation_membership.appeal": OWNED_ORGANISATION.by("GET", "POST"),
    "employer.endorsements.index": Access(
        ("person",), "membership.cases.awaiting_word_of: where one is confirmed Head of Profession"
    ),
    "employer.endorsements.show": Access(
        ("person",),
        "membership.endorsing.for_head: a confirmed Head of Profession of the application's organisation, never the applicant",
        methods=("GET", "POST"),
    ),
    "endorsing.answer": Access(
        ANYONE,
        "membership.endorsing.by_token: the single-use token is the authority while its person is a confirmed Head of Profession there",
        methods=("GET", "POST"),
        secret="token",  # noqa: S106 - the name of a parameter
    ),
    "assessor.panel.index": Access(("assessor",), "membership.standing_aside: no case that one must stand aside from"),
    "assessor.panel.decided": Access(
        ("assessor",), "membership.standing_aside: no case that one must stand aside from"
    ),
    "assessor.panel.show": CASE.by("GET", "POST"),
    "assessor.panel.stand_aside": CASE.by("GET", "POST"),
    "staff.applications.index": STAFF_CASE,
    "staff.applications.show": STAFF_CASE,
    "staff.applications.note": STAFF_CASE.by("POST"),
    "staff.applications.nudge": STAFF_CASE.by("POST"),
    "staff.memberships.index": STAFF,
    "staff.memberships.show": MEMBERSHIP,
    "staff.memberships.pay": MEMBERSHIP.by("GET", "POST"),
    "staff.memberships.let_off": MEMBERSHIP.by("GET", "POST"),
    "staff.memberships.take_back": MEMBERSHIP.by("GET", "POST"),
    "staff.memberships.tier": MEMBERSHIP.by("GET", "POST"),
    "staff.membership_size.ask": MEMBERSHIP.by("GET", "POST"),
    "staff.membership_size.check": MEMBERSHIP.by("GET", "POST"),
    "staff.memberships.come_back": MEMBERSHIP.by("GET", "POST"),
    "staff.memberships.end": MEMBERSHIP.by("GET", "POST"),
    "staff.memberships.keep": MEMBERSHIP.by("GET", "POST"),
}
