"""Steps that tell an employer by the feed, the web domain, the board and the text of the advert."""

from __future__ import annotations

import re

from portal.employers import addresses, wordings
from portal.employers.answers import Asked, chosen, longest, named, of_body
from portal.employers.findings import EmployerFinding, Sector
from portal.employers.kinds import sure_kind
from portal.employers.names import canonical, parts
from portal.employers.register import Body, Register


def by_owner(asked: Asked, book: Register) -> EmployerFinding | None:
    """A company that says it is wholly owned by a public body is a part of that body's sector, whatever its name sounds like."""
    for words in wordings.owners(asked.description):
        body = longest(words, book)
        kind = None if body is not None else sure_kind(words)
        sector = body.sector if body is not None else kind.sector if kind is not None and kind.public == "yes" else None
        if sector is not None:
            return EmployerFinding(
                "", "yes", sector, evidence=(f"text: wholly owned by {body.name if body else words}",)
            )
    return None


def by_practice(asked: Asked) -> EmployerFinding | None:
    """A practice that says so, whatever its name, where general practices advertise."""
    words = wordings.says_practice(asked.description) if asked.board is not None and asked.board.practices else None
    return EmployerFinding("", "yes", "nhs", evidence=(f"text: “{words}”",)) if words is not None else None


def by_source(asked: Asked, book: Register) -> EmployerFinding | None:
    """The body whose own feed this is; a department's name ("Adult Services") is no other employer."""
    bodies = named(asked.source, book) if asked.source else ()
    body = chosen(bodies, asked) if bodies else None
    return of_body(body, f"source: the feed of {body.name}", asked, book) if body is not None else None


def by_address(asked: Asked, book: Register) -> EmployerFinding | None:
    """The web domain of the advert, where it is a body's own or one that only public bodies may have."""
    return None if asked.board or not asked.host else _of_host(asked.host, "web domain", asked, book)


def by_email(asked: Asked, book: Register) -> EmployerFinding | None:
    """The domain of a contact address in the text, with the body that the text introduces if it is of that sector."""
    for host in addresses.email_hosts(asked.description):
        finding = _of_host(host, "e-mail address", asked, book)
        if finding is None:
            continue
        if finding.organisation is None:
            spoken = _introduced(asked, book, sector=finding.sector)
            if spoken is not None:
                return of_body(spoken, f"text: {spoken.name}", asked, book)
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
        body = chosen(bodies, asked) if bodies else None
        if body is not None:
            return of_body(body, f"{words}: {domain}", asked, book)
    sector = addresses.sector_of_host(host)
    return EmployerFinding("", "yes", sector, evidence=(f"{words}: {host}",)) if sector else None


def by_board(asked: Asked, book: Register) -> EmployerFinding | None:
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


def by_own_words(asked: Asked, book: Register) -> EmployerFinding | None:
    """What an employer of no known kind says it is."""
    charity = wordings.says_charity(asked.description)
    if charity is not None:
        return EmployerFinding("", "no", "third_sector", evidence=(f"text: “{charity}”",))
    practice = by_practice(asked)
    if practice is not None:
        return practice
    company = wordings.says_company(asked.description)
    return EmployerFinding("", "no", "private", evidence=(f"text: “{company}”",)) if company is not None else None


def by_title(asked: Asked, book: Register) -> EmployerFinding | None:
    for piece in parts(asked.title)[1:]:
        bodies = book.by_name.get(canonical(piece), ())
        if len(bodies) == 1 and bodies[0].public and " " in piece:
            return of_body(bodies[0], f"title: {piece}", asked, book)
    return None


def by_introduction(asked: Asked, book: Register) -> EmployerFinding | None:
    """The body that the text of a nameless advert introduces as the employer."""
    body = _introduced(asked, book)
    if body is not None:
        return of_body(body, f"text: {body.name}", asked, book)
    for words in wordings.introduced(asked.description):
        kind = sure_kind(words) if " " in words else None
        if kind is not None and kind.sector in ("nhs", "local_government", "police", "fire"):
            return EmployerFinding("", kind.public, kind.sector, evidence=(f"text: “{words}”",))
        if asked.board is not None and asked.board.practices and re.search(r"\bhealth ?care$", words, re.IGNORECASE):
            return EmployerFinding("", "no", "private", evidence=(f"text: “{words}”",))
    return None


def _introduced(asked: Asked, book: Register, sector: Sector | None = None) -> Body | None:
    for words in wordings.introduced(asked.description):
        body = longest(words, book)
        if body is not None and body.kind != "sub organisation" and (sector is None or body.sector == sector):
            return body
    return None
