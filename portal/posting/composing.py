"""From the answers to the vacancy: the same shape that reading an advert gives, with the employer's word for each fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.classification.classifying import decide_ict
from portal.classification.enriching import name_role
from portal.classification.findings import IctDecision, RoleFinding
from portal.employers.findings import EmployerFinding, Sector
from portal.employers.register import Body
from portal.foundation.markup import plain_text
from portal.posting.answers.job import LEVELS, SPONSORSHIP, terms_of
from portal.posting.answers.pay import pay_of
from portal.posting.answers.shape import Asked
from portal.posting.answers.text import STATEMENTS
from portal.posting.answers.whole import Whole
from portal.posting.marking_up import bullets, heading, mail_link, numbered, paragraph, safe_html
from portal.vacancies.drafts import Advert, DateFinding, Reading
from portal.web.words import name_of

THE_EMPLOYER_SAYS = "The employer posted it here as a digital, data or IT job."


@dataclass(frozen=True, slots=True)
class Poster:
    """The organisation that posts, as the vacancy tells of it. `key` is how its vacancies are known as its own."""

    name: str
    key: str | None
    sector: Sector
    nation: str | None
    qualifies: bool


def reading_of(whole: Whole, poster: Poster, *, asked: Asked, at: datetime) -> Reading:
    """The vacancy that these answers make; they must be complete for it to be published, and need not be for a preview."""
    title = whole.value("role", "title") or "Job title"
    html = advert_html(whole)
    words = plain_text(html)
    places = whole.value("place", "places")
    pay, grade = pay_of(
        whole.reads["pay"],
        whole.reads["terms"],
        asked=asked,
        nation=next((place.nation for place in places if place.nation), None),
    )
    ict = _ict(title, words, poster)
    closes_at = whole.value("closing", "closes_at")
    said = ("The employer says so.",)
    return Reading(
        advert=Advert(
            title=title,
            employer=whole.value("employer", "shown"),
            description=html,
            url=whole.value("applying", "address"),
            reference=whole.value("role", "own_reference"),
        ),
        text=words,
        ict=ict,
        employer=employer_of(whole, poster),
        role=role_of(whole, words, ict, poster),
        pay=pay,
        grade=grade,
        closing=DateFinding(at=closes_at, evidence=said if closes_at else ()),
        posted=DateFinding(at=at),
        places=places,
        terms=terms_of(whole.reads["place"], whole.reads["terms"], whole.reads["clearance"]),
    )


def _ict(title: str, words: str, poster: Poster) -> IctDecision:
    """The employer's word decides; what the rules would have said stands beside it for staff."""
    rules = decide_ict(title=title, description=words, employer=poster.name, category="", salary="")
    return IctDecision(
        "yes", rules.score, (THE_EMPLOYER_SAYS, f"By its words alone: {rules.decision}.", *rules.evidence)
    )


def employer_of(whole: Whole, poster: Poster) -> EmployerFinding:
    """Who employs. Where the organisation is not of the public sector, the body that the job serves makes it public."""
    served: Body | None = whole.value("employer", "served")
    public = poster.qualifies or served is not None
    why = f"{poster.name} posted it here" + (f", on behalf of {served.name}" if served else "") + "."
    return EmployerFinding(
        name=whole.value("employer", "shown"),
        public_sector="yes" if public else "no",
        sector=_sector(served) if served is not None and not poster.qualifies else poster.sector,
        organisation=poster.name,
        organisation_key=poster.key,
        on_behalf_of=served.name if served else None,
        nation=poster.nation,
        evidence=(why,),
    )


def _sector(body: Body) -> Sector:
    known: Sector = body.sector  # type: ignore[assignment]
    return known


