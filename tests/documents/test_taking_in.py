import stat

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database.base import db
from portal.documents import disk, kinds, queries
from portal.documents.models import Document
from portal.documents.refusals import Refused
from tests.documents import making
from tests.documents.conftest import SUBJECT, TakeIn


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (making.pdf(), kinds.PDF),
        (making.docx(), kinds.DOCX),
        (making.odt(), kinds.ODT),
        (making.picture("PNG"), kinds.PNG),
        (making.picture("JPEG"), kinds.JPEG),
        ("Zoë’s CV: ten years of networks.\r\n".encode(), kinds.TEXT),
    ],
)
def test_a_file_is_what_is_in_it(data: bytes, kind: kinds.Kind) -> None:
    assert kinds.recognise(data) == kind


def test_what_is_taken_in_is_a_file_that_only_the_portal_reads_and_a_row(app: Flask, take_in: TakeIn) -> None:
    with app.app_context():
        document = take_in(making.pdf(), "../../My CV.pdf")
        path = disk.path_of(document.stored_name)
        assert path.read_bytes() == making.pdf() and stat.S_IMODE(path.stat().st_mode) == 0o600
        assert [(each.name, each.kind, each.state) for each in queries.of(SUBJECT)] == [("My CV.pdf", "PDF", "clean")]
        assert len(document.reference) >= 22 and queries.find(document.reference, SUBJECT).id == document.id


def test_what_is_refused_leaves_neither_file_nor_row(app: Flask, take_in: TakeIn) -> None:
    with app.app_context():
        with pytest.raises(Refused, match="empty"):
            take_in(b"")
        assert list(disk.folder().iterdir()) == [] and db.session.scalars(select(Document)).all() == []
