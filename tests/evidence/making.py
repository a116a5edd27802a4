"""A campaign in selection with everything that must never be in somebody's pack."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from pypdf import PdfReader

from portal.applying.models import ApplicationMessage, ApplicationStep, JobApplication
from portal.applying.moving import move
from portal.database.base import db
from portal.database.transaction import transaction
from portal.evidence import gathering, packing
from portal.evidence.packs import Pack
from portal.evidence.sights import Sight
from portal.foundation import clock
from portal.foundation.identifiers import new_reference
from portal.interviewing.models import Interview, InterviewRound, InterviewSlot, InterviewStep, SlotAnswer
from portal.offering.models import Offer, OfferCheck, StartChange
from portal.placing.models import Placement, PlacementStep
from portal.questions.models import Question
from portal.recruitment import noting
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign
from portal.selecting.models import Interest, Moderation, Sift, Unhiding
from tests import people
from tests.applying import making as applications
from tests.selecting import making as choosing

SURNAMES = ("Quillfeather", "Ferrantino", "Larkenfield")
NAMES = tuple(f"Robin {each}" for each in SURNAMES)
HELD = {"CANARYADJUST", "CANARYEQUAL", "CANARYNOTE", "CANARYOTHER", "CANARYANSWER", "CANARYASKER", "CANARYUNDONE", "CANARYLINK", "CANARYPLACE", "CANARYPREPARE", "CANARYSAID", "CANARYUNTOLD", "CANARYCHECK", "CANARYBECAUSE", "CANARYMOVE", "CANARYLEFT", "Health", "Walter Whenever"}  # fmt: skip
"""Words that stand where nobody’s pack may reach."""


@dataclass(frozen=True, slots=True)
class Scene:
    choosing: choosing.Scene
    ids: tuple[int, ...]


def scene(app: Flask) -> Scene:
    """Three applications: one submitted, one longlisted and one shortlisted, each with words about it that name others."""
    made = choosing.scene(app, number=0)
    sent = []
    for place, name in enumerate(NAMES):
        person = choosing.people.make(app, f"{SURNAMES[place].lower()}@example.org", name=name)
        said = {"E1": f"CANARYANSWER {name} ran networks.", "E2": "Two firewalls."}
        sent.append(
            applications.sent(
                app,
                made.vacancy,
                person,
                contact={"name": name},
                criteria=said,
                adjustments={"needs": "yes", "about": "CANARYADJUST"},
            )
        )
    with app.app_context(), transaction():
        rows = [db.session.query(JobApplication).filter_by(reference=each).one() for each in sent]
        for row in rows:
            row.equality = {"age": "CANARYEQUAL"}
        path = ("longlist", "shortlist")
        for row, events in zip(rows, ((), path[:1], path), strict=True):
            for event in events:
                by = made.consultant if event == "longlist" else made.chair
                reason = f"CANARYREASON{row.number}, better than {NAMES[0]} and Ferrantino."
                step = move(row, event, by=by, at=clock.now(), reason=reason)
                step.told_at, step.told_words = clock.now(), f"Dear {NAMES[row.number - 1]}, CANARYTOLD{row.number}"
            _write_about(made, row)
        campaign = campaigns.for_staff(made.campaign)
        campaign.terms_version, campaign.terms_agreed_at = "2026-11", clock.now()
        campaign.terms_agreed_by_id, campaign.terms_text = made.owner, "The CANARYTERMS."
        noting.write(campaign, "CANARYNOTE", by=made.consultant, at=clock.now())
        db.session.add_all(
            [
                Question(reference="QQQQ2222", campaign_id=campaign.id, asked="CANARYASKER", asked_at=clock.now(), state="answered", public="Is it full time?", answer="CANARYPUBLIC", decided_at=clock.now()),
                Campaign(reference="CCCC2222", organisation_id=campaign.organisation_id, service="fixed", title="CANARYOTHER", begun_at=clock.now(), updated_at=clock.now()),
            ]
        )  # fmt: skip
        ids = tuple(each.id for each in rows)
    return Scene(made, ids)


def _write_about(made: choosing.Scene, row: JobApplication) -> None:
    """Scores by two, agreed; a third's that were not handed in; messages, a name that was seen, somebody who stood aside."""
    about, other = {"application_id": row.id}, NAMES[row.number % 3]
    for scorer, score in ((made.consultant, 5), (made.deputy, 6)):
        evidence = dict.fromkeys(
            ("E1", "E2", "D1"), f"CANARYEVIDENCE{row.number}: as good as {other}, write to a@b.example"
        )
        db.session.add(
            Sift(
                **about,
                round="longlist",
                scorer_id=scorer,
                scores={"E1": score, "E2": 5, "D1": 4},
                evidence=evidence,
                saved_at=clock.now(),
                done_at=clock.now(),
            )
        )
    undone = {"E1": "CANARYUNDONE"}
    db.session.add_all(
        [
            Sift(**about, round="shortlist", scorer_id=made.member, scores={"E1": 1}, evidence=undone, saved_at=clock.now()),
            Moderation(**about, round="longlist", scores={"E1": 5, "E2": 5, "D1": 4}, because=f"Agreed on {NAMES[row.number - 1]}", by_id=made.consultant, at=clock.now()),
            ApplicationMessage(application_id=row.id, author_id=row.person_id, from_candidate=True, body=f"CANARYMESSAGE{row.number}. Yours, {NAMES[row.number - 1]}", at=clock.now()),
            Unhiding(**about, by_id=made.deputy, because=f"I know {SURNAMES[row.number - 1]}", at=clock.now()),
            Interest(**about, person_id=made.member, note=f"{SURNAMES[row.number - 1]} is my neighbour", at=clock.now()),
        ]
    )  # fmt: skip


