"""U-04 to U-06 and U-08 over HTTP: what is sent, who sends it, and what is given back."""

import http.client
import io
import os
import re
import threading

import pytest
from flask import Flask
from werkzeug.serving import make_server

from portal.accounts.models import Person
from portal.database.base import db
from portal.database.transaction import transaction
from portal.documents import disk, kinds, receiving, taking_in
from portal.documents.models import Document
from portal.foundation import clock
from tests import people
from tests.documents import making
from tests.documents.conftest import OpenPages, Pages
from tests.races import at_once


class Unread(io.RawIOBase):
    """A body of which nobody may read a byte."""

    def readable(self) -> bool:
        return True

    def readinto(self, _: object) -> int:
        raise AssertionError("the body was read")


def post_unread(browser: Pages, address: str, **headers: str) -> tuple[int, str]:
    answer = browser.client.post(
        address,
        content_type="multipart/form-data; boundary=x",
        headers=headers,
        environ_overrides={"wsgi.input": Unread(), "CONTENT_LENGTH": "2000000"},
    )
    return answer.status_code, answer.headers.get("Location", "")


def nothing_kept(app: Flask) -> bool:
    with app.app_context():
        return db.session.query(Document).count() == 0 and list(disk.folder().iterdir()) == []


def test_a_file_is_handed_in_shown_downloaded_and_removed(robin: Pages) -> None:
    answer = robin.hand_in(making.pdf(), "My CV.pdf")
    assert (answer.status_code, answer.headers["Location"]) == (302, robin.address)
    page = robin.client.get(robin.address).text
    assert "<bdi>My CV.pdf</bdi>" in page and "PDF, 1 KB" in page
    [address] = robin.documents()
    got = robin.client.get(address)
    assert got.data == making.pdf() and got.headers["Content-Type"] == "application/pdf"
    assert robin.remove(address).status_code == 302
    assert robin.client.get(address).status_code == 404 and robin.documents() == []
    robin.app.test_cli_runner().invoke(args=["jobs", "work", "--burst"])
    assert nothing_kept(robin.app)


def test_a_download_is_nothing_that_a_browser_opens_by_itself(robin: Pages) -> None:
    robin.hand_in(making.pdf().replace(b"%%EOF", b"%<script>alert(1)</script>\n%%EOF"), "cv.html")
    answer = robin.client.get(robin.documents()[0])
    assert answer.headers["Content-Disposition"] == "attachment; filename=cv.html.pdf"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["Cache-Control"] == "no-store" and "ETag" not in answer.headers


@pytest.mark.parametrize(
    ("name", "shown", "given"),
    [
        ("../../etc/passwd", "passwd", "attachment; filename=passwd.pdf"),
        ("..\\..\\w.pdf", "w.pdf", "attachment; filename=w.pdf"),
        ("cv.pdf\x00.exe", "cv.pdf.exe", "attachment; filename=cv.pdf.exe.pdf"),
        ("con.pdf", "con.pdf", "attachment; filename=_con.pdf"),
        (".htaccess", ".htaccess", "attachment; filename=htaccess.pdf"),
        ("a\r\nX-Evil: y.pdf", "aX-Evil: y.pdf", 'attachment; filename="aX-Evil_ y.pdf"'),
        ("😀.pdf", "😀.pdf", "attachment; filename=.pdf; filename*=UTF-8''%F0%9F%98%80.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "&lt;img src=x onerror=alert(1)&gt;.pdf", 'attachment; filename="_img src=x onerror=alert(1)_.pdf"'),
        ("   ", "document", "attachment; filename=document.pdf"),
    ],
)  # fmt: skip
def test_a_name_is_shown_escaped_and_given_back_in_a_header_of_its_own(
    robin: Pages, name: str, shown: str, given: str
) -> None:
    with robin.app.app_context(), transaction():
        owner = db.session.get_one(Person, robin.person_id)
        subject = robin.address.replace("/things/", "thing:")
        document = taking_in.take(io.BytesIO(making.pdf()), name, owner=owner, subject=subject, at=clock.now())
        stored = document.stored_name
    assert f"<bdi>{shown}</bdi>" in robin.client.get(robin.address).text
    answer = robin.client.get(robin.documents()[0])
    assert answer.headers["Content-Disposition"] == given and "X-Evil" not in answer.headers
    assert re.fullmatch("[0-9a-f]{32}", stored) and os.listdir(robin.app.config["SETTINGS"].uploads_dir) == [stored]


def test_a_name_arrives_in_the_form_as_the_browser_writes_it(robin: Pages) -> None:
    robin.hand_in(making.pdf(), "CV of Zoë 😀.pdf")
    assert "<bdi>CV of Zoë 😀.pdf</bdi>" in robin.client.get(robin.address).text


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "", "Choose a file."),
        (b"", "cv.pdf", "The file is empty."),
        (b"<html>", "cv.pdf", "a web page or a drawing"),
    ],
)
def test_what_is_refused_is_said_at_the_field(robin: Pages, data: bytes, name: str, words: str) -> None:
    answer = robin.hand_in(data, name)
    assert (
        answer.status_code == 200
        and words in answer.text
        and 'id="file-error"' in answer.text
        and 'href="#file"' in answer.text
    )
    assert nothing_kept(robin.app)


def test_five_million_bytes_are_taken_and_one_more_is_not(robin: Pages) -> None:
    assert robin.hand_in(b"a" * 5_000_000, "a.txt").status_code == 302
    answer = robin.hand_in(b"a" * 5_000_001, "a.txt")
    assert "The file is larger than 5 MB." in answer.text and len(robin.documents()) == 1