def role_of(whole: Whole, words: str, ict: IctDecision, poster: Poster) -> RoleFinding:
    """The role and level that were chosen, and those that the title suggests where none was."""
    suggested = name_role(title=whole.value("role", "title"), description=words, ict=ict, sector=poster.sector)
    family, level = whole.value("role", "family"), whole.value("role", "level")
    chosen = ("The employer chose it.",)
    return RoleFinding(
        family=family or suggested.family,
        name=whole.value("role", "role") if family else suggested.name,
        level=level or suggested.level,
        evidence=chosen if family and level else (*suggested.evidence, *(chosen if family or level else ())),
    )


def advert_html(whole: Whole) -> str:
    """The whole advert: what was written, then what was asked, under headings of its own."""
    parts = [
        safe_html(whole.value("description", "text")),
        _criteria(whole),
        _offer(whole),
        _checks(whole),
        _dates(whole),
        _applying(whole),
        _contact(whole),
        _inclusion(whole),
    ]
    return "\n".join(filter(None, parts))


def _headed(words: str, *parts: str) -> str:
    body = "".join(parts)
    return heading(words) + body if body else ""


def _criteria(whole: Whole) -> str:
    essential, desirable = whole.value("criteria", "essential"), whole.value("criteria", "desirable")
    return _headed("You must have", numbered(essential)) + _headed("It would be good to have", numbered(desirable))


def _offer(whole: Whole) -> str:
    days, hours, lasts = (
        whole.value("place", "office_days"),
        whole.value("terms", "hours"),
        whole.value("terms", "lasts"),
    )
    posts, team = whole.value("role", "posts"), whole.value("employer", "department")
    said = [
        f"Department or team: {team}" if team else "",
        f"Number of posts: {posts}" if posts > 1 else "",
        f"Hours: {hours} hours a week" if hours else "",
        f"Length: {lasts}" if lasts else "",
        f"At the workplace: {days} {'day' if days == '1' else 'days'} a week" if days else "",
        f"Allowances: {whole.value('pay', 'allowances')}" if whole.value("pay", "allowances") else "",
    ]
    return _headed("What we offer", bullets([each for each in said if each]))


def _checks(whole: Whole) -> str:
    sponsors, other = whole.value("clearance", "sponsorship"), whole.value("clearance", "other_checks")
    levels = [name_of(each) for each in whole.value("clearance", "clearance")]
    said = [
        f"Clearance: {', '.join(levels)}" if levels else "",
        f"{SPONSORSHIP[sponsors]}." if sponsors in ("yes", "no") else "",
        other,
    ]
    return _headed("Checks", bullets([each for each in said if each]))


def _dates(whole: Whole) -> str:
    interviews, starts = whole.value("closing", "interviews"), whole.value("closing", "starts")
    said = [f"Interviews: {interviews}" if interviews else "", f"Start: {starts}" if starts else ""]
    return _headed("Dates", bullets([each for each in said if each]))


def _applying(whole: Whole) -> str:
    mail = whole.value("applying", "mail") if whole.value("applying", "way") == "mail" else ""
    by_mail = f"<p>Apply by e-mail to {mail_link(mail)}.</p>" if mail and not whole.reads["applying"].problems else ""
    return _headed("How to apply", by_mail, paragraph(whole.value("applying", "apply_note")))


def _contact(whole: Whole) -> str:
    """Only where the employer ticked that it is to be shown."""
    values = whole.reads["contacts"].values
    if not values["contact_shown"] or whole.reads["contacts"].problems:
        return ""
    who = ", ".join(filter(None, (values["contact_name"], values["contact_title"])))
    mail = f"<p>{mail_link(values['contact_email'])}</p>" if values["contact_email"] else ""
    return _headed("Whom to ask", paragraph(who), mail, paragraph(values["contact_phone"]))


def _inclusion(whole: Whole) -> str:
    ticked = [STATEMENTS[each] for each in whole.value("inclusion", "statements")]
    return _headed("Inclusion", bullets(ticked), paragraph(whole.value("inclusion", "own_statement")))


def level_name(level: str | None) -> str:
    return LEVELS.get(level or "", "")
