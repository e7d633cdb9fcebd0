"""Pictures and PDFs that a scanner or a phone makes: what a file really is, its pages to look at, a smaller copy.

Goes by the bytes, never by the name. Nothing in a file is run: Pillow is given the names of the few formats taken, so
that no decoder that calls other programs is reached, and a picture beyond MOST_PIXELS is not unpacked.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from desk import Refused, pdfium

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 200 * 1000 * 1000
"""Bytes of one file at the most: a hundred colour pages at 300 dots per inch, an hour on a line of 0.5 Mbit/s."""

MOST_PIXELS = 80_000_000
"""Pixels of one picture at the most: A3 at 600 dots per inch; unpacked, 240 MB."""

MOST_PAGES = 2000

SHARP, QUALITY = 2339, 75
"""The longer side of a page in a smaller copy: A4 at 200 dots per inch, legible to the small print; JPEG quality."""

A4_HIGH = 842
"""A4's longer side in points."""

WORTH = 0.9
"""A copy that is not below this part of the size is not worth losing sharpness for."""

PDF = "application/pdf"
EXTENSIONS = {
    PDF: ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "image/bmp": ".bmp",
}
"""What is taken, and under which extension it is written out."""

_FORMATS = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff",
            "WEBP": "image/webp", "BMP": "image/bmp"}  # fmt: skip
_HEAD, _TAIL = 1024, 4096


@dataclass(frozen=True)
class Look:
    """What a file really is: media type and number of pages; `signed` when a PDF bears signatures."""

    media: str
    pages: int
    signed: bool = False


def look(source: BinaryIO, name: str) -> Look:
    """What the file is, read from its seekable source to the last page. `name` is only for the words.

    Raises Refused, saying what to do, for an empty or too large one, one that is neither picture nor PDF, broken,
    locked with a password, or with too many pages or pixels.
    """
    size = source.seek(0, io.SEEK_END)
    if size == 0:
        raise Refused("scans.empty", field="file", name=name)
    if size > LARGEST:
        raise Refused("scans.too_large", field="file", name=name, size=size // 1_000_000, limit=LARGEST // 1_000_000)
    source.seek(0)
    found = _look_pdf(source, name) if b"%PDF-" in source.read(_HEAD) else _look_picture(source, name)
    if found.pages > MOST_PAGES:
        raise Refused("scans.too_many_pages", field="file", name=name, pages=found.pages, limit=MOST_PAGES)
    return found


def _look_pdf(source: BinaryIO, name: str) -> Look:
    source.seek(max(0, source.seek(0, io.SEEK_END) - _TAIL))
    if b"%%EOF" not in source.read():  # ISO 32000-1, 7.5.5: the last line; without it the end is missing
        raise Refused("scans.cut_off", field="file", name=name)
    try:
        with pdfium.opened(source) as document:
            pages = len(document)
            pdfium.page_sizes(document, MOST_PAGES)
            found = Look(PDF, pages, pdfium.signed(document))
    except pdfium.Unreadable as error:
        raise Refused("scans.locked" if error.locked else "scans.broken", field="file", name=name) from error
    if not found.pages:
        raise Refused("scans.broken", field="file", name=name)
    return found


def _look_picture(source: BinaryIO, name: str) -> Look:
    with _picture(source, name) as image:
        try:
            pages = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
            for number in range(min(pages, MOST_PAGES)):
                _turn_to(image, number, name)
                image.draft("RGB", (image.width // 8, image.height // 8))
                image.load()
        except _UNREADABLE as error:
            raise Refused("scans.broken", field="file", name=name) from error
        return Look(_FORMATS[str(image.format)], pages)


_UNREADABLE = (
    OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError,
    MemoryError, struct.error, zlib.error,
)  # fmt: skip
"""What Pillow's decoders raise for a file that is not what its beginning says."""


def _picture(source: BinaryIO, name: str) -> "Image":
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    source.seek(0)
    try:
        image = Image.open(source, formats=list(_FORMATS.keys() - {"MPO"}))
    except UnidentifiedImageError as error:
        raise Refused("scans.not_a_picture", field="file", name=name) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("scans.too_many_pixels", field="file", name=name, limit=MOST_PIXELS // 1_000_000) from error
    except _UNREADABLE as error:
        raise Refused("scans.broken", field="file", name=name) from error
    return image


def _turn_to(image: "Image", number: int, name: str) -> None:
    if number:
        image.seek(number)
    if image.width * image.height > MOST_PIXELS:
        raise Refused("scans.too_many_pixels", field="file", name=name, limit=MOST_PIXELS // 1_000_000)


def preview(source: BinaryIO, media: str, number: int, box: tuple[int, int]) -> "Image":
    """Page `number` (from 0) as an upright RGB picture that fits in `box`, width and height in pixels.

    Raises Refused for what cannot be read.
    """
    if media != PDF:
        return _page_of_picture(source, number, box)
    try:
        with pdfium.opened(source) as document:
            return pdfium.picture(document, number, box)
    except (pdfium.Unreadable, ValueError) as error:
        raise Refused("scans.page_broken", number=number + 1) from error


def _page_of_picture(source: BinaryIO, number: int, box: tuple[int, int]) -> "Image":
    from PIL import Image, ImageOps

    with _picture(source, "") as image:
        try:
            _turn_to(image, number, "")
            longest = max(box)
            image.draft("RGB", (longest, longest))  # a JPEG is unpacked no larger than needed
            found = ImageOps.exif_transpose(_flat(image))
        except _UNREADABLE as error:
            raise Refused("scans.page_broken", number=number + 1) from error
    found.thumbnail(box, Image.Resampling.LANCZOS if min(found.size) < 4000 else Image.Resampling.BOX)
    return found


def _flat(image: "Image") -> "Image":
    """The picture in RGB; what is transparent is white, like paper."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        flat = Image.alpha_composite(paper, layered).convert("RGB")
    else:
        flat = image.convert("RGB")
    flat.info.update({name: image.info[name] for name in ("exif",) if name in image.info})
    return flat


def shrunk(source: BinaryIO, media: str, name: str) -> bytes:
    """A smaller copy: pages at A4 and 200 dots per inch as JPEG; a PDF stays a PDF, a picture becomes one JPEG or PDF.

    Raises Refused for a signed PDF, whose signatures would be lost, and where the copy would be no smaller.
    """
    size = source.seek(0, io.SEEK_END)
    seen = look(source, name)
    if seen.signed:
        raise Refused("scans.signed", name=name)
    pages = _as_jpeg(source, seen)
    copy = next(pages) if media != PDF and seen.pages == 1 else pdfium.bound(pages, A4_HIGH / SHARP, size)
    if len(copy) > size * WORTH:
        raise Refused("scans.no_smaller", name=name)
    return copy


def _as_jpeg(source: BinaryIO, seen: Look) -> Iterator[bytes]:
    for number in range(seen.pages):
        page = io.BytesIO()
        preview(source, seen.media, number, (SHARP, SHARP)).save(page, "JPEG", quality=QUALITY, optimize=True)
        yield page.getvalue()
