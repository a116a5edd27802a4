"""What the advert says: its text, what is asked for, how to apply, whom to ask, and what the employer stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from portal.posting.answers.shape import Asked, Read, Typed, line, lines, many, text, too_long

LONGEST_TEXT = 20_000
MOST_CRITERIA, LONGEST_CRITERION = 30, 400
WAYS: Mapping[str, str] = {
    "here": "Here, by a form on this site",
    "link": "On our own site, by a link",
    "mail": "By e-mail",
}
DOCUMENT_WISHES: Mapping[str, str] = {
    "none": "No",
    "may": "Yes, if they have one at hand",
    "must": "Yes, everybody",
}
FEWEST_WORDS, MOST_WORDS, USUAL_WORDS = 50, 1_000, 250
"""Words for what an applicant writes on one criterion; 250 is what the Civil Service allows for an example."""
STATEMENTS: Mapping[str, str] = {
    "disability_confident": "We are a Disability Confident employer.",
    "interview_scheme": "We offer an interview to disabled people who meet the essential criteria.",
    "armed_forces": "We have signed the Armed Forces Covenant and offer an interview to veterans who meet the essential criteria.",
    "adjustments": "Tell us if you need adjustments to apply or at the interview; we make them.",
    "flexible": "We talk about flexible working from the first day.",
    "names_hidden": "Names are hidden when applications are sifted.",
    "welsh": "Applications may be made in Welsh, and are treated no less favourably than in English.",
    "everyone": "We welcome applications from everyone, and above all from groups that are few in our digital teams.",
}
_MARKUP = re.compile(r"<\s*/?\s*[a-zA-Z][^<>]*>")
_PHONE = re.compile(r"[+()\d\s.-]{9,24}(?:\s*(?:ext\.?|x)\s*\d{1,6})?", re.IGNORECASE)


def applying(typed: Typed, _asked: Asked) -> Read:
    read = Read()
    way, link, mail, note = line(typed, "way"), line(typed, "link"), line(typed, "mail"), text(typed, "apply_note")
    if way not in WAYS:
        read.problems["way"] = "Choose how people apply."
    if way == "link" and (problem := problem_of_link(link)):
        read.problems["link"] = problem
    if way == "mail" and (problem := problem_of_mail(mail)):
        read.problems["mail"] = problem
    too_long(read, "apply_note", note, most=2_000, what="What people should know when they apply")
    if way == "here":
        _applying_here(typed, read)
    address = {"link": link, "mail": f"mailto:{mail}"}.get(way, "")
    read.values |= {"way": way, "address": "" if read.problems else address, "mail": mail, "apply_note": note}
    return read


def _applying_here(typed: Typed, read: Read) -> None:
    """What the form on this site asks for beside the criteria."""
    words, wish = line(typed, "here_words") or str(USUAL_WORDS), line(typed, "here_cv") or "may"
    if not words.isascii() or not words.isdecimal() or not FEWEST_WORDS <= int(words[:6]) <= MOST_WORDS:
        read.problems["here_words"] = f"Enter a number of words from {FEWEST_WORDS} to {MOST_WORDS:,}, such as 250."
    if wish not in DOCUMENT_WISHES:
        read.problems["here_cv"] = "Choose whether people send a CV."
    sound = "here_words" not in read.problems
    read.values["here_words"] = int(words) if sound else USUAL_WORDS
    read.values["here_cv"] = wish
    read.values["here_referees"] = bool(many(typed, "here_referees"))


def problem_of_link(link: str) -> str:
    """What is wrong with the address of a page, as a sentence; nothing where it can be followed."""
    if not link:
        return "Enter the address of the page where people apply, beginning with https://."
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "Enter the whole address of the page, such as https://jobs.example.gov.uk/1234."
    if parts.scheme.lower() not in ("https", "http"):
        return "Enter an address that begins with https://."
    if parts.username is not None or parts.password is not None:
        return "Enter the address without a user name or password in it."
    if "." not in host or " " in link or len(link) > 2_000 or not host.isascii():
        return "Enter the whole address of the page, such as https://jobs.example.gov.uk/1234."
    return ""


def problem_of_mail(mail: str) -> str:
    """What is wrong with an e-mail address, as a sentence."""
    if not mail:
        return "Enter the e-mail address to which people apply."
    try:
        validate_email(mail, check_deliverability=False)
    except EmailNotValidError:
        return "Enter one e-mail address, such as recruitment@example.gov.uk."
    return "" if re.fullmatch(r"[\w.+%-]+@[\w.-]+", mail, re.ASCII) else "Enter an e-mail address in plain letters."


def description(typed: Typed, _asked: Asked) -> Read:
    read = Read()
    words = text(typed, "text")
    if not words:
        read.problems["text"] = "Write the text of the advert."
    elif not too_long(read, "text", words, most=LONGEST_TEXT, what="The text") and _MARKUP.search(words):
        read.problems["text"] = "Write without HTML tags such as <b>. Use **two stars** for bold and - for a list."
    read.values["text"] = words
    return read


def criteria(typed: Typed, _asked: Asked) -> Read:
    read = Read()
    for name in ("essential", "desirable"):
        found = [re.sub(r"^(?:[-*•–]|\d{1,2}[.)]|[A-Za-z][.)])\s+", "", each) for each in lines(typed, name)]
        found = list(dict.fromkeys(filter(None, found)))
        if len(found) > MOST_CRITERIA:
            read.problems[name] = f"Enter {MOST_CRITERIA} criteria or fewer, one a line. There are {len(found)}."
        elif longest := next((each for each in found if len(each) > LONGEST_CRITERION), ""):
            read.problems[name] = f"“{longest[:50]}…” is longer than {LONGEST_CRITERION} characters. Split it in two."
        read.values[name] = tuple(found)
    return read


def contacts(typed: Typed, _asked: Asked) -> Read:
    read = Read()
    names = ("contact_name", "contact_title", "contact_email", "contact_phone")
    given = {name: line(typed, name) for name in names}
    show = bool(many(typed, "contact_shown"))
    for name, what in (("contact_name", "The name"), ("contact_title", "The job title")):
        too_long(read, name, given[name], most=120, what=what)
    if given["contact_email"] and (problem := problem_of_mail(given["contact_email"])):
        read.problems["contact_email"] = problem.replace(" to which people apply", "")
    if given["contact_phone"] and not _PHONE.fullmatch(given["contact_phone"]):
        read.problems["contact_phone"] = "Enter a telephone number, such as 0113 222 4444."
    if show and not any(given.values()):
        read.problems["contact_name"] = "Enter whom people can ask, or do not show a contact."
    read.values |= given | {"contact_shown": show}
    return read


def inclusion(typed: Typed, _asked: Asked) -> Read:
    read = Read()
    ticked, own = many(typed, "statements"), text(typed, "own_statement")
    if any(each not in STATEMENTS for each in ticked):
        read.problems["statements"] = "Choose statements of the list."
    too_long(read, "own_statement", own, most=2_000, what="Your own statement")
    read.values |= {"statements": tuple(each for each in STATEMENTS if each in ticked), "own_statement": own}
    return read
