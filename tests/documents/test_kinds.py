"""U-03: what a file is, its content says; and U-09: pictures."""

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from portal.documents import kinds
from portal.documents.refusals import Refused
from tests.documents import making
from tests.documents.measuring import cost_of

HTML = b"<!doctype html><script>alert(1)</script>"

REFUSED = {
    "nothing": (b"", "empty"),
    "one byte": (b"\x00", "not taken"),
    "a page called .pdf": (HTML, "a web page or a drawing"),
    "a page behind a line of text": (b"Dear all\n" + HTML, "a web page or a drawing"),
    "a page behind a mark of its letters": (b"\xef\xbb\xbf  " + HTML, "a web page or a drawing"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a web page or a drawing"),
    "XML": (b"<?xml version='1.0'?><a/>", "a web page or a drawing"),
    "a GIF that is a script": (b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)", "GIF"),
    "an old document of Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Save it as PDF or DOCX"),
    "RTF": (b"{\\rtf1\\ansi{\\object\\objocx}}", "RTF files are not taken"),
    "a program": (b"MZ\x90\x00" + b"\0" * 100, "not taken"),
    "a program of Linux": (b"\x7fELF" + b"\0" * 100, "not taken"),
    "a picture of a telephone": (b"\0\0\0\x18ftypheic" + b"\0" * 50, "Save it as JPEG"),
    "anything": (random.Random(1).randbytes(900), "not taken"),
    "more than 5 MB": (b"a" * 5_000_001, "larger than 5 MB"),
    "half a picture": (making.picture("PNG", (300, 300))[:-60], "damaged"),
    "the beginning of a picture": (b"\xff\xd8\xff\xe0", "damaged"),
    "a picture of nothing": (b"\x89PNG\r\n\x1a\n", "damaged"),
}


@pytest.mark.parametrize(("data", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_taken_is_refused_with_what_to_do(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        kinds.recognise(data)
    assert "hoose" in str(refused.value)


def test_a_pdf_with_a_page_behind_it_stays_a_pdf() -> None:
    assert kinds.recognise(making.pdf().replace(b"%%EOF", b"%" + HTML + b"\n%%EOF")) == kinds.PDF


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (b"\xef\xbb\xbfZo\xc3\xab\r\n", "Zoë\r\n"),
        (b"MZ Hall <mz@example.org>, vector<int>", "MZ Hall <mz@example.org>, vector<int>"),
        (b"Zo\xeb, \xa340,000 \x96 less\tthan 5 < 6 and 7 > 6", "Zoë, £40,000 – less\tthan 5 < 6 and 7 > 6"),
    ],
)
def test_text_is_kept_in_the_letters_that_every_machine_reads(written: bytes, kept: str) -> None:
    assert kinds.examine(written) == (kinds.TEXT, kept.encode())


def flood(width: int, height: int) -> bytes:
    """A PNG that says it is this large, and packs it into little."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(b"\0" * (width // 8 + 1)) for _ in range(height)) + packer.flush()
    head = struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(30_000, 30_000), (9_000, 9_000), (20_000, 100)])
def test_a_flood_of_pixels_is_refused_by_their_number(size: tuple[int, int], tmp_path: Path) -> None:
    data = flood(*size)
    cost = cost_of(data, tmp_path)
    assert len(data) < 200_000 and "too many pixels" in cost.said
    assert cost.seconds < 1 and cost.megabytes < 20, cost


def test_a_wide_progressive_jpeg_is_refused_and_a_camera_s_is_made_smaller(tmp_path: Path) -> None:
    large = making.picture("JPEG", (8_000, 5_000), progressive=True)
    assert "too many pixels" in cost_of(large, tmp_path).said
    of_a_camera = making.picture("JPEG", (8_000, 5_000))
    cost = cost_of(of_a_camera, tmp_path)
    assert (cost.said, cost.seconds < 2, cost.megabytes < 80) == ("jpg", True, True), cost
    assert Image.open(io.BytesIO(kinds.examine(of_a_camera)[1])).size == (4_000, 2_500)


def with_a_place(turned: int = 1) -> bytes:
    facts = Image.Exif()
    facts[0x0110], facts[0x0112] = "CanaryCamera 9", turned
    facts.get_ifd(0x8825).update({1: "N", 2: (50.0, 43.0, 12.0), 3: "W", 4: (3.0, 31.0, 40.0)})
    return making.picture("JPEG", (40, 30), exif=facts, comment=b"canary comment")


def test_where_and_with_what_a_picture_was_taken_is_taken_out() -> None:
    data = with_a_place()
    assert b"CanaryCamera" in data and dict(Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825))
    _, kept = kinds.examine(data)
    picture = Image.open(io.BytesIO(kept))
    assert not picture.getexif() and not picture.info.get("comment") and b"anary" not in kept
    assert abs(picture.getpixel((5, 5))[0] - 30) < 6


def test_a_picture_that_lies_on_its_side_is_turned_before_the_word_of_it_goes() -> None:
    assert Image.open(io.BytesIO(kinds.examine(with_a_place(turned=6))[1])).size == (30, 40)


def test_a_telephone_s_two_pictures_in_one_are_taken_as_one() -> None:
    into = io.BytesIO()
    both = [Image.new("RGB", (5_000, 3_000), colour) for colour in ("red", "blue")]
    both[0].save(into, "MPO", save_all=True, append_images=both[1:])
    kind, kept = kinds.examine(into.getvalue())
    assert kind == kinds.JPEG and Image.open(io.BytesIO(kept)).format == "JPEG"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK", "YCbCr"])
def test_every_way_of_colouring_is_kept_as_one_that_is_read_everywhere(mode: str) -> None:
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    into = io.BytesIO()
    Image.new(mode, (9, 7)).save(into, kind)
    _, kept = kinds.examine(into.getvalue() + b"<script>behind it</script>")
    assert Image.open(io.BytesIO(kept)).size == (9, 7) and b"script" not in kept


@pytest.mark.parametrize("seed", range(4))
def test_a_picture_that_was_damaged_anywhere_is_refused_or_taken_and_never_a_failure(seed: int) -> None:
    chance = random.Random(seed)
    for whole in (making.picture("PNG", (60, 60)), with_a_place()):
        for _ in range(100):
            data = bytearray(whole)
            for _ in range(chance.randrange(1, 8)):
                data[chance.randrange(4, len(data))] = chance.randrange(256)
            try:
                kinds.examine(bytes(data))
            except Refused as refused:
                assert "choose" in str(refused)
