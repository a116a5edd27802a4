"""U-03: what a PDF may not do, however it is written down; and that text about it is no such thing."""

import random
import zlib
from pathlib import Path

import pytest
from fpdf import FPDF

from portal.documents import kinds, pdf
from portal.documents.refusals import Refused
from tests.documents.making import pdf as made
from tests.documents.making import stream
from tests.documents.measuring import cost_of

ACTS = b"<< /S /JavaScript /JS (app.alert(1)) >>"


def packed(*objects: bytes, filters: bytes = b"/Filter /FlateDecode", first: bytes = b"/First %d") -> bytes:
    """An object stream with these objects, numbered from 50."""
    places, plain = [], b""
    for each in objects:
        places.append(len(plain))
        plain += each + b" "
    head = b" ".join(b"%d %d" % (50 + number, place) for number, place in enumerate(places)) + b" "
    more = b"/Type /ObjStm /N %d " % len(objects) + (first % len(head)) + b" " + filters
    return stream(zlib.compress(head + plain), more=more)


REFUSED = {
    "a script when it is opened": (made(ACTS, catalog=b"/OpenAction 4 0 R"), "a script"),
    "a script beside its names": (made(catalog=b"/Names << /JavaScript 4 0 R >>"), "a script"),
    "a script whose name is written in numbers": (made(b"<< /S /J#61vaScript >>"), "a script"),
    "a script whose code alone is told": (made(b"<< /S 9 0 R /JS (x) >>"), "a script"),
    "a script in an object that is one name": (made(b"/JavaScript"), "a script"),
    "a script behind a comment with a bracket": (made(b"<< % (\n /S /JavaScript >>"), "a script"),
    "a script behind a string with a percent sign": (made(b"<< /A (100% (a) b) /S /JavaScript >>"), "a script"),
    "a script behind a string with a lone bracket": (made(b"<< /A (a \\) b) /S /JavaScript >>"), "a script"),
    "a script behind letters in numbers": (made(b"<< /A <41 % 42> /S /JavaScript >>"), "a script"),
    "a script in an object within another's comment": (made(b"<< /A 1 % 9 0 obj (\n /S /JavaScript >>"), "a script"),
    "a script in an object that is begun in an odd way": (
        made(b"1 endobj 9 0% a comment\nobj% another\n" + ACTS),
        "a script",
    ),
    "a script within a stream, where a table may lead": (made(stream(b"x 9 0 obj " + ACTS)), "a script"),
    "a script in a packed object": (made(packed(b"<< /A 1 >>", ACTS)), "a script"),
    "a packed script that another object's string covers": (made(packed(b"<< /A 1 >> (", ACTS)), "a script"),
    "a packed script, not packed after all": (
        made(stream(b"50 0 " + ACTS, more=b"/Type /ObjStm /N 1 /First 5")),
        "a script",
    ),
    "a packed script without a type": (made(packed(ACTS).replace(b"/Type /ObjStm", b"")), "a script"),
    "objects packed twice": (made(packed(ACTS, filters=b"/Filter [/ASCIIHexDecode /FlateDecode]")), "unusual way"),
    "objects packed in a way that is told elsewhere": (made(packed(ACTS, filters=b"/Filter 9 0 R")), "unusual way"),
    "objects that begin nobody knows where": (made(packed(ACTS, first=b"/Fir#73t 9 0 R %% %d\n")), "unusual way"),
    "a program that is started": (made(b"<< /S /Launch /F (cmd.exe) >>"), "starts programs"),
    "a script in the trailer": (made(trailer=b"/A << /S /JavaScript >>"), "a script"),
    "a file inside": (made(b"<< /Type /Filespec /EF << /F 5 0 R >> >>"), "another file inside"),
    "a note with a file": (made(b"<< /Subtype /FileAttachment >>"), "another file inside"),
    "a form that is sent somewhere": (made(b"<< /S /SubmitForm /F (https://evil.example) >>"), "a form"),
    "a form with its own rules": (made(catalog=b"/AcroForm << /XFA 4 0 R >>"), "a form"),
    "a password": (made(trailer=b"/Encrypt 9 0 R"), "a password"),
    "half of it": (made()[:300], "not complete"),
    "only its first line": (b"%PDF-1.7\n", "not complete"),
}


@pytest.mark.parametrize(("data", "why"), REFUSED.values(), ids=REFUSED)
def test_a_pdf_that_does_more_than_show_pages_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        kinds.recognise(data)
    assert "choose" in str(refused.value)


def test_a_cv_that_speaks_of_javascript_is_taken() -> None:
    paper = FPDF()
    paper.set_title("CV: HTML/CSS/JS (5 years), Java/JavaScript")
    paper.add_page()
    paper.set_font("helvetica", size=12)
    paper.start_section("Career objective: Java/JavaScript, trailer /JS, object /Launch")
    paper.multi_cell(
        0, 8, "My objective: Java/JavaScript, /JS (five years), /Launch, /EmbeddedFile, << /S /JavaScript >>"
    )
    paper.cell(text="My site", link="https://example.org")
    for compress in (True, False):
        paper.set_compression(compress)
        assert kinds.recognise(bytes(paper.output())) == kinds.PDF


def test_text_in_strings_and_in_pages_is_no_act() -> None:
    data = made(
        b"<< /Title (Skills: \\(/JavaScript\\) and (/JS) 100%) /Alt <2f4a53> >>",
        stream(b"BT (<< /S /JavaScript /JS \\(x\\) >>) Tj /JavaScript Do ET"),
        packed(b"<< /Title (/JavaScript) >>", b"[ /A /B ]", b"42"),
    )
    assert kinds.recognise(data) == kinds.PDF


HEAVY = {
    "brackets without end": made(b"(" * 4_900_000),
    "names without end": made(b"<< " + b"/A/B" * 1_200_000 + b" >>"),
    "objects that never end": made(b"<< /A 1 " + b"9 0 obj << /A 1 " * 290_000),
    "letters in numbers that never end": made(b"<a" * 2_400_000),
    "beginnings without end": made(b"0obj " * 950_000),
    "beginnings that share one string": made(b" obj(" * 950_000),
    "beginnings that share one gap": made(b"obj << /ObjStm /First " * 100_000 + b">>" + b" " * 2_000_000),
    "packed objects that begin everywhere": made(packed(*[b"<</A 1" for _ in range(30_000)])),
    "comments without end": made(b"%\n" * 2_400_000),
}


@pytest.mark.parametrize("case", HEAVY)
def test_a_heavy_pdf_costs_neither_time_nor_memory(case: str, tmp_path: Path) -> None:
    cost = cost_of(HEAVY[case], tmp_path)
    assert cost.seconds <= 3 and cost.megabytes < 50, cost


def test_packed_objects_that_unfold_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_UNPACKED", 100_000)
    with pytest.raises(Refused, match="unfolds into far more"):
        kinds.recognise(made(packed(b"<< /A (" + b"a" * 100_000 + b") >>")))


@pytest.mark.parametrize("seed", range(6))
def test_a_pdf_that_was_damaged_anywhere_is_refused_or_taken_and_never_a_failure(seed: int) -> None:
    chance = random.Random(seed)
    whole = made(b"<< /A (b) >>", packed(b"<< /A 1 >>", b"<< /B 2 >>"), stream(b"BT ET"))
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        try:
            kinds.examine(bytes(data))
        except Refused as refused:
            assert "choose" in str(refused)