def appoint(app: Flask, scene: Scene, ids: Sequence[int] = ()) -> None:
    """Each of these (the first and the third of the scene) came to an interview, was made an offer and was placed."""
    left = people.make(app, f"walter{len(ids)}@leeds.gov.uk", name="Walter Whenever")
    with app.app_context(), transaction():
        rows = [db.session.get_one(JobApplication, each) for each in ids or (scene.ids[0], scene.ids[2])]
        rounds = db.session.query(InterviewRound).order_by(InterviewRound.number).all() or _rounds(rows[0].posting_id)
        for row in rows:
            _interview(scene.choosing, row, rounds, left)
            _place(scene.choosing, row)


def _rounds(posting_id: int) -> list[InterviewRound]:
    facts = {"posting_id": posting_id, "way": "video", "minutes": 45, "choose_by": clock.now(), "made_at": clock.now()}
    rounds = [
        InterviewRound(reference=new_reference(), number=place, name=f"Interview {place}", link="https://meet.example/CANARYLINK", address="CANARYPLACE", prepare="CANARYPREPARE", **facts)
        for place in (1, 2)
    ]  # fmt: skip
    db.session.add_all(rounds)
    db.session.flush()
    return rounds


def _interview(made: choosing.Scene, row: JobApplication, rounds: Sequence[InterviewRound], left: int) -> None:
    """Somebody came, and was told how they did; a second time they did not come, and nobody has told them anything."""
    other = NAMES[(row.number or 0) % 3]
    for place, round_ in enumerate(rounds):
        starts = clock.now() + timedelta(days=place, hours=row.number or 0)
        time = {"starts_at": starts, "ends_at": starts + timedelta(minutes=45)}
        slot = InterviewSlot(reference=new_reference(), round_id=round_.id, room="CANARYPLACE", **time)
        db.session.add(slot)
        db.session.flush()
        interview = Interview(
            reference=new_reference(),
            round_id=round_.id,
            application_id=row.id,
            slot_id=slot.id,
            state=("attended", "absent")[place],
            said="CANARYSAID",
            feedback=(f"CANARYFEEDBACK{row.number}: {other} was clearer.", "CANARYUNTOLD")[place],
            feedback_told_at=(clock.now(), None)[place],
            updated_at=clock.now(),
            **time,
        )
        db.session.add(interview)
        db.session.flush()
        about = {"interview_id": interview.id, "at": clock.now()}
        event, note = (("attend", ""), ("miss", f"CANARYMISSED{row.number}: {other} saw {NAMES[2]} leave."))[place]
        db.session.add_all(
            [
                SlotAnswer(slot_id=slot.id, person_id=left, can=False, at=clock.now()),
                InterviewStep(**about, event="invite", before="", after="invited", by_id=made.consultant),
                InterviewStep(**about, event="choose", before="invited", after="booked", by_id=row.person_id, note="CANARYSAID"),
                InterviewStep(**about, event=event, before="booked", after=interview.state, by_id=made.deputy, note=note),
            ]
        )  # fmt: skip


