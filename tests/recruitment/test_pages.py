"""The pages of a campaign: the consultant's, the client's with only what the client may see, the panel's and staff's."""

import pytest

from portal.database.base import db
from portal.foundation import clock
from portal.recruitment import noting, queries
from portal.recruitment.models import Campaign, PanelMember
from tests import people
from tests.employers import acting
from tests.posting import making as vacancies
from tests.recruitment import making


@pytest.fixture
def cast(app, make_person):
    return making.cast(app, make_person)


@pytest.fixture
def consultant(cast, sign_in):
    return sign_in(cast.consultant)


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.owner)


def ours(reference: str, page: str = "") -> str:
    return f"/consultant/campaigns/{reference}{page}"


def theirs(cast, reference: str, page: str = "") -> str:
    return f"/employer/{cast.client.reference}/campaigns/{reference}{page}"


def test_a_client_asks_and_a_consultant_takes_it(app, cast, client, consultant) -> None:
    asking = f"/employer/{cast.client.reference}/campaigns/ask"
    refused = people.post(client, asking, title="", service="fixed", posts="1")
    assert "Enter the job that is to be filled." in refused.text
    people.post(
        client,
        asking,
        title="Head of Digital",
        service="fixed",
        posts="2",
        wanted="In April",
        details="We tried twice.",
    )
    with app.app_context():
        reference = db.session.query(Campaign).one().reference
    waiting = consultant.get("/consultant/campaigns/waiting").text
    assert "Head of Digital" in waiting and "In April" in waiting
    assert "We tried twice." in waiting and "2 posts" in waiting, "it is read before it is taken"
    queue = consultant.get("/consultant").text
    assert "We tried twice." in queue and "Keys on this page" in queue
    assert consultant.get(ours(reference)).status_code == 404
    people.post(consultant, ours(reference, "/take"), form_at="/consultant/campaigns/waiting")
    page = consultant.get(ours(reference)).text
    assert "Head of Digital" in page and "Terms agreed" in page
    assert "Cora Field" in client.get(theirs(cast, reference)).text


def test_a_whole_campaign_goes_live_over_its_pages(app, cast, client, consultant) -> None:
    reference = making.campaign(app, cast)
    vacancy = vacancies.posting(app, cast.client, cast.owner)
    people.post(consultant, ours(reference, "/fee"), percent="17.5", remuneration="Basic salary alone")
    terms = client.get(theirs(cast, reference, "/terms")).text
    assert "17.5 per cent" in terms and "Basic salary alone" in terms
    seen = terms.split('name="seen"')[1].split('value="')[1].split('"')[0]
    people.post(client, theirs(cast, reference, "/terms"), seen=seen)
    people.post(consultant, ours(reference, "/advert"), posting=vacancy)
    people.post(consultant, ours(reference, "/advert"))
    asked = client.get(theirs(cast, reference, "/advert")).text
    seen = asked.split('name="seen"')[1].split('value="')[1].split('"')[0]
    people.post(client, theirs(cast, reference, "/advert"), answer="approve", seen=seen)
    people.post(consultant, ours(reference, "/live"))
    assert making.state_of(app, reference) == "live"
    assert "See its public page" in client.get(theirs(cast, reference)).text


def test_the_client_sends_the_advert_back_with_a_reason(app, cast, client) -> None:
    reference = making.campaign(app, cast, until="drafted")
    refused = people.post(client, theirs(cast, reference, "/advert"), answer="send_back", because=" ")
    assert "Say what should be changed" in refused.text
    assert making.state_of(app, reference) == "drafted"
    people.post(client, theirs(cast, reference, "/advert"), answer="send_back", because="Name the team.")
    assert making.state_of(app, reference) == "agreed"
    assert making.mails(app, "client_answered")[-1] == "cora@society.example"


def test_the_client_never_sees_consultants_notes(app, cast, client, consultant) -> None:
    reference = making.campaign(app, cast)
    people.post(consultant, ours(reference, "/notes"), form_at=ours(reference), text="They pay below the market.")
    assert "below the market" in consultant.get(ours(reference)).text
    assert "below the market" not in client.get(theirs(cast, reference)).text


def test_another_consultant_and_a_colleague_who_is_no_contact_see_nothing(app, cast, make_person, sign_in) -> None:
    reference = making.campaign(app, cast)
    making.act(app, reference, lambda it: noting.write(it, "Kept.", by=cast.consultant, at=clock.now()))
    other = sign_in(making.another(app, make_person, "dan@society.example"))
    for page in ("", "/terms", "/advert", "/people", "/cancel", "/weights", "/plan"):
        assert other.get(ours(reference, page)).status_code == 404
    colleague = make_person("lee@leeds.gov.uk", name="Lee Ward")
    acting.seat(app, cast.client, colleague, "recruiter")
    assert sign_in(colleague).get(theirs(cast, reference)).status_code == 404


def test_a_contact_who_lost_their_seat_sees_it_no_longer(app, cast, make_person, sign_in, consultant) -> None:
    from portal.database.transaction import transaction
    from portal.employers import seats

    reference = making.campaign(app, cast)
    colleague = make_person("lee@leeds.gov.uk", name="Lee Ward")
    acting.seat(app, cast.client, colleague, "recruiter")
    with app.app_context():
        from portal.accounts import queries as accounts

        known = accounts.by_id(colleague).reference
    people.post(consultant, ours(reference, "/people/contacts"), form_at=ours(reference, "/people"), person=known)
    browser = sign_in(colleague)
    assert browser.get(theirs(cast, reference)).status_code == 200
    with app.app_context(), transaction():
        seats.remove(cast.client.id, colleague, by=cast.owner)
    assert browser.get(theirs(cast, reference)).status_code == 404


