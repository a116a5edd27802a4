"""What is in a pack, and what never is, for whoever asks."""

import io
import time
import zipfile

import pytest
from sqlalchemy import event

from portal.audit.models import AuditEntry
from portal.database.base import db
from portal.database.transaction import transaction
from portal.evidence import making as packs
from portal.evidence import packing
from portal.evidence.models import EvidencePack
from portal.evidence.packs import Pack, Section, Table
from portal.evidence.sights import Sight
from portal.foundation import clock
from portal.foundation.errors import RuleBroken
from portal.jobs.models import Job
from portal.privacy import erasing, finding, retaining
from portal.recruitment import queries as campaigns
from portal.work import worker
from tests import people
from tests.evidence import making


@pytest.fixture
def scene(app) -> making.Scene:
    return making.scene(app)


def test_a_pack_without_names_holds_what_was_decided_and_no_name(app, scene) -> None:
    read = making.read(making.packed(app, scene))
    for number in (1, 2, 3):
        assert f"CANARYEVIDENCE{number}" in read and f"CANARYMESSAGE{number}" in read
    assert "CANARYREASON2" in read and "CANARYTOLD3" in read and "CANARYPUBLIC" in read and "CANARYTERMS" in read
    assert not any(name in read for name in (*making.SURNAMES, "a@b.example", "@example.org"))
    assert not any(word in read for word in making.HELD)
    assert "Chris Chair" in read and "Cora Field" in read and "Network Engineer" in read


def test_names_are_in_a_pack_only_as_far_as_they_may_be_known(app, scene) -> None:
    read = making.read(making.packed(app, scene, named=True))
    assert "Robin Larkenfield" in read
    assert "Quillfeather" not in read and "Ferrantino" not in read and "Robin Quill" not in read
    assert not any(word in read for word in making.HELD)
    with app.app_context(), transaction():
        campaigns.for_staff(scene.choosing.campaign).state = "unfilled"
    read = making.read(making.packed(app, scene, named=True))
    assert all(name in read for name in making.NAMES)
    assert not any(word in read for word in making.HELD)


def test_a_clients_pack_holds_nobody_before_the_shortlist_and_nothing_from_before(app, scene) -> None:
    content = making.packed(app, scene, "client", by=scene.choosing.owner)
    read = making.read(content)
    assert "CANARYREASON3" in read and "Application 3" in read
    for number in (1, 2):
        assert f"Application {number}" not in read
        assert not any(f"{word}{number}" in read for word in ("CANARYREASON", "CANARYEVIDENCE", "CANARYTOLD", "CANARYMESSAGE"))  # fmt: skip
    assert not any(word in read for word in ("CANARYEVIDENCE3", "CANARYMESSAGE3", "Longlist", "longlist-scores"))
    assert not any(name in read for name in making.SURNAMES) and not any(word in read for word in making.HELD)
    assert [row[3] for row in making.table(content, "history")[1:]] == ["Shortlisted"]


def test_scores_are_seen_once_two_have_handed_theirs_in_and_by_nobody_who_has_not(app, scene) -> None:
    with app.app_context(), transaction():
        for sift in db.session.query(making.Sift).filter_by(round="longlist", scorer_id=scene.choosing.deputy):
            sift.done_at = None
    assert "CANARYEVIDENCE" not in making.read(making.packed(app, scene))
    with app.app_context(), transaction():
        for sift in db.session.query(making.Sift).filter_by(round="longlist", scorer_id=scene.choosing.deputy):
            sift.done_at = clock.now()
        db.session.add(
            making.Sift(
                application_id=scene.ids[0], round="longlist", scorer_id=scene.choosing.chair, saved_at=clock.now()
            )
        )
    assert "CANARYEVIDENCE1" not in making.read(making.packed(app, scene, by=scene.choosing.chair))
    assert "CANARYEVIDENCE1" in making.read(making.packed(app, scene))


def test_the_order_of_merit_is_of_everybody_who_was_scored_whatever_became_of_them(app, scene) -> None:
    rows = making.table(making.packed(app, scene), "longlist-merit")
    assert [row[:3] for row in rows[1:]] == [["1", "1", "14"], ["1", "2", "14"], ["1", "3", "14"]]