def _place(made: choosing.Scene, row: JobApplication) -> None:
    """Somebody accepted an offer, whose start was moved, and started; our fee is £8,730."""
    campaign, day = campaigns.for_staff(made.campaign), date(2027, 2, 1)
    offer = Offer(application_id=row.id, number=1, state="accepted", post=f"CANARYPOST{row.number} beside {NAMES[0]}", salary_pence=4_850_000, hours="37 hours a week", starts_on=day, now_starts_on=date(2027, 3, 1), conditions=f"CANARYCONDITION{row.number}", answer_by=day, made_at=clock.now(), made_by_id=made.consultant, because="CANARYBECAUSE")  # fmt: skip
    db.session.add(offer)
    db.session.flush()
    checks = {"offer_id": offer.id, "due_on": day, "owner_id": made.deputy, "changed_at": clock.now(), "note": "CANARYCHECK"}  # fmt: skip
    placement = Placement(reference=new_reference(), application_id=row.id, offer_id=offer.id, campaign_id=campaign.id, state="started", starts_on=date(2027, 3, 1), salary_pence=4_850_000, basis="percentage", figure=1_800, remuneration="CANARYBECAUSE", remuneration_pence=4_850_000, fee_pence=873_000, schedule=[[1, 100], [2, 50]], left_because="CANARYLEFT", begun_at=clock.now(), updated_at=clock.now())  # fmt: skip
    db.session.add_all(
        [
            OfferCheck(**checks, kind="right_to_work", state="clear"),
            OfferCheck(**checks, kind="health", state="problem"),
            StartChange(offer_id=offer.id, before=day, after=date(2027, 3, 1), because="CANARYBECAUSE", at=clock.now(), by_id=made.consultant),
            placement,
        ]
    )  # fmt: skip
    db.session.flush()
    about = {"placement_id": placement.id, "at": clock.now(), "note": "CANARYMOVE: £8,730 without VAT"}
    db.session.add_all(
        [
            PlacementStep(**about, event="begin", before="", after="pending", by_id=row.person_id),
            PlacementStep(**about, event="fee", before="pending", after="pending", by_id=made.consultant),
            PlacementStep(**about, event="confirm", before="pending", after="confirmed", by_id=made.consultant),
            PlacementStep(**about, event="start", before="confirmed", after="started", by_id=made.deputy),
        ]
    )


def pack(app: Flask, scene: Scene, audience: str = "ours", *, named: bool = False, by: int = 0) -> Pack:
    with app.app_context():
        campaign = campaigns.for_staff(scene.choosing.campaign)
        return gathering.gather(campaign, Sight(audience, by, named), at=clock.now())


def read(content: bytes) -> str:
    """Every word of a packed pack: of its PDF, its tables and its texts, with the names of its files."""
    words = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            held = archive.read(name)
            words.append(name)
            if name.endswith(".pdf"):
                words.append(
                    " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(held)).pages).split())
                )
            else:
                words.append(held.decode("utf-8-sig"))
    return "\n".join(words)


def table(content: bytes, name: str) -> list[list[str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return list(csv.reader(io.StringIO(archive.read(f"tables/{name}.csv").decode("utf-8-sig"))))


def packed(app: Flask, scene: Scene, audience: str = "ours", *, named: bool = False, by: int = 0) -> bytes:
    return packing.as_zip(pack(app, scene, audience, named=named, by=by))


def many(app: Flask, scene: Scene, number: int, *, first_number: int = 4) -> list[int]:
    """So many applications more, each longlisted, scored by two with evidence, and written about."""
    ids, made, evidence = [], scene.choosing, "They ran a network of 90 sites and say how, with what came of it. " * 4
    with app.app_context(), transaction():
        first = db.session.get_one(JobApplication, scene.ids[0])
        for place in range(first_number, first_number + number):
            row = JobApplication(
                reference=f"MNY{place:05}",
                posting_id=first.posting_id,
                state="submitted",
                number=place,
                answers={"contact": {"name": f"Person{place} Family{place}"}},
                submitted_at=clock.now(),
                created_at=clock.now(),
                updated_at=clock.now(),
            )
            db.session.add(row)
            db.session.flush()
            ids.append(row.id)
            about = {"application_id": row.id}
            db.session.add(ApplicationStep(**about, event="submit", before="draft", after="submitted", at=clock.now()))
            move(row, "longlist", by=made.consultant, at=clock.now(), reason=evidence)
            for round_, scorers in (
                ("longlist", (made.consultant, made.deputy)),
                ("shortlist", (made.chair, made.member)),
            ):
                for scorer in scorers:
                    keys = ("E1", "E2", "D1")
                    db.session.add(
                        Sift(
                            **about,
                            round=round_,
                            scorer_id=scorer,
                            scores=dict.fromkeys(keys, 5),
                            evidence=dict.fromkeys(keys, evidence),
                            saved_at=clock.now(),
                            done_at=clock.now(),
                        )
                    )
            for _ in range(3):
                db.session.add(
                    ApplicationMessage(
                        **about, author_id=made.consultant, from_candidate=False, body=evidence, at=clock.now()
                    )
                )
    return ids
