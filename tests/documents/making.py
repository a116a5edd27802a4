"""Files for tests, made byte by byte: none of them lies in the project."""

from __future__ import annotations

import io
import zipfile

from PIL import Image

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{MAIN}"/>
</Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
{more}</Relationships>"""
BODY = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"""
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text">{inside}</manifest:file-entry></manifest:manifest>"""
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def zipped(entries: dict[str, bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name, (2026, 11, 24, 9, 0, 0))
            archive.writestr(entry, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return into.getvalue()


def docx(text: str = "Ten years of networks.", *, types: str = TYPES, relations: str = "", **more: bytes) -> bytes:
    """A document of Word. `more` are further entries; "__" in a name stands for "/", and "_DOT_" for "."."""
    entries = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": RELATIONS.format(more=relations).encode(),
        "word/document.xml": BODY.format(text=text).encode(),
        **{name.replace("__", "/").replace("_DOT_", "."): content for name, content in more.items()},
    }
    return zipped(entries)


def odt(text: str = "Ten years of networks.", *, inside: str = "", **more: bytes) -> bytes:
    entries = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": MANIFEST.format(inside=inside).encode(),
        "content.xml": f"<document>{text}</document>".encode(),
        **{name.replace("__", "/").replace("_DOT_", "."): content for name, content in more.items()},
    }
    return zipped(entries, stored=("mimetype",))


def pdf(*objects: bytes, catalog: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one empty page; `objects` are further ones, numbered from 4."""
    written = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    ]
    data, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, each in enumerate(written, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(written) + 1
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R " % size
        + trailer
        + b" >>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    )


def stream(content: bytes, *, more: bytes = b"") -> bytes:
    return b"<< /Length %d " % len(content) + more + b" >>\nstream\n" + content + b"\nendstream"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", size, (30, 60, 90)).save(into, kind, **options)
    return into.getvalue()
