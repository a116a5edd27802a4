"""How an e-mail leaves: over SMTP, or as a file in a folder where no server is set."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.policy import SMTPUTF8 as WIDE_WIRE
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import unquote, urlsplit

from portal.foundation.files import replace_file

STEP_SECONDS = 10.0
"""How long the server may be silent at any one step."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one e-mail. `later`: the server asks to be tried again. `refused`: it will never take this one.
    `unknown`: the connection broke after the text had gone out. `unreached`: there is no server to talk to just now."""

    state: Literal["sent", "later", "refused", "unknown", "unreached"]
    problem: str = ""


class Carrier(Protocol):
    """Takes e-mails away, one at a time."""

    def carry(self, mail: EmailMessage, *, to: str, name: str) -> Outcome:
        """Deliver to this one address. `name` tells this e-mail from all others, for carriers that keep files."""


@contextmanager
def carrier(smtp_url: str | None, *, folder: Path, sender: str) -> Iterator[Carrier]:
    """The way that mail leaves this installation; a connection is opened when first needed and closed at the end."""
    if smtp_url is None:
        yield ToFolder(folder)
        return
    server = ToServer(smtp_url, sender=sender)
    try:
        yield server
    finally:
        server.close()


@dataclass(frozen=True, slots=True)
class ToFolder:
    """Writes each e-mail as an .eml file, which mail programs open."""

    folder: Path

    def carry(self, mail: EmailMessage, *, to: str, name: str) -> Outcome:
        replace_file(self.folder / f"{name}.eml", mail.as_bytes(policy=WIDE_WIRE).decode())
        return Outcome("sent")


class ToServer:
    """Speaks SMTP step by step, because what a failure means depends on the step at which it came."""

    def __init__(self, url: str, *, sender: str) -> None:
        self._parts = urlsplit(url)
        self._sender = sender
        self._client: smtplib.SMTP | None = None

    def carry(self, mail: EmailMessage, *, to: str, name: str) -> Outcome:
        try:
            client = self._connected()
        except (OSError, smtplib.SMTPException) as problem:
            self.close()
            return Outcome("unreached", _words(problem))
        try:
            return self._hand_over(client, mail, to)
        except _AfterTheText as problem:
            self.close()
            return Outcome("unknown", _words(problem.__cause__))
        except (OSError, smtplib.SMTPException) as problem:
            self.close()
            return Outcome("later", _words(problem))

    def close(self) -> None:
        """End the connection politely, or at once where it is broken."""
        if self._client is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._client.quit()
            self._client.close()
            self._client = None

    def _connected(self) -> smtplib.SMTP:
        if self._client is not None:
            return self._client
        parts, context = self._parts, ssl.create_default_context()
        host = parts.hostname or "localhost"
        if parts.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=STEP_SECONDS, context=context)
        else:
            client = smtplib.SMTP(host, parts.port or 25, timeout=STEP_SECONDS)
        self._client = client
        client.ehlo_or_helo_if_needed()
        if parts.scheme == "smtp" and client.has_extn("starttls"):
            client.starttls(context=context)
            client.ehlo()
        elif parts.username and parts.scheme == "smtp" and host not in ("localhost", "127.0.0.1", "::1"):
            raise smtplib.SMTPNotSupportedError("The server offers no encryption, so it is not told the password.")
        if parts.username:
            client.login(unquote(parts.username), unquote(parts.password or ""))
        return client

    def _hand_over(self, client: smtplib.SMTP, mail: EmailMessage, to: str) -> Outcome:
        wide = not to.isascii()
        if wide and not client.has_extn("smtputf8"):
            return Outcome("refused", "the mail server takes no addresses with letters beyond ASCII")
        options = ["SMTPUTF8", "BODY=8BITMIME"] if wide else []
        code, _ = client.mail(self._sender, options)
        if code < 400:
            code, _ = client.rcpt(to)
        if code >= 400:
            return self._said_no(client, code)
        try:
            code, _ = client.data(mail.as_bytes(policy=WIDE_WIRE if wide else WIRE))
        except smtplib.SMTPDataError as problem:
            return self._said_no(client, problem.smtp_code)
        except (OSError, smtplib.SMTPException) as problem:
            raise _AfterTheText from problem
        return self._said_no(client, code) if code >= 400 else Outcome("sent")

    def _said_no(self, client: smtplib.SMTP, code: int) -> Outcome:
        """421 means that the server is about to hang up; 4xx that it may take this one later, 5xx that it never will."""
        if code == 421:
            self.close()
        else:
            with suppress(OSError, smtplib.SMTPException):
                client.rset()
        return Outcome("later" if code < 500 else "refused", f"the mail server answered {code}")


class _AfterTheText(Exception):
    """The connection broke when the server may already have taken the e-mail."""


def _words(problem: BaseException | None) -> str:
    """What went wrong, without what the server said: it quotes addresses."""
    code = getattr(problem, "smtp_code", None)
    return f"the mail server answered {code}" if code else f"no talk with the mail server ({type(problem).__name__})"
