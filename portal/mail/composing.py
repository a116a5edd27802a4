"""A row of the outbox as an e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from email_validator import EmailNotValidError, validate_email

from portal.mail.attaching import Attachment
from portal.mail.models import Message

ENCODED_WORD = "=?"
"""Python decodes such words when a header is set, and the line breaks that they may hide would begin a new header."""


class Uncarriable(ValueError):
    """What was to be written in a header cannot stand there; nothing of it is quoted."""


def compose(
    message: Message, *, sender: str, site: str, at: datetime, attachments: Sequence[Attachment] = ()
) -> EmailMessage:
    """The e-mail to its one recipient. Raises Uncarriable where the recipient is no address that a header can hold."""
    mail = EmailMessage(policy=SMTP)
    try:
        mail["From"] = Address(display_name=site, addr_spec=sender)
        parts = validate_email(message.recipient, check_deliverability=False)
        mail["To"] = Address(username=parts.local_part, domain=parts.ascii_domain or parts.domain)
    except (EmailNotValidError, ValueError):
        raise Uncarriable("the recipient is not an e-mail address") from None
    mail["Subject"] = message.subject.replace(ENCODED_WORD, "= ?")
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe:
        mail["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.body, cte="quoted-printable")
    for each in attachments:
        main, _, sub = each.mimetype.partition("/")
        mail.add_attachment(
            each.content, maintype=main, subtype=sub, filename=each.name, params=dict(each.parameters) or None
        )
    return mail
