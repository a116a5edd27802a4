"""U-04: what people call their files is shown to them and is the name of nothing here."""

import pytest

from portal.documents import naming


@pytest.mark.parametrize(
    ("raw", "shown", "downloaded"),
    [
        ("My CV.pdf", "My CV.pdf", "My CV.pdf"),
        ("../../etc/passwd", "passwd", "passwd.pdf"),
        ("..\\..\\w.pdf", "w.pdf", "w.pdf"),
        ("C:\\Users\\Zoë\\CV.PDF", "CV.PDF", "CV.PDF"),
        ("cv.pdf\x00.exe", "cv.pdf.exe", "cv.pdf.exe.pdf"),
        ("con.pdf", "con.pdf", "_con.pdf"),
        (".htaccess", ".htaccess", "htaccess.pdf"),
        ("cv\u202efdp.exe", "cvfdp.exe", "cvfdp.exe.pdf"),
        ('"\r\nX: y', '"X: y', "_X_ y.pdf"),
        ("😀.pdf", "😀.pdf", "😀.pdf"),
        ("   ", "document", "document.pdf"),
        ("", "document", "document.pdf"),
        ("/", "document", "document.pdf"),
        (".pdf", ".pdf", "pdf.pdf"),
        ("a" * 300 + ".pdf", "a" * 112 + "…aaa.pdf", "a" * 112 + "…aaa.pdf"),
        ("CV <b>Zoë</b>.docx", "b>.docx", "b_.docx.pdf"),
    ],
)
def test_a_name_is_tidied_for_the_eye_and_for_the_disk_of_whoever_downloads_it(
    raw: str, shown: str, downloaded: str
) -> None:
    assert naming.tidy(raw) == shown
    assert naming.download(naming.tidy(raw), "pdf") == downloaded


def test_a_photograph_keeps_either_of_its_endings() -> None:
    assert naming.download("me.jpeg", "jpg") == "me.jpeg"
    assert naming.download("me.png", "jpg") == "me.png.jpg"
