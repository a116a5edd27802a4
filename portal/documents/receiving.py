"""Receiving a file from a form: who sends it is asked before a byte of it is read, and it cannot take for ever.

A view that is marked with `takes_file` is reached before the body is read: its door has asked for the sign-in, and it asks
for the thing that the file is for. Then it calls `sent_file`, which reads the body, within bounds, and asks for the form's token.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec

from flask import g, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge, RequestTimeout, ServiceUnavailable

from portal.documents.kinds import MOST_BYTES
from portal.documents.refusals import Refused
from portal.documents.taking_in import Judged, judge
from portal.extensions import csrf

P = ParamSpec("P")

FIELD = "file"
AROUND = 100_000
"""Bytes for what else stands in the form."""
MOST_PARTS = 20
MOST_DRAINED = 25_000_000
"""Of a body that is too large, what is read and thrown away: a browser shows no answer before it has sent everything."""
SECONDS = 60.0
AT_ONCE = 3
"""Bodies that a process reads at once, fewer than its threads, so that slow senders do not hold all of them."""
WAIT_SECONDS = 1.0
_room = threading.BoundedSemaphore(AT_ONCE)


class TooLarge(RequestEntityTooLarge):
    """A body above the limit."""

    sentence = "A file may have 5 MB at most. Go back, and choose a smaller one, for example with smaller pictures."


class TooSlow(RequestTimeout):
    """A body that did not arrive in time."""

    sentence = (
        "The file took more than a minute to arrive. Go back, and try again with a faster connection or a smaller file."
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that may be taken, and what its sender calls it: both are for taking_in.take."""

    file: Judged
    name: str


def takes_file(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Mark a view that receives a file by `sent_file`; a post that it answers with success without asking for it fails."""

    @wraps(view)
    def asked(*words: P.args, **options: P.kwargs) -> ResponseReturnValue:
        answer = view(*words, **options)
        if request.method == "POST" and not g.get("csrf_valid") and make_response(answer).status_code < 400:
            raise RuntimeError(f"{request.endpoint} takes a file without calling sent_file.")
        return answer

    csrf.exempt(asked)
    return asked


def sent_file() -> Sent:
    """The file of this request's form. Raises Refused for a file that is not taken, CSRFError for a form that is not ours.

    To be called outside of a transaction, once it is known that the person may send a file here.
    """
    with _bounded():
        csrf.protect()
        files = [each for each in request.files.getlist(FIELD) if each.filename or each.stream.read(1)]
    if not files:
        raise Refused("Choose a file.")
    if len(files) > 1:
        raise Refused("Choose one file at a time.")
    files[0].stream.seek(0)
    return Sent(judge(files[0].stream), files[0].filename or "")


@contextmanager
def _bounded() -> Iterator[None]:
    """What is done inside reads the body: no more than a file, in a minute, and not many at once."""
    request.max_content_length = MOST_BYTES + AROUND
    request.max_form_parts = MOST_PARTS
    if not _room.acquire(timeout=WAIT_SECONDS):
        raise ServiceUnavailable(retry_after=5)
    late = threading.Event()
    watch = threading.Timer(SECONDS, _stop_reading, (late, request.environ.get("gunicorn.socket")))
    watch.daemon = True
    watch.start()
    try:
        yield
    except RequestEntityTooLarge:
        _drain()
        raise TooLarge from None
    except OSError:  # no room where bodies are put while they arrive
        raise ServiceUnavailable(retry_after=30) from None
    except Exception:
        if late.is_set():
            raise TooSlow from None
        raise
    finally:
        watch.cancel()
        _room.release()


def _stop_reading(late: threading.Event, connection: socket.socket | None) -> None:
    late.set()
    if connection is not None:
        connection.shutdown(socket.SHUT_RD)


def _drain() -> None:
    if (request.content_length or 0) > MOST_DRAINED:
        return
    left, source = MOST_DRAINED, request.environ["wsgi.input"]
    while left > 0 and (piece := source.read(min(left, 65_536))):
        left -= len(piece)
