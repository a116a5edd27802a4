"""Which organisation an employer's name, address and text mean, and whether it is the public sector.

The steps of `STEPS` are asked in turn, the surest evidence first, and the first that answers decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from rapidfuzz import fuzz

from portal.employers import addresses, wordings
from portal.employers.findings import EmployerFinding, Sector
from portal.employers.kinds import Kind, completed, likely_kind, sure_kind
from portal.employers.names import CUT, canonical, loose, names_nobody, parts, word_set
from portal.employers.register import Body, Register, load_register

__all__ = ["EmployerFinding", "find_employer", "load_register"]

LIKE = 92.0
"""Likeness of whole names from which a misspelling is taken for the body, if also every word is alike."""
LIKE_WORD = 80.0
_NOT_THE_BODY = word_set(
    "union students alumni enterprises innovation innovations ventures ltd limited plc charity charities friends league foundation supporters "
    "federation unison club credit press hospital hospitals academy school college nhs trust association housing museum church estates "
    "consultants solutions pension voluntary"
)
"""Words that after a body's name make another body of it: "University of Ashmere Students' Union"."""
_OBSCURE = frozenset(
    ("other", "sub organisation", "advisory non-departmental public body", "tribunal", "independent monitoring body")
)
"""Kinds of body whose short abbreviations companies bear too ("ACE", "SAGE", "BSC")."""
_OWN_PARTS = word_set(
    "digital data technology it ict services service group headquarters hq army navy raf careers jobs recruitment resourcing hr shared corporate "
    "commercial finance people operations security cyber adult adults childrens children education social health housing highways environment "
    "library libraries team directorate division department london north south east west midlands wales scotland england ni uk and in"
)
_NEVER_LEADING = _OBSCURE | {"further education college", "housing association"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What one advert gives to tell its employer by."""

    given: str
    url: str = ""
    description: str = ""
    title: str = ""
    place: str = ""
    source: str = ""
    on: date | None = None
    host: str = field(default="", compare=False)
    board: addresses.Board | None = None


Step = Callable[[Asked, Register], EmployerFinding | None]


def find_employer(
    *,
    employer: str,
    url: str = "",
    description: str = "",
    title: str = "",
    place: str = "",
    source_organisation: str | None = None,
    register: Register | None = None,
    on: date | None = None,
) -> EmployerFinding:
    """Who employs, with the evidence that decided. When nothing is sure, public sector is "unclear" and the sector "other".

    `place` settles which of two bodies of one name is meant; `on` is the day for which ended bodies give way to
    their successors (without it, today's bodies); `source_organisation` is the one employer whose own feed this is.
    """
    book = register or load_register()
    given = " ".join(employer.split())
    host = addresses.host_of(url)
    asked = Asked(
        given="" if names_nobody(given) and not book.named(given) else given,
        url=url,
        description=description,
        title=title,
        place=place,
        source=(source_organisation or "").strip(),
        on=on,
        host=host,
        board=addresses.board_at(host),
    )
    label = sure_kind(given) if given and not asked.given else None
    if label is not None and label.sector in ("nhs", "third_sector"):
        return EmployerFinding(given, label.public, label.sector, evidence=(f"name: “{given}” tells {label.words}",))
    for step in STEPS if asked.given else NAMELESS_STEPS:
        finding = step(asked, book)
        if finding is not None:
            return replace(finding, name=given) if given and not finding.name else finding
    why = "nothing known of this employer" if asked.given else "no employer named"
    return EmployerFinding(given, evidence=(why,))


def _by_registered_name(asked: Asked, book: Register) -> EmployerFinding | None:
    """A name, other name or abbreviation of the register, as it is or in one of the pieces a board joined."""
    pieces = parts(asked.given)
    for number, piece in enumerate(pieces):
        bodies = _named(piece, book)
        if not bodies:
            continue
        body = _chosen(bodies, asked)
        if body is None:
            return _one_of_several(bodies, piece)
        if body.public and number:
            broker = _broker_first(asked.given, pieces, book)
            if broker is not None:
                return _not_public(broker, asked, book, serves=_today(body, book, asked.on))
        return _of(body, f"name: {piece}", asked, book)
    return None


def _named(piece: str, book: Register) -> tuple[Body, ...]:
    known = book.named(piece)
    if known:
        return known
    if len(piece) < 3 or sum(letter.isupper() for letter in piece) < 2:
        return ()
    known = tuple(
        body for body in book.by_abbreviation.get(piece.casefold(), ()) if not body.end and body.kind not in _OBSCURE
    )
    return known if len(known) == 1 else ()


def _broker_first(given: str, pieces: Iterable[str], book: Register) -> Body | Kind | None:
    """The supplier or agency that stands before a body in one employer field: "Hays - Ashmere Council"."""
    first = next((piece for piece in pieces if piece != given and given.startswith(piece)), None)
    if first is None:
        return None
    known = book.named(first)
    if known and not known[0].public:
        return known[0]
    kind = sure_kind(first)
    return kind if kind is not None and kind.sector == "private" else None


def _chosen(bodies: tuple[Body, ...], asked: Asked) -> Body | None:
    """The one body meant: the only one, the one whose domain this is, or the one whose fuller name fits the place."""
    if len(bodies) == 1:
        return bodies[0]
    mine = [body for body in bodies if any(asked.host.endswith(domain) for domain in body.domains)]
    if len(mine) == 1:
        return mine[0]
    place = set(canonical(f"{asked.place} {asked.source}").split())
    given = set(canonical(asked.given).split())
    fits = {
        body.key: len({word for name in (body.name, *body.aliases) for word in canonical(name).split()} & place - given)
        for body in bodies
    }
    best = max(fits.values())
    fitting = [body for body in bodies if best and fits[body.key] == best]
    return fitting[0] if len(fitting) == 1 else None


def _one_of_several(bodies: tuple[Body, ...], piece: str) -> EmployerFinding:
    names = " or ".join(sorted(body.name for body in bodies)[:4])
    sectors = {body.sector for body in bodies}
    sector: Sector = next(iter(sectors)) if len(sectors) == 1 else "other"
    public = {body.public for body in bodies}
    return EmployerFinding(
        "",
        "unclear" if len(public) > 1 else "yes" if public == {True} else "no",
        sector,
        evidence=(f"name: {piece} may mean {names}",),
    )


def _by_longer_name(asked: Asked, book: Register) -> EmployerFinding | None:
    """A body's name or abbreviation with one of its own parts after it: "DWP Digital", "Ashmere Council Adult Care"."""
    for piece in parts(asked.given):
        pieces = piece.split()
        for length in range(len(pieces) - 1, 0, -1):
            rest = [canonical(word) for word in pieces[length:]]
            if not _NOT_THE_BODY.isdisjoint(rest):
                break
            head = " ".join(pieces[:length]).rstrip(" ,-:")
            short = length == 1
            if short and not _OWN_PARTS.issuperset(rest):
                continue
            bodies = _named(head, book) if not short or sum(letter.isupper() for letter in head) > 1 else ()
            if len(bodies) == 1 and bodies[0].public and bodies[0].kind not in _NEVER_LEADING:
                return _of(bodies[0], f"name: {head}", asked, book)
    return None


def _by_cut_name(asked: Asked, book: Register) -> EmployerFinding | None:
    """A name that the board cut short, if it begins one current body's name only."""
    if not CUT.search(asked.given):
        return None
    stump = canonical(CUT.sub("", asked.given))
    whole_words = stump.rpartition(" ")[0]
    for beginning in (stump, f"{whole_words} "):
        if len(beginning) < 12:
            continue
        known = {
            body.key: body
            for name, bodies in book.by_name.items()
            if name.startswith(beginning)
            for body in bodies
            if not body.end
        }
        if len(known) == 1:
            return _of(next(iter(known.values())), f"name cut short: {asked.given}", asked, book)
    return None


def _by_near_name(asked: Asked, book: Register) -> EmployerFinding | None:
    """A misspelling: every word like its fellow, so that "North" and "South", "Essex" and "Sussex" stay apart."""
    name = canonical(asked.given)
    words = name.split()
    if len(name) < 12 or len(words) < 2:
        return None
    likes = {
        known: fuzz.ratio(name, known)
        for known in book.names_like(name[0], len(words))
        if fuzz.ratio(name, known, score_cutoff=LIKE) and _alike(words, known.split())
    }
    if not likes:
        return None
    best = max(likes, key=lambda known: likes[known])
    bodies = book.by_name[best]
    if len(bodies) != 1 or sum(score == likes[best] for score in likes.values()) > 1:
        return None
    return _of(bodies[0], f"name nearly: {bodies[0].name} ({likes[best]:.0f} of 100)", asked, book)


def _alike(words: list[str], known: list[str]) -> bool:
    return all(
        word == other or (min(len(word), len(other)) > 4 and fuzz.ratio(word, other) >= LIKE_WORD)
        for word, other in zip(words, known, strict=True)
    )


def _by_owner(asked: Asked, book: Register) -> EmployerFinding | None:
    """A company that says it is wholly owned by a public body is a part of that body's sector, whatever its name sounds like."""
    for words in wordings.owners(asked.description):
        body = _longest(words, book)
        kind = None if body is not None else sure_kind(words)
        sector = body.sector if body is not None else kind.sector if kind is not None and kind.public == "yes" else None
        if sector is not None:
            return EmployerFinding(
                "", "yes", sector, evidence=(f"text: wholly owned by {body.name if body else words}",)
            )
    return None


def _by_sure_kind(asked: Asked, book: Register) -> EmployerFinding | None:
    kind = sure_kind(_whole(asked.given))
    if kind is not None and kind.public == "no" and asked.board is not None and asked.board.named is not None:
        return None  # such a board lets no private employer in, whatever the name sounds like
    return _of_kind(kind, asked, book)


def _by_likely_kind(asked: Asked, book: Register) -> EmployerFinding | None:
    kind = likely_kind(_whole(asked.given))
    school = wordings.says_school(asked.description) if kind is not None else None
    if school is not None:
        return EmployerFinding("", "yes", "education", evidence=(f"text: “{school}”",))
    if kind is not None and kind.sector == "private":
        words = wordings.says_charity(asked.description)
        if words is not None:
            return EmployerFinding("", "no", "third_sector", evidence=(f"text: “{words}”",))
        return _by_practice(asked) or _of_kind(kind, asked, book)
    return _of_kind(kind, asked, book)


def _by_practice(asked: Asked) -> EmployerFinding | None:
    """A practice that says so, whatever its name, where general practices advertise."""
    words = wordings.says_practice(asked.description) if asked.board is not None and asked.board.practices else None
    return EmployerFinding("", "yes", "nhs", evidence=(f"text: “{words}”",)) if words is not None else None


def _whole(given: str) -> str:
    return completed(CUT.sub("", given)) if CUT.search(given) else given


def _of_kind(kind: Kind | None, asked: Asked, book: Register) -> EmployerFinding | None:
    if kind is None:
        return None
    if kind.public == "no":
        return _not_public(kind, asked, book)
    return EmployerFinding(
        "", kind.public, kind.sector, evidence=(f"name: “{kind.because}” is the name of {kind.words}",)
    )


def _by_source(asked: Asked, book: Register) -> EmployerFinding | None:
    """The body whose own feed this is; a department's name ("Adult Services") is no other employer."""
    bodies = _named(asked.source, book) if asked.source else ()
    body = _chosen(bodies, asked) if bodies else None
    return _of(body, f"source: the feed of {body.name}", asked, book) if body is not None else None


def _by_address(asked: Asked, book: Register) -> EmployerFinding | None:
    """The web domain of the advert, where it is a body's own or one that only public bodies may have."""
    return None if asked.board or not asked.host else _of_host(asked.host, "web domain", asked, book)


def _by_email(asked: Asked, book: Register) -> EmployerFinding | None:
    """The domain of a contact address in the text, with the body that the text introduces if it is of that sector."""
    for host in addresses.email_hosts(asked.description):
        finding = _of_host(host, "e-mail address", asked, book)
        if finding is None:
            continue
        if finding.organisation is None:
            spoken = _introduced(asked, book, sector=finding.sector)
            if spoken is not None:
                return _of(spoken, f"text: {spoken.name}", asked, book)
        words = wordings.says_charity(asked.description) if not asked.given else None
        if words is not None:
            return EmployerFinding(
                "", "unclear", "third_sector", evidence=(*finding.evidence, f"but the text: “{words}”")
            )
        return finding
    return None


def _of_host(host: str, words: str, asked: Asked, book: Register) -> EmployerFinding | None:
    for domain in addresses.wider_domains(host):
        bodies = book.by_domain.get(domain, ())
        body = _chosen(bodies, asked) if bodies else None
        if body is not None:
            return _of(body, f"{words}: {domain}", asked, book)
    sector = addresses.sector_of_host(host)
    return EmployerFinding("", "yes", sector, evidence=(f"{words}: {host}",)) if sector else None


def _by_board(asked: Asked, book: Register) -> EmployerFinding | None:
    """What the board's own rules say of an employer that nothing else is known of."""
    board = asked.board
    if board is None:
        return None
    if asked.given:
        if board.practices and re.search(r"\bpractices?\b|\bpartnership$|\bprimary care\b", asked.given, re.IGNORECASE):
            return EmployerFinding("", "yes", "nhs", evidence=(f"board: a practice on {board.name}",))
        if board.named is not None:
            return EmployerFinding("", "yes", board.named, evidence=(f"board: advertised on {board.name}",))
    elif board.nameless is not None:
        company = wordings.says_company(asked.description)
        if company is not None:
            return EmployerFinding("", "no", "private", evidence=(f"text: “{company}”",))
        charity = wordings.says_charity(asked.description)
        if charity is not None:
            return EmployerFinding("", "unclear", "third_sector", evidence=(f"text: “{charity}”",))
        return EmployerFinding(
            "", "yes", board.nameless, evidence=(f"board: advertised on {board.name}, no employer named",)
        )
    return None


def _by_own_words(asked: Asked, book: Register) -> EmployerFinding | None:
    """What an employer of no known kind says it is."""
    charity = wordings.says_charity(asked.description)
    if charity is not None:
        return EmployerFinding("", "no", "third_sector", evidence=(f"text: “{charity}”",))
    practice = _by_practice(asked)
    if practice is not None:
        return practice
    company = wordings.says_company(asked.description)
    return EmployerFinding("", "no", "private", evidence=(f"text: “{company}”",)) if company is not None else None


def _by_title(asked: Asked, book: Register) -> EmployerFinding | None:
    for piece in parts(asked.title)[1:]:
        bodies = book.by_name.get(canonical(piece), ())
        if len(bodies) == 1 and bodies[0].public and " " in piece:
            return _of(bodies[0], f"title: {piece}", asked, book)
    return None


def _by_introduction(asked: Asked, book: Register) -> EmployerFinding | None:
    """The body that the text of a nameless advert introduces as the employer."""
    body = _introduced(asked, book)
    if body is not None:
        return _of(body, f"text: {body.name}", asked, book)
    for words in wordings.introduced(asked.description):
        kind = sure_kind(words) if " " in words else None
        if kind is not None and kind.sector in ("nhs", "local_government", "police", "fire"):
            return EmployerFinding("", kind.public, kind.sector, evidence=(f"text: “{words}”",))
        if asked.board is not None and asked.board.practices and re.search(r"\bhealth ?care$", words, re.IGNORECASE):
            return EmployerFinding("", "no", "private", evidence=(f"text: “{words}”",))
    return None


def _introduced(asked: Asked, book: Register, sector: Sector | None = None) -> Body | None:
    for words in wordings.introduced(asked.description):
        body = _longest(words, book)
        if body is not None and body.kind != "sub organisation" and (sector is None or body.sector == sector):
            return body
    return None


def _longest(words: str, book: Register) -> Body | None:
    """The public body whose name is the longest beginning of these words."""
    pieces = [piece.strip(",.") for piece in words.split()]
    while pieces and pieces[0].lower() in ("the", "of", "and", "for", "on"):
        pieces = pieces[1:]
    if not pieces or not book.begins_a_name(canonical(pieces[0]).partition(" ")[0]):
        return None
    for length in range(len(pieces), 1, -1):
        name = " ".join(pieces[:length])
        bodies = book.by_name.get(canonical(name)) or book.by_loose_name.get(loose(name), ())
        if len(bodies) == 1 and bodies[0].public:
            return bodies[0]
    return None


def _of(body: Body, why: str, asked: Asked, book: Register) -> EmployerFinding:
    if not body.public:
        return _not_public(body, asked, book)
    heir = _today(body, book, asked.on)
    evidence = (why,) if heir is body else (why, f"{body.name} became {heir.name}")
    return EmployerFinding(
        asked.given or heir.name, "yes", heir.sector, heir.name, heir.key, nation=heir.nation, evidence=evidence
    )


def _today(body: Body, book: Register, on: date | None) -> Body:
    """The body itself, or its successor once it has ended (a successor may itself have ended)."""
    for _ in range(4):
        heir = book.successor_of(body) if body.end else None
        if heir is None or (body.end != "ended" and (on or date.max).isoformat() < body.end):
            return body
        body = heir
    return body


def _not_public(who: Body | Kind, asked: Asked, book: Register, serves: Body | None = None) -> EmployerFinding:
    evidence = [
        f"{who.name} is known as {_a(who.kind)}"
        if isinstance(who, Body)
        else f"name: “{who.because}” is the name of {who.words}"
    ]
    served = serves
    if served is None and who.sector == "private":
        served = next(
            (body for words in wordings.served(asked.description) if (body := _longest(words, book)) is not None), None
        )
    if served is not None:
        evidence.append(f"on behalf of {served.name}")
    return EmployerFinding("", "no", who.sector, on_behalf_of=served.name if served else None, evidence=tuple(evidence))


def _a(kind: str) -> str:
    return f"a{'n' if kind[:1] in 'aeiou' else ''} {kind}"


STEPS: tuple[Step, ...] = (
    _by_registered_name,
    _by_cut_name,
    _by_longer_name,
    _by_near_name,
    _by_owner,
    _by_sure_kind,
    _by_source,
    _by_address,
    _by_board,
    _by_likely_kind,
    _by_own_words,
    _by_email,
)
NAMELESS_STEPS: tuple[Step, ...] = (_by_source, _by_address, _by_email, _by_title, _by_introduction, _by_board)