def test_interviews_offers_and_placements_are_told_without_names_and_without_what_is_nobodys(app, scene) -> None:
    making.appoint(app, scene)
    content = making.packed(app, scene)
    read = making.read(content)
    for number in (1, 3):
        told = (f"CANARY{word}{number}" in read for word in ("FEEDBACK", "MISSED", "POST", "CONDITION"))
        assert all(told)
    assert not any(name in read for name in making.SURNAMES) and not any(word in read for word in making.HELD)
    assert [row[:3] for row in making.table(content, "interviews")[1:]] == [
        ["1", "Interview 1", "Came"],
        ["1", "Interview 2", "Did not come"],
        ["3", "Interview 1", "Came"],
        ["3", "Interview 2", "Did not come"],
    ]
    assert [row[3] for row in making.table(content, "interview-times")[1:]] == ["1", "3", "1", "3"]
    assert [row[4] for row in making.table(content, "interview-history")[1:4]] == ["Cora Field", "The candidate", "Dan Moss"]  # fmt: skip
    assert [row[:3] for row in making.table(content, "checks")[1:]] == [
        [number, "Right to work in the United Kingdom", "Clear"] for number in ("1", "3")
    ]
    assert [(row[0], row[3], row[4]) for row in making.table(content, "placements")[1:]] == [
        (number, "2027-03-01", "2027-04-30") for number in ("1", "3")
    ]
    assert [row[2:] for row in making.table(content, "placement-history")[1:5]] == [
        ["Offer accepted", "The candidate"],
        ["Fee looked over", "Cora Field"],
        ["Checks done, start confirmed", "Cora Field"],
        ["Started", "Dan Moss"],
    ]
    assert [row[2] for row in making.table(content, "placement-fees")[1:]] == ["£8,730", "£8,730"]


def test_a_clients_pack_tells_of_no_fee_no_check_and_nobody_who_was_not_on_the_shortlist(app, scene) -> None:
    making.appoint(app, scene)
    content = making.packed(app, scene, "client", by=scene.choosing.owner)
    read = making.read(content)
    assert "CANARYFEEDBACK3" in read and "CANARYPOST3" in read and "1 Mar 2027" in read
    assert not any(f"{word}1" in read for word in ("CANARYFEEDBACK", "CANARYMISSED", "CANARYPOST", "CANARYCONDITION"))
    assert not any(word in read for word in ("£8,730", "Fee looked over", "CANARYMISSED", "Right to work", "per cent"))
    assert not any(name in read for name in making.SURNAMES) and not any(word in read for word in making.HELD)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        held = set(archive.namelist())
    assert not held & {f"tables/{name}.csv" for name in ("checks", "placement-fees", "interview-history")}
    assert [row[3] for row in making.table(content, "interview-times")[1:]] == ["", "3", "", "3"]


def test_names_in_interviews_and_offers_are_shown_as_everywhere(app, scene) -> None:
    making.appoint(app, scene)
    read = making.read(making.packed(app, scene, named=True))
    assert "Larkenfield leave" in read and "Application 3, Robin Larkenfield: Interview 1" in read
    assert "Quillfeather" not in read and not any(word in read for word in making.HELD)


def test_the_same_pack_gives_the_same_bytes(app, scene) -> None:
    one, other = making.pack(app, scene), making.pack(app, scene)
    assert one == other and packing.as_zip(one) == packing.as_zip(other)


def test_a_cell_that_would_begin_a_formula_is_no_formula() -> None:
    table = Table("x", ("A",), (("=HYPERLINK(1)",), ("-1+1",), (-1,)))
    content = packing.as_zip(Pack("T", "C", "R", "N", making.clock.now(), (Section("S", (), (table,)),)))
    assert making.table(content, "x") == [["A"], ["'=HYPERLINK(1)"], ["'-1+1"], ["-1"]]


def test_words_that_fit_no_page_go_on_from_page_to_page() -> None:
    rows = ((1, "Short"), (2, f"{'They ran a network of ninety sites. ' * 300}The end."))
    table = Table("messages", ("Application", "Words"), rows)
    read = making.read(packing.as_zip(Pack("T", "C", "R", "N", making.clock.now(), (Section("S", (), (table,)),))))
    assert read.count("The end.") == 2 and read.count("ninety sites") == 600


def test_an_advert_is_in_it_as_it_was_published(app, scene) -> None:
    content = making.packed(app, scene)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        words = archive.read("adverts/version-1.txt").decode()
    assert "Network Engineer" in words and "firewalls, switches and wireless" in words


def ask(app, scene, sight: Sight) -> str:
    with app.app_context(), transaction():
        return packs.ask(campaigns.for_staff(scene.choosing.campaign), sight, at=clock.now()).reference


def work(app) -> None:
    with app.app_context():
        worker().run(burst=True)


def test_one_press_makes_it_and_who_made_it_and_took_it_is_kept(app, scene, sign_in) -> None:
    browser = sign_in(scene.choosing.consultant)
    page = f"/consultant/campaigns/{scene.choosing.campaign}/evidence"
    made = people.post(browser, page)
    assert (
        "Waits its turn" in browser.get(made.location).text and "Look how far it is" in browser.get(made.location).text
    )
    work(app)
    shown = browser.get(made.location).text
    assert "Download the PDF" in shown and "Look how far" not in shown
    pdf = people.post(browser, f"{made.location}/pdf", form_at=made.location)
    assert (pdf.status_code, pdf.data[:5], pdf.headers["Cache-Control"]) == (200, b"%PDF-", "no-store")
    assert people.post(browser, f"{made.location}/zip", form_at=made.location).data[:2] == b"PK"
    with app.app_context():
        acts = db.session.query(AuditEntry).filter(AuditEntry.action.startswith("evidence.")).order_by(AuditEntry.id)
        assert [(each.action, each.actor_id) for each in acts] == [
            ("evidence.made", scene.choosing.consultant),
            ("evidence.taken", scene.choosing.consultant),
            ("evidence.taken", scene.choosing.consultant),
        ]


