"""Pictures: bounded before they are unpacked, and written anew, so that nothing but the picture is left."""

from __future__ import annotations

import io
import threading

from PIL import Image, ImageOps

from portal.documents.refusals import Refused

MOST_PIXELS = 12_000_000
"""Of what is unpacked: a page of A4 at 300 dots per inch has 8.7 million."""
MOST_OF_A_CAMERA = 4 * MOST_PIXELS
"""Of a JPEG that can be unpacked at half its size, which a progressive one cannot be without the whole."""
MOST_SIDE = 12_000
QUALITY = 90
_one_at_a_time = threading.Lock()
"""An unpacked picture is many times its file, so a process unpacks one at a time."""


def keep_jpeg(data: bytes) -> bytes:
    """The picture alone, turned upright, without place, time, device and thumbnail. Raises Refused."""
    return _anew(data, "JPEG")


def keep_png(data: bytes) -> bytes:
    """The picture alone, without what is written beside it. Raises Refused."""
    return _anew(data, "PNG")


def _anew(data: bytes, name: str) -> bytes:
    try:
        with _one_at_a_time, Image.open(io.BytesIO(data), formats=(name,)) as picture:
            _bound(picture, by_parts=name == "JPEG" and "progressive" not in picture.info)
            return _written(ImageOps.exif_transpose(picture), name)
    except Image.DecompressionBombError:
        raise _too_large() from None
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, KeyError):  # what Pillow raises over bad pictures
        raise Refused("The picture is damaged or not complete. Save it again, then choose that file.") from None


def _bound(picture: Image.Image, *, by_parts: bool) -> None:
    """Refuse too many pixels; let a camera's JPEG be unpacked smaller, which costs neither its time nor its memory."""
    width, height = picture.size
    if width * height > (MOST_OF_A_CAMERA if by_parts else MOST_PIXELS) or max(width, height) > MOST_SIDE:
        raise _too_large()
    if width * height > MOST_PIXELS:
        picture.draft(None, (width // 2, height // 2))


def _too_large() -> Refused:
    return Refused(
        "The picture has too many pixels. Save it smaller (2,500 by 3,500 is enough for a page), then choose that file."
    )


def _written(picture: Image.Image, name: str) -> bytes:
    if name == "JPEG" and picture.mode not in ("L", "RGB"):
        picture = picture.convert("RGB")
    elif picture.mode == "P" or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    into = io.BytesIO()
    bare.save(into, name, **({"quality": QUALITY} if name == "JPEG" else {}))
    return into.getvalue()
