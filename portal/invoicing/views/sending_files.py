"""A document as a file to keep."""

from __future__ import annotations

from flask import Response

from portal.foundation.errors import NotFound
from portal.invoicing import einvoice, pdf
from portal.invoicing.documents import Document


def file_of(document: Document, form: str) -> Response:
    """The PDF or the e-invoice. Raises NotFound for a form that this document does not come in."""
    if form == "xml":
        if document.kind not in einvoice.TYPES:
            raise NotFound("There is no such file.")
        return _file(einvoice.as_xml(document), "application/xml", einvoice.filename(document), "attachment")
    return _file(pdf.as_pdf(document), "application/pdf", pdf.filename(document), "inline")


def _file(content: bytes, mimetype: str, name: str, shown: str) -> Response:
    return Response(
        content,
        mimetype=mimetype,
        headers={"Content-Disposition": f'{shown}; filename="{name}"', "Cache-Control": "private, no-store"},
    )
