"""Receiving a body that holds a file: who sends it is asked before a byte of it is read, and it cannot take for ever."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import ParamSpec

from flask import g, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge, RequestTimeout, ServiceUnavailable
from werkzeug.wsgi import get_input_stream

from portal.documents.kinds import MOST_BYTES
from portal.extensions import csrf

P = ParamSpec("P")

AROUND = 100_000
"""Bytes for what else stands in the form."""
MOST_PARTS = 20
MOST_DRAINED = 100_000_000
"""Of a body that is too large, what is read and thrown away: a browser shows no answer before it has sent everything."""
SECONDS = 60.0
AT_ONCE = 3
"""Bodies that a process reads at once, fewer than its threads, so that slow senders do not hold all of them."""
WAIT_SECONDS = 0.1
"""How long another one waits for that, holding a thread."""
_room = threading.BoundedSemaphore(AT_ONCE)


class TooLarge(RequestEntityTooLarge):
    """A body above the limit. A DocumentForm says it at its field, so that the page of the form is what is answered."""


class TooSlow(RequestTimeout):
    """A body that did not arrive in time."""

    sentence = (
        "The file took more than a minute to arrive. Go back, and try again with a faster connection or a smaller file."
    )


def takes_file(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Mark a view that receives a file by a DocumentForm: it is reached before the body is read.

    Its door has asked for the sign-in, and it asks for the thing that the file is for before it makes the form, which
    asks for the token that all other views are only reached with. Nothing is done for a body that was too large: the
    page that the view answers with is sent as a refusal.
    """

    @wraps(view)
    def reached(*words: P.args, **options: P.kwargs) -> ResponseReturnValue:
        answer = view(*words, **options)
        if g.get("too_large"):
            return make_response(answer), RequestEntityTooLarge.code
        if request.method == "POST" and make_response(answer).status_code < 400 and not g.get("csrf_valid"):
            raise RuntimeError(f"{request.endpoint} takes a file without a DocumentForm.")
        return answer

    csrf.exempt(reached)
    return reached


@contextmanager
def bounded() -> Iterator[None]:
    """What is done inside reads the body: no more than a file, in a minute, not many at once; and asks for its token."""
    request.max_content_length = MOST_BYTES + AROUND
    request.max_form_parts = MOST_PARTS
    if not _room.acquire(timeout=WAIT_SECONDS):
        raise ServiceUnavailable(retry_after=5)
    late = threading.Event()
    watch = threading.Timer(SECONDS, _stop_reading, (late, request.environ.get("gunicorn.socket")))
    watch.daemon = True
    watch.start()
    try:
        csrf.protect()
        yield
    except RequestEntityTooLarge:
        _drain()
        g.too_large = True
        raise TooLarge from None
    except OSError:  # no room where bodies are put while they arrive
        raise ServiceUnavailable(retry_after=30) from None
    except Exception:
        if not late.is_set():
            raise
    finally:
        watch.cancel()
        _room.release()
    if late.is_set():
        raise TooSlow


def _stop_reading(late: threading.Event, connection: socket.socket | None) -> None:
    late.set()
    if connection is not None:
        connection.shutdown(socket.SHUT_RD)


def _drain() -> None:
    """To its end and not a byte further: a development server's connection stays open behind the body."""
    if (request.content_length or 0) > MOST_DRAINED:
        return
    begun = None if request.environ.get("wsgi.input_terminated") else vars(request).get("stream")
    left, source = MOST_DRAINED, begun or get_input_stream(request.environ)
    with suppress(OSError, ClientDisconnected):  # the sender went away
        while left > 0 and (piece := source.read(min(left, 65_536))):
            left -= len(piece)