@pytest.mark.parametrize("size", [5_200_000, 30_000_000])
def test_a_body_that_is_far_too_large_is_answered_with_413_and_its_page(robin: Pages, size: int) -> None:
    answer = robin.hand_in(b"a" * size, "a.txt")
    assert answer.status_code == 413 and nothing_kept(robin.app)
    assert "The file is larger than 5 MB." in answer.text and 'id="file-error"' in answer.text
    assert robin.hand_in(making.pdf()).status_code == 302


def test_a_server_that_leaves_the_end_of_a_body_to_its_reader_answers_too(robin: Pages) -> None:
    server = make_server("127.0.0.1", 0, robin.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    cookie = robin.client.get_cookie("session")
    assert cookie is not None
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    headers = {"Cookie": f"session={cookie.value}", "Content-Type": "multipart/form-data; boundary=x"}
    try:
        connection.request("POST", robin.address, b"a" * 6_000_000, headers)
        answer = connection.getresponse()
        assert answer.status == 413 and "The file is larger than 5 MB." in answer.read().decode()
    finally:
        connection.close()
        server.shutdown()
        server.server_close()


def test_a_body_without_a_length_is_measured_while_it_arrives(robin: Pages) -> None:
    token = people.csrf_of(robin.client, robin.address)
    head = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    body = io.BytesIO(head.encode() + b"a" * 9_000_000)
    answer = robin.client.post(
        robin.address,
        input_stream=body,
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 413 and nothing_kept(robin.app)


def test_a_form_of_many_parts_is_not_read_through(robin: Pages) -> None:
    fields = {"csrf_token": people.csrf_of(robin.client, robin.address), **{f"f{n}": "x" for n in range(50)}}
    answer = robin.client.post(robin.address, data=fields | {"file": (io.BytesIO(making.pdf()), "a.pdf")})
    assert answer.status_code == 413 and nothing_kept(robin.app)


def test_nobody_s_body_is_read_before_the_sign_in_the_origin_and_the_thing_are_known(
    open_pages: OpenPages, app: Flask
) -> None:
    robin, kim = open_pages(), open_pages("kim@example.org", "Kim Nobody")
    stranger = Pages(app, app.test_client(), robin.address, 0)
    status, location = post_unread(stranger, robin.address)
    assert status == 302 and location.startswith("/sign-in")
    assert post_unread(robin, robin.address, Origin="https://evil.example")[0] == 403
    assert post_unread(robin, robin.address, **{"Sec-Fetch-Site": "cross-site"})[0] == 403
    assert post_unread(kim, robin.address)[0] == 404
    assert nothing_kept(app)


def test_a_form_without_its_token_changes_nothing(robin: Pages) -> None:
    answer = robin.client.post(robin.address, data={"file": (io.BytesIO(making.pdf()), "cv.pdf")})
    assert answer.status_code == 400 and "open for too long" in answer.text and nothing_kept(robin.app)


def test_a_view_that_takes_files_and_forgets_to_ask_for_the_token_fails(robin: Pages) -> None:
    assert robin.client.post(f"{robin.address}/forgetful").status_code == 500


def test_a_file_is_worth_nothing_to_anybody_else(open_pages: OpenPages, app: Flask) -> None:
    robin, kim = open_pages(), open_pages("kim@example.org", "Kim Nobody")
    robin.hand_in(making.pdf())
    [address] = robin.documents()
    reference = address.rsplit("/", 1)[-1]
    assert len(reference) == 32
    guesses = [address, f"{kim.address}/{reference}", f"{kim.address}/1", f"{kim.address}/{reference[:-1]}"]
    assert [kim.client.get(each).status_code for each in guesses] == [404] * 4
    assert kim.client.post(f"{kim.address}/{reference}/remove", data={"csrf_token": people.csrf_of(kim.client, kim.address)}).status_code == 404  # fmt: skip
    assert app.test_client().get(address).status_code == 302
    assert robin.client.get(address).status_code == 200


def test_after_an_erasure_the_address_leads_nowhere_and_the_file_is_gone(open_pages: OpenPages, app: Flask) -> None:
    robin = open_pages()
    robin.hand_in(making.pdf())
    [address] = robin.documents()
    assert app.test_cli_runner().invoke(args=["privacy", "erase", "robin@example.org"]).exit_code == 0
    assert robin.client.get(address).status_code in (302, 404) and nothing_kept(app)


def test_a_person_hands_in_20_files_and_no_more_even_at_once(app_on_either: Flask) -> None:
    owner = people.make(app_on_either, "robin@example.org")

    def one() -> None:
        with transaction():
            person = db.session.get_one(Person, owner)
            taking_in.take(io.BytesIO(b"text"), "a.txt", owner=person, subject="", at=clock.now())

    with app_on_either.app_context():
        for _ in range(17):
            one()
    ends = at_once(app_on_either, one, times=8)
    assert sum(each is None for each in ends) == 3
    assert {str(each)[:27] for each in ends if each} == {"You have handed in 20 files"}
    with app_on_either.app_context():
        assert db.session.query(Document).count() == len(list(disk.folder().iterdir())) == 20


def test_no_more_bodies_are_read_at_once_than_leave_room_for_others(
    robin: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "WAIT_SECONDS", 0.01)
    for _ in range(receiving.AT_ONCE):
        receiving._room.acquire()
    try:
        answer = robin.hand_in(making.pdf())
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    finally:
        for _ in range(receiving.AT_ONCE):
            receiving._room.release()
    assert robin.hand_in(making.pdf()).status_code == 302


def test_the_field_says_what_is_taken() -> None:
    with open("templates/components/documents.html") as file:
        template = file.read()
    assert f"{kinds.WORDS}, 5 MB at most." in template
    assert all(f".{each.extension}" in template for each in kinds.BY_TYPE.values())
