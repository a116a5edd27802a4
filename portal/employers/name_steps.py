"""Steps that tell an employer by the name that the advert gives."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz

from portal.employers import wordings
from portal.employers.answers import OBSCURE, Asked, chosen, in_force, named, not_public, of_body, of_kind
from portal.employers.findings import EmployerFinding, Sector
from portal.employers.kinds import Kind, completed, likely_kind, sure_kind
from portal.employers.names import CUT, canonical, parts, word_set
from portal.employers.register import Body, Register
from portal.employers.text_steps import by_practice

LIKE = 92.0
"""Likeness of whole names from which a misspelling is taken for the body, if also every word is alike."""
LIKE_WORD = 80.0
_NOT_THE_BODY = word_set(
    "union students alumni enterprises innovation innovations ventures ltd limited plc charity charities friends league foundation supporters "
    "federation unison club credit press hospital hospitals academy school college nhs trust association housing museum church estates "
    "consultants solutions pension voluntary"
)
"""Words that after a body's name make another body of it: "University of Ashmere Students' Union"."""
_OWN_PARTS = word_set(
    "digital data technology it ict services service group headquarters hq army navy raf careers jobs recruitment resourcing hr shared corporate "
    "commercial finance people operations security cyber adult adults childrens children education social health housing highways environment "
    "library libraries team directorate division department london north south east west midlands wales scotland england ni uk and in"
)
_NEVER_LEADING = OBSCURE | {"further education college", "housing association"}


def by_registered_name(asked: Asked, book: Register) -> EmployerFinding | None:
    """A name, other name or abbreviation of the register, as it is or in one of the pieces a board joined."""
    pieces = parts(asked.given)
    for number, piece in enumerate(pieces):
        bodies = named(piece, book)
        if not bodies:
            continue
        body = chosen(bodies, asked)
        if body is None:
            return _one_of_several(bodies, piece)
        if body.public and number:
            broker = _broker_first(asked.given, pieces, book)
            if broker is not None:
                return not_public(broker, asked, book, serves=in_force(body, book, asked.on))
        return of_body(body, f"name: {piece}", asked, book)
    return None


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


def by_longer_name(asked: Asked, book: Register) -> EmployerFinding | None:
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
            bodies = named(head, book) if not short or sum(letter.isupper() for letter in head) > 1 else ()
            if len(bodies) == 1 and bodies[0].public and bodies[0].kind not in _NEVER_LEADING:
                return of_body(bodies[0], f"name: {head}", asked, book)
    return None


def by_cut_name(asked: Asked, book: Register) -> EmployerFinding | None:
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
            return of_body(next(iter(known.values())), f"name cut short: {asked.given}", asked, book)
    return None


def by_near_name(asked: Asked, book: Register) -> EmployerFinding | None:
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
    return of_body(bodies[0], f"name nearly: {bodies[0].name} ({likes[best]:.0f} of 100)", asked, book)


def _alike(words: list[str], known: list[str]) -> bool:
    return all(
        word == other or (min(len(word), len(other)) > 4 and fuzz.ratio(word, other) >= LIKE_WORD)
        for word, other in zip(words, known, strict=True)
    )


def by_sure_kind(asked: Asked, book: Register) -> EmployerFinding | None:
    kind = sure_kind(_whole(asked.given))
    if kind is not None and kind.public == "no" and asked.board is not None and asked.board.named is not None:
        return None  # such a board lets no private employer in, whatever the name sounds like
    return of_kind(kind, asked, book)


def by_likely_kind(asked: Asked, book: Register) -> EmployerFinding | None:
    kind = likely_kind(_whole(asked.given))
    school = wordings.says_school(asked.description) if kind is not None else None
    if school is not None:
        return EmployerFinding("", "yes", "education", evidence=(f"text: “{school}”",))
    if kind is not None and kind.sector == "private":
        words = wordings.says_charity(asked.description)
        if words is not None:
            return EmployerFinding("", "no", "third_sector", evidence=(f"text: “{words}”",))
        return by_practice(asked) or of_kind(kind, asked, book)
    return of_kind(kind, asked, book)


def _whole(given: str) -> str:
    return completed(CUT.sub("", given)) if CUT.search(given) else given
