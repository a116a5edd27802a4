"""Giving out a document: as a download that no browser opens by itself, to nobody's cache."""

from __future__ import annotations

from flask import Response, send_file

from portal.documents import disk, kinds, naming
from portal.documents.models import Document
from portal.foundation.errors import NotFound

POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def send(document: Document) -> Response:
    """The answer that downloads it. Raises NotFound unless it is clean and its file is there."""
    path = disk.path_of(document.stored_name)
    if document.state != "clean" or not path.is_file():
        raise NotFound("There is no such document.")
    kind = kinds.BY_TYPE[document.media_type]
    answer = send_file(
        path,
        mimetype=kind.media_type,
        as_attachment=True,
        download_name=naming.download(document.original_name, kind.extension),
        conditional=False,
        etag=False,
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