def test_the_consultant_writes_the_advert_only_while_it_is_with_them(
    app, cast, consultant, make_person, sign_in
) -> None:
    reference = making.campaign(app, cast, until="agreed")
    people.post(consultant, ours(reference, "/advert"), posting="new")
    with app.app_context():
        posting = queries.posting_of(queries.for_staff(reference)).reference
    section = f"/employer/{cast.client.reference}/vacancies/{posting}/sections/description"
    people.post(consultant, section, text="You run the networks of the council.", action="save")
    with app.app_context():
        assert queries.posting_of(queries.for_staff(reference)).answers["description"]["text"].startswith("You run")
    other = sign_in(making.another(app, make_person, "dan@society.example"))
    assert other.get(section).status_code == 404
    for page in ("publish", "discard", "copy"):
        assert consultant.get(f"/employer/{cast.client.reference}/vacancies/{posting}/{page}").status_code == 404


def test_an_advert_with_the_client_is_not_written_by_the_consultant(app, cast, consultant) -> None:
    reference = making.campaign(app, cast, until="drafted")
    with app.app_context():
        posting = queries.posting_of(queries.for_staff(reference)).reference
    address = f"/employer/{cast.client.reference}/vacancies/{posting}"
    assert consultant.get(f"{address}/sections/description").status_code == 404
    assert consultant.get(f"{address}/preview").status_code == 200


def test_somebody_from_outside_joins_the_panel_by_their_address(app, cast, consultant, make_person, sign_in) -> None:
    reference = making.campaign(app, cast)
    people.post(
        consultant,
        ours(reference, "/people/panel"),
        form_at=ours(reference, "/people"),
        name="Kim Fox",
        email="Kim@Example.org",
        is_chair="y",
    )
    assert making.mails(app, "panel_invitation") == ["Kim@Example.org"]
    stranger, kim = sign_in(make_person("other@example.org")), sign_in(make_person("kim@example.org", name="Kim Fox"))
    with app.app_context():
        member = db.session.query(PanelMember).one().reference
    assert "Network Engineer" in kim.get("/employer/panels").text
    assert "Network Engineer" not in stranger.get("/employer/panels").text
    join = f"/employer/panels/{member}/join"
    assert people.post(stranger, join, form_at="/account/password").status_code == 404
    assert kim.get(f"/employer/panels/{reference}").status_code == 404
    people.post(kim, join, form_at="/employer/panels")
    assert "Chair of the panel" in kim.get(f"/employer/panels/{reference}").text
    assert stranger.get(f"/employer/panels/{reference}").status_code == 404


def test_staff_name_the_consultant(app, cast, make_person, sign_in) -> None:
    reference = making.enquiry(app, cast)
    staff = sign_in(make_person("sam@society.example", roles=("staff",)))
    assert "Network Engineer" in staff.get("/staff/campaigns?consultant=none").text
    people.post(staff, f"/staff/campaigns/{reference}", consultant=str(cast.consultant), deputy="")
    assert making.ask(app, reference, lambda it: it.consultant_id) == cast.consultant
    assert making.mails(app, "assigned") == ["cora@society.example"]


def test_a_consultant_begins_a_campaign_for_a_body_of_the_register(app, cast, consultant) -> None:
    found = consultant.get(f"/consultant/organisations/{acting.BRADFORD.key}").text
    begin = found.split("/consultant/campaigns/begin?for=")[1].split('"')[0]
    people.post(
        consultant, f"/consultant/campaigns/begin?for={begin}", title="Data Lead", service="percentage", posts="1"
    )
    assert "Data Lead" in consultant.get("/consultant/campaigns?stage=before").text
    assert "Data Lead" not in consultant.get("/consultant/campaigns?stage=live").text


def test_the_client_orders_the_service_and_the_order_pays_for_this_campaign(app, cast, client) -> None:
    from portal.billing import queries as orders
    from portal.billing.facts import OrderFulfilled
    from portal.database.transaction import transaction
    from portal.recruitment import following

    reference = making.campaign(app, cast, until="agreed", service="fixed")
    for _ in range(2):
        people.post(client, theirs(cast, reference, "/order"))
    with app.app_context(), transaction():
        order = orders.with_subject(f"campaign:{reference}")
        assert len(order) == 1
        for _ in range(2):
            following.give(OrderFulfilled(order[0].id))
    with app.app_context():
        assert db.session.query(Campaign).count() == 1
        assert queries.for_staff(reference).order_reference == order[0].reference


def test_the_public_reads_what_the_service_is(app) -> None:
    page = app.test_client().get("/recruitment").text
    assert "Assisted shortlisting" in page and "£4,500 without VAT" in page


def test_each_side_sees_what_is_with_the_other(app, cast, client, consultant) -> None:
    reference = making.campaign(app, cast, until="drafted")
    mine, yours = consultant.get(ours(reference)).text, client.get(theirs(cast, reference)).text
    assert "With the client" in mine and "Read the advert and approve it" not in mine
    assert "With the consultant" in yours and "Read the advert and approve it" in yours


def test_what_waits_for_a_client_stands_on_their_first_page(app, cast, client) -> None:
    reference = making.campaign(app, cast, until="drafted")
    assert theirs(cast, reference, "/advert") in client.get("/employer").text
    assert "A panel that you are invited to" not in client.get("/employer").text
