"""U-02 and the zips of U-03: documents that are a zip, and what a zip can do."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.documents import kinds
from portal.documents.refusals import Refused
from tests.documents import making
from tests.documents.measuring import cost_of

FAR_MORE = "unfolds into far more"
UNUSUAL = "put together in an unusual way"
PASSWORD = "has a password"
INSIDE = "another file inside it"
MACROS = "holds macros"
MANY = 45_000
"""As many entries as fit in 5 MB; the 100,000 of the row take more, and are refused for that."""
ELSEWHERE = "loads parts of itself from elsewhere"


def swollen() -> bytes:
    """Under 300 KB that unfold into 300 MB of XML."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = b"<w:t>" + b"a" * 1_000_000
    packed = b"".join(packer.compress(body) for _ in range(300)) + packer.flush()
    return lying("word/document.xml", packed, says=300 * len(body), crc=0)


def lying(name: str, packed: bytes, *, says: int, crc: int) -> bytes:
    """A document with one more entry, of which the list says what it likes."""
    whole = making.docx(**{name.replace("/", "__").replace(".", "_DOT_"): b""} if name != "word/document.xml" else {})
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        entries = {each.filename: archive.read(each) for each in archive.infolist() if each.filename != name}
    data, listed = b"", b""
    parts = [(key, zlib.compress(value)[2:-4], len(value), zlib.crc32(value)) for key, value in entries.items()]
    for key, content, size, check in [*parts, (name, packed, says, crc)]:
        facts = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 0, check, len(content), size, len(key), 0)
        listed += (
            b"PK\x01\x02" + struct.pack("<H", 20) + facts + struct.pack("<HHHLL", 0, 0, 0, 0, len(data)) + key.encode()
        )
        data += b"PK\x03\x04" + facts + key.encode() + content
    number = len(parts) + 1
    return data + listed + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, number, number, len(listed), len(data), 0)


def understated() -> bytes:
    """An entry that says it is small and unfolds into 200 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(b"a" * 1_000_000) for _ in range(200)) + packer.flush()
    return lying("word/styles.xml", packed, says=500, crc=0)


def crowded() -> bytes:
    return making.zipped({**{f"{number}": b"" for number in range(MANY)}, "[Content_Types].xml": b""})


def crowded_and_silent() -> bytes:
    """As many, of which the end of the archive admits three."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for number in range(MANY):
            archive.writestr(str(number), b"")
    whole = into.getvalue()
    begin, size = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06") - whole.index(b"PK\x01\x02")
    return whole[: begin + size] + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 3, 3, size, begin, 0)


def nested() -> bytes:
    """A zip in a zip, as 42.zip is made, called a document."""
    inner = making.zipped({"0": b"\0" * 4_000_000})
    return making.zipped({**{f"lib {number}.zip": inner for number in range(16)}, "[Content_Types].xml": b""})


def linked() -> bytes:
    link = zipfile.ZipInfo("word/media/photo.png")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    return added(link, b"/etc/passwd")


def added(entry: zipfile.ZipInfo | str, content: bytes = b"") -> bytes:
    into = io.BytesIO(making.docx())
    with zipfile.ZipFile(into, "a") as archive:
        archive.writestr(entry, content)
    return into.getvalue()


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return added("word/document.xml", b"<another/>")


def encrypted() -> bytes:
    data = bytearray(making.docx())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    data[6] |= 1
    return bytes(data)


def relation(kind: str, target: str) -> str:
    where = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="r9" Type="{where}/{kind}" Target="{target}" TargetMode="External"/>'


CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "285 KB that unfold into 300 MB": (swollen, FAR_MORE),
    "an entry that lies about its size": (understated, "damaged|" + FAR_MORE),
    "as many entries as fit in 5 MB": (crowded, FAR_MORE),
    "as many that are not admitted": (crowded_and_silent, FAR_MORE),
    "a zip of zips": (nested, INSIDE),
    "a link": (linked, UNUSUAL),
    "a path that climbs": (lambda: added("../../x"), UNUSUAL),
    "a path from the root": (lambda: added("/etc/x"), UNUSUAL),
    "a path of Windows": (lambda: added("word\\..\\..\\x"), UNUSUAL),
    "a drive of Windows": (lambda: added("c:x"), UNUSUAL),
    "the same name twice": (twice, UNUSUAL),
    "the same name in other letters": (lambda: added("WORD/document.xml"), UNUSUAL),
    "an encrypted zip": (encrypted, PASSWORD),
    "something before the zip": (lambda: b"PK\x03\x04<html>" + making.docx(), UNUSUAL),
    "something behind the zip": (lambda: making.docx() + b"<script>", UNUSUAL),
    "half a document": (lambda: making.docx()[:600], "damaged"),
    "two documents in one": (lambda: making.docx() + making.docx(), UNUSUAL),
    "macros": (lambda: making.docx(word__vbaProject_DOT_bin=b"\xd0\xcf\x11\xe0macro"), MACROS),
    "a docm called docx": (
        lambda: making.docx(types=making.TYPES.replace(making.MAIN, "application/vnd.ms-word.document.macroEnabled.main+xml")),
        MACROS,
    ),
    "a spreadsheet": (lambda: making.docx(types=making.TYPES.replace("wordprocessingml", "spreadsheetml")), "not a text document"),
    "any zip": (lambda: making.zipped({"a.txt": b"a"}), "damaged|not a text document"),
    "a template from elsewhere": (lambda: making.docx(relations=relation("attachedTemplate", "https://evil.example/t.dotm")), ELSEWHERE),
    "a picture from elsewhere": (lambda: making.docx(relations=relation("image", "https://evil.example/i.png")), ELSEWHERE),
    "a workbook inside": (lambda: making.docx(word__embeddings__1_DOT_xlsx=making.zipped({"a": b"a"})), INSIDE),
    "a program inside": (lambda: making.docx(word__media__a_DOT_png=b"MZ\x90\0"), INSIDE),
    "entities that multiply": (lambda: making.docx(word__a_DOT_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), UNUSUAL),
    "a list of types that is no XML": (lambda: making.docx(types="<Types"), "damaged"),
    "an ODT with macros": (lambda: making.odt(Basic__script_DOT_xml=b"<a/>"), MACROS),
    "an ODT with a password": (
        lambda: making.odt(inside='<manifest:encryption-data manifest:checksum="x"/>'), PASSWORD
    ),
    "an ODT with a picture from elsewhere": (lambda: making.odt('<draw:image xlink:type="simple" xlink:href="https://evil.example/i.png"/>'), ELSEWHERE),
    "an ODT that begins a macro": (lambda: making.odt('<script:event-listener xlink:href="vnd.sun.star.script:a"/>'), MACROS),
    "an ODT in letters of two bytes": (lambda: making.odt(styles_DOT_xml="<!DOCTYPE a>".encode("utf-16")), UNUSUAL),
    "an ODT with a program": (lambda: making.odt(Pictures__a_DOT_png=b"\x7fELF"), INSIDE),
}  # fmt: skip


@pytest.mark.parametrize(("make", "why"), CASES.values(), ids=CASES)
def test_a_zip_that_is_no_harmless_document_is_refused(make: Callable[[], bytes], why: str) -> None:
    with pytest.raises(Refused, match=why):
        kinds.recognise(make())


COSTLY = ["285 KB that unfold into 300 MB", "an entry that lies about its size", "as many that are not admitted", "a zip of zips"]  # fmt: skip


@pytest.mark.parametrize("case", COSTLY)
def test_refusing_costs_neither_time_nor_memory_and_puts_nothing_on_the_disk(case: str, tmp_path: Path) -> None:
    make, _ = CASES[case]
    data = make()[: kinds.MOST_BYTES + 1]
    cost = cost_of(data, tmp_path)
    assert cost.said not in kinds.WORDS.lower() and cost.seconds <= 2 and cost.megabytes < 50, cost


def test_the_bomb_is_as_small_as_the_row_says() -> None:
    assert len(swollen()) < 300_000


def test_a_long_document_with_a_picture_and_links_is_taken(tmp_path: Path) -> None:
    text = " ".join(random.Random(3).choices(["networks", "council", "2019", "led", "team", "Azure"], k=300_000))
    whole = making.docx(
        text, relations=relation("hyperlink", "https://example.org/me"), word__media__1_DOT_png=making.picture()
    )
    cost = cost_of(whole, tmp_path)
    assert (cost.said, cost.seconds < 2) == ("docx", True), cost


def test_an_odt_with_links_and_a_picture_of_its_own_is_taken() -> None:
    text = '<text:a xlink:href="https://example.org/me">me</text:a><draw:image xlink:href="Pictures/1.png"/>'
    assert kinds.recognise(making.odt(text, Pictures__1_DOT_png=making.picture())) == kinds.ODT


@pytest.mark.parametrize("seed", range(4))
def test_a_document_that_was_damaged_anywhere_is_refused_or_taken_and_never_a_failure(seed: int) -> None:
    chance = random.Random(seed)
    for whole in (making.docx(), making.odt()):
        for _ in range(60):
            data = bytearray(whole)
            for _ in range(chance.randrange(1, 6)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            try:
                kinds.examine(bytes(data))
            except Refused as refused:
                assert "choose" in str(refused).lower()
