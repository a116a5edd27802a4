"""Random walks through whole campaigns, by everybody at once: no order of acts leads where it must not.

What is held after each act: the history of every application and of the campaign explains its state by legal moves; an
offer stands exactly for whoever has one; there is a placement exactly for whoever took the post; a campaign that has ended
has decided everything and told everybody; and what was refused has changed nothing.
"""

from __future__ import annotations

import itertools
import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from portal.applying import leaving, states
from portal.applying import queries as applications
from portal.applying.models import ApplicationStep, JobApplication
from portal.applying.moving import as_steps
from portal.database.base import db
from portal.database.transaction import transaction
from portal.foundation import clock
from portal.foundation.clock import as_of
from portal.foundation.errors import NotFound, RuleBroken
from portal.interviewing import choosing, inviting, queries, schedule
from portal.offering import making as offer_making
from portal.offering import queries as offers
from portal.offering import settling
from portal.offering import tending as reserve
from portal.placing import queries as placements
from portal.recruitment import calling_off, campaign_states, cancelling
from portal.recruitment import queries as campaigns
from portal.recruitment.models import Campaign, CampaignStep
from portal.selecting import deciding, finishing, telling
from portal.selecting import queries as chosen
from portal.selecting.desks import Desk
from tests.conftest import MakeApp
from tests.interviewing import making as interviews
from tests.offering import making
from tests.placing import making as placed
from tests.selecting import making as scenes

OFFER_STANDS = {
    states.OFFERED: "open",
    states.ACCEPTED: "accepted",
    states.CONDITIONS_MET: "accepted",
    states.STARTED: "accepted",
}
GONE = (states.WITHDRAWN, states.CONDITIONS_NOT_MET)
"""What they had accepted is kept as what was accepted; an open offer is over."""
PATH = {
    states.SUBMITTED: "longlist",
    states.LONGLISTED: "shortlist",
    states.SHORTLISTED: "invite",
    states.INTERVIEW: "refuse",
}
UNDONE_BY_PANEL = {
    states.LONGLISTED: False,
    states.SHORTLISTED: True,
    states.INTERVIEW: False,
    states.RESERVE: True,
}
MAY_BE_OFFERED = (states.INTERVIEW, states.RESERVE, states.DECLINED)
CANDIDATES = 3


