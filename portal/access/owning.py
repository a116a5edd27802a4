"""The ways in which it is decided whose a thing is, by name, for the tables of the doors."""

from __future__ import annotations

from portal.access.meaning import ANYONE, Access

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
OWN_INTERVIEW = Access(("person",), "interviewing.queries.own: an interview of the person’s own application")
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