def test_no_pack_is_anybody_elses(app, scene, sign_in) -> None:
    ours = ask(app, scene, Sight("ours", scene.choosing.consultant))
    theirs = ask(app, scene, Sight("client", scene.choosing.owner))
    page, client = f"/consultant/campaigns/{scene.choosing.campaign}/evidence", f"/employer/{scene.choosing.client}/campaigns/{scene.choosing.campaign}/evidence"  # fmt: skip
    consultant, owner = sign_in(scene.choosing.consultant), sign_in(scene.choosing.owner)
    assert consultant.get(f"{page}/{ours}").status_code == 200 and owner.get(f"{client}/{theirs}").status_code == 200
    assert consultant.get(f"{page}/{theirs}").status_code == owner.get(f"{client}/{ours}").status_code == 404
    stranger = sign_in(people.make(app, "eve@society.example", given=("consultant",)))
    assert stranger.get(page).status_code == stranger.get(f"{page}/{ours}").status_code == 404
    assert sign_in(scene.choosing.chair).get(client).status_code == 404
    staff = sign_in(people.make(app, "sam@society.example", given=("staff",)))
    assert staff.get(f"/staff/campaigns/{scene.choosing.campaign}/evidence/{ours}").status_code == 200


def test_a_client_cannot_have_names_whatever_it_sends(app, scene, sign_in) -> None:
    client = f"/employer/{scene.choosing.client}/campaigns/{scene.choosing.campaign}/evidence"
    people.post(sign_in(scene.choosing.owner), client, named="y")
    with app.app_context():
        assert [each.named for each in db.session.query(EvidencePack)] == [False]
    with pytest.raises(RuleBroken, match="no names"):
        ask(app, scene, Sight("client", scene.choosing.owner, named=True))


def test_only_a_few_are_made_at_once(app, scene) -> None:
    for _ in range(packs.MOST_AT_ONCE):
        ask(app, scene, Sight("ours", scene.choosing.consultant))
    with pytest.raises(RuleBroken, match="are being made"):
        ask(app, scene, Sight("ours", scene.choosing.consultant))


def test_a_pack_is_gone_after_two_weeks_and_at_once_when_somebody_in_it_is_erased(
    app, scene, tmp_path, sign_in
) -> None:
    ask(app, scene, Sight("ours", scene.choosing.consultant))
    work(app)
    with app.app_context():
        whom = finding.whom(f"{making.SURNAMES[0].lower()}@example.org")
        erasing.carry_out(whom, app.config["SETTINGS"], by=None)
        assert db.session.query(EvidencePack).count() == 0
    reference = ask(app, scene, Sight("ours", scene.choosing.consultant))
    (tmp_path / "clock").write_text("2026-12-08T09:00:00+00:00")
    page = f"/consultant/campaigns/{scene.choosing.campaign}/evidence/{reference}"
    assert sign_in(scene.choosing.consultant).get(page).status_code == 404
    with app.app_context(), transaction():
        assert retaining.apply(at=clock.now())["evidence_packs deleted"] == 1


def test_a_pack_that_nobody_waits_for_any_more_is_not_kept(app, scene) -> None:
    reference = ask(app, scene, Sight("ours", scene.choosing.consultant))
    with app.app_context(), transaction():
        db.session.query(EvidencePack).delete()
    with app.app_context():
        assert packs.make({"pack": reference}) == "nothing to make"
    work(app)
    with app.app_context():
        assert {each.state for each in db.session.query(Job).filter_by(name=packs.JOB)} == {"done"}


@pytest.mark.slow
def test_two_hundred_applications_are_gathered_in_as_many_questions_as_three(app, scene) -> None:
    def asked() -> int:
        number: list[int] = []
        with app.app_context():
            db.session.rollback()
            count = lambda *_: number.append(1)  # noqa: E731
            event.listen(db.engine, "before_cursor_execute", count)
            making.gathering.gather(
                campaigns.for_staff(scene.choosing.campaign), Sight("ours", scene.choosing.consultant), at=clock.now()
            )
            event.remove(db.engine, "before_cursor_execute", count)
        return len(number)

    making.appoint(app, scene, making.many(app, scene, 1))
    few = asked()
    making.appoint(app, scene, making.many(app, scene, 200, first_number=5))
    assert asked() == few
    began = time.perf_counter()
    content = making.packed(app, scene)
    took = time.perf_counter() - began
    print(
        f"{took:.1f} s, {len(content) / 1_000_000:.1f} MB, {len(making.table(content, 'longlist-scores')) - 1} scores"
    )
    assert took < 60 and len(making.table(content, "longlist-merit")) == 205