def rows_of_all(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of what a walk may change, to see that a refusal changed none."""
    with app.app_context():
        return {
            name: sorted((tuple(row) for row in db.session.execute(table.select())), key=repr)
            for name, table in db.metadata.tables.items()
            if name.startswith(("job_applications", "application_", "campaign", "offer", "placement", "interview"))
            or name in ("messages", "audit_entries")
        }


def hold(app: Flask, scene: scenes.Scene) -> Counter[str]:
    """Assert what always holds; how many applications stand where."""
    with app.app_context():
        campaign = campaigns.for_staff(scene.campaign)
        found = [making.find(reference) for reference in scene.sent]
        for row in found:
            hold_one(row)
        state = "selection"  # where the scene begins it
        for step in db.session.query(CampaignStep).filter_by(campaign_id=campaign.id).order_by(CampaignStep.id):
            if step.before != step.after:
                assert step.before == state
                state = campaign_states.follow(state, step.event).after
        assert campaign.state == state
        hold_ended(campaign, found)
        return Counter(row.state for row in found)


def hold_one(row: JobApplication) -> None:
    rows = list(db.session.query(ApplicationStep).filter_by(application_id=row.id).order_by(ApplicationStep.id))
    steps, reasons = as_steps(rows), [each.reason for each in rows]
    assert states.replay([each.event for each in steps]) == row.state
    assert all(after.before == before.after for before, after in itertools.pairwise(steps))
    for place, step in enumerate(steps):
        if step.event == "reverse" and (made := states.came_by(step.before)):
            assert not states.knows_since(steps[:place], made), "unmade although the candidate had been told"
        if step.event == "offer" and step.before == states.INTERVIEW and "without its panel" not in reasons[place]:
            assert states.is_chosen(steps[:place]), (
                "offered to somebody whom the panel did not choose, without a reason"
            )
    standing = offers.standing(row)
    kept = (None, "accepted") if row.state in GONE else (OFFER_STANDS.get(row.state),)
    assert (standing.state if standing else None) in kept, row.state
    placement = placements.standing(row.id)
    assert (placement is not None) == (row.state in finishing.TAKEN), row.state


def hold_ended(campaign: Campaign, found: list[JobApplication]) -> None:
    if campaign.state not in campaign_states.OVER:
        return
    if campaign.state == campaign_states.CANCELLED:
        left = calling_off.candidates(campaign)
        assert (left.to_tell, left.offered) == ([], 0)
        return
    undecided = set(states.IN_PROGRESS) - set(finishing.TAKEN)
    assert not [row.state for row in found if row.state in undecided]


class Walk:
    """One campaign with its candidates, and whatever anybody may try."""

    def __init__(self, app: Flask, seed: int) -> None:
        self.app, self.chance = app, random.Random(seed)
        self.scene = placed.scene(app, number=CANDIDATES)
        with app.app_context(), transaction():
            campaigns.for_staff(self.scene.campaign).posts = self.chance.choice((1, 1, 2))

    def act(self) -> None:
        """Try something; what is refused changes nothing."""
        before = rows_of_all(self.app) if self.chance.random() < 0.2 else None
        try:
            self.chance.choice(ACTS)(self)
        except (RuleBroken, NotFound):
            assert before is None or rows_of_all(self.app) == before

    def anyone(self, *where: str) -> str:
        """Somebody, who mostly stands at one of these states where somebody does."""
        fitting = [each for each in self.scene.sent if making.state_of(self.app, each) in where]
        return self.chance.choice(fitting if fitting and self.chance.random() < 0.8 else self.scene.sent)

    def at_desk(self, person: int, act: Callable[[Desk], Any]) -> None:
        with self.app.app_context(), transaction():
            act(scenes.desk(self.scene, person))

    def with_row(self, act: Callable[[Desk, JobApplication], Any], *where: str) -> None:
        making.at_desk(self.app, self.scene, self.anyone(*where), act)

    def decide(self, who: int, reference: str, event: str) -> None:
        unscored = self.chance.random() < 0.95

        def act(desk: Desk) -> None:
            row = chosen.one(desk, reference, locked=True)
            deciding.decide(desk, row, event, because="Evidence.", at=clock.now(), unscored=unscored)

        self.at_desk(who, act)

    def decide_anything(self) -> None:
        """By anybody, about anybody, whether or not it is theirs."""
        who = self.chance.choice((self.scene.consultant, self.scene.deputy, self.scene.chair, self.scene.member))
        event, reference = self.chance.choice(list(deciding.WORDS)), self.anyone()
        self.decide(who, reference, event)

    def decide_rightly(self) -> None:
        """The next step for somebody, by whose it is."""
        reference = self.anyone()
        state = making.state_of(self.app, reference)
        event = PATH.get(state, "reverse")
        if event in ("refuse", "shortlist") and self.chance.random() < 0.4:
            event = {"refuse": "hold_in_reserve", "shortlist": "leave_off_shortlist"}[event]
        elif event == "refuse" and self.chance.random() < 0.7:
            event = "appoint"
        if state == states.INTERVIEW and self.is_chosen(reference):
            event = "take_back_choice"
            if self.chance.random() < 0.8:
                self.offer()
                return
        panel = (states.LONGLISTED, states.INTERVIEW, states.NOT_SHORTLISTED, states.UNSUCCESSFUL, states.RESERVE)
        if state in UNDONE_BY_PANEL and self.chance.random() < 0.06:
            event, panel = "reverse", tuple(each for each, theirs in UNDONE_BY_PANEL.items() if theirs)
        who = self.scene.chair if state in panel else self.scene.consultant
        self.decide(who, reference, event)

    def is_chosen(self, reference: str) -> bool:
        with self.app.app_context():
            return states.is_chosen(applications.steps_of(making.find(reference)))

    def tell(self) -> None:
        def act(desk: Desk) -> None:
            expected = {each.application.reference: each.state for each in telling.untold(desk)}
            some = {key: expected[key] for key in expected if self.chance.random() < 0.8}
            telling.tell(desk, list(some), telling.TEMPLATES, expected=some, at=clock.now())

        self.at_desk(self.scene.consultant, act)

    def arrange(self) -> None:
        starts = clock.now().replace(hour=10, minute=0) + timedelta(days=5)
        round_, _ = interviews.round_with(
            self.app, self.scene, starts=starts, choose_by=starts - timedelta(days=2), name=f"Round {starts:%d %B %Y}"
        )

        def act(desk: Desk) -> None:
            row = schedule.round_of(desk, round_)
            if told := inviting.to_invite(desk, row)[0]:
                inviting.invite(desk, row, [each.reference for each in told], at=clock.now())

        self.at_desk(self.scene.consultant, act)

    def choose_interview(self) -> None:
        with self.app.app_context(), transaction():
            row = making.find(self.anyone())
            for held in queries.of_application(row.id)[-1:]:
                locked = queries.own(row.person_id or 0, row.reference, held.interview.reference, locked=True)
                slot = self.chance.choice(choosing.on_offer(locked, at=clock.now()) or [None])
                if slot is not None:
                    choosing.choose(locked, slot.reference, by=row.person_id or 0, at=clock.now())

    def withdraw(self) -> None:
        with self.app.app_context(), transaction():
            if self.chance.random() < 0.15:
                found = making.find(self.anyone())
                row = applications.own(found.person_id or 0, found.reference, locked=True)
                leaving.withdraw(row, applications.job_of(row), because="", by=row.person_id or 0, at=clock.now())

    def offer(self) -> None:
        today = clock.today()
        terms = replace(
            making.TERMS, answer_by=today + timedelta(days=7), starts_on=today + timedelta(days=10), conditions=""
        )
        again, because = self.chance.random() < 0.2, self.chance.choice(("", "", "The client asked for them."))

        def act(desk: Desk, row: JobApplication) -> None:
            offer_making.offer(desk, row, terms, again=again, because=because, at=clock.now())

        self.with_row(act, *MAY_BE_OFFERED)

    def answer(self) -> None:
        if self.chance.random() < 0.8:
            making.accept(self.app, self.anyone(states.OFFERED))
        else:
            making.decline(self.app, self.anyone(states.OFFERED))

    def withdraw_offer(self) -> None:
        if self.chance.random() < 0.2:
            self.with_row(lambda desk, row: offer_making.withdraw(desk, row, because="No money.", at=clock.now()))

    def clear(self) -> None:
        making.clear_all(self.app, self.scene, self.anyone(states.ACCEPTED))

    def meet(self) -> None:
        self.with_row(lambda desk, row: settling.meet(desk, row, at=clock.now()), states.ACCEPTED)

    def start(self) -> None:
        self.with_row(lambda desk, row: settling.start(desk, row, at=clock.now()), states.CONDITIONS_MET)

    def worker(self) -> None:
        with self.app.app_context():
            reserve.tend(at=clock.now())

    def end(self) -> None:
        self.at_desk(self.scene.consultant, lambda desk: finishing.end(desk, because="It is over.", at=clock.now()))

    def cancel(self) -> None:
        if self.chance.random() < 0.1:
            with self.app.app_context(), transaction():
                found, sure = campaigns.for_staff(self.scene.campaign, locked=True), self.chance.random() < 0.5
                cancelling.cancel(found, because="Frozen.", by=self.scene.owner, sure=sure, at=clock.now())


ACTS = (
    *(Walk.decide_rightly, Walk.tell) * 4,
    *(Walk.offer, Walk.answer, Walk.clear, Walk.meet, Walk.start) * 3,
    *(Walk.decide_anything, Walk.arrange, Walk.choose_interview, Walk.end) * 2,
    *(Walk.withdraw, Walk.withdraw_offer, Walk.worker, Walk.cancel),
)


def test_walks_through_whole_campaigns_hold_what_always_holds(
    set_up_folder: Path, make_app: MakeApp, tmp_path: Path
) -> None:
    """And they come to many ends: walks that all ended alike would say little."""
    ends: Counter[str] = Counter()
    for seed in range(8):
        folder = tmp_path / str(seed)
        shutil.copytree(set_up_folder, folder)
        app = make_app(PORTAL_DATA_DIR=str(folder))
        walk, at = Walk(app, seed), clock.now()
        for _ in range(200):
            at += timedelta(days=walk.chance.choice((0, 0, 0, 0, 1, 2)))
            with as_of(at):
                walk.act()
            where = hold(app, walk.scene)
        ends += where
        with app.app_context():
            ends[campaigns.for_staff(walk.scene.campaign).state] += 1
    assert {states.STARTED, states.WITHDRAWN, campaign_states.FILLED} <= set(ends), ends
    assert len(ends) >= 9, ends
