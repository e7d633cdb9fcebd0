"""PDFs through PDFium, one at a time: it must not be entered by two threads, and its callbacks must not raise.

Nothing in a PDF is ever run: PDFium's forms and scripts are not started.
"""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from PIL.Image import Image

TURN = RLock()
"""Held by whoever is inside PDFium."""

PASSWORD = 4
"""FPDF_ERR_PASSWORD: what PDFium says of a PDF that asks for a password."""


class Unreadable(Exception):
    """PDFium cannot read it; `locked` when it asks for a password."""

    def __init__(self, locked: bool) -> None:
        super().__init__()
        self.locked = locked


@contextmanager
def opened(source: BinaryIO) -> Iterator[Any]:
    """The open document of a PDF, read piece by piece from a seekable source.

    Raises Unreadable for what is no PDF, is broken or locked, and whatever reading the source raised.
    """
    import pypdfium2  # type: ignore[import-untyped]

    quiet = _Quiet(source)
    with TURN:
        try:
            document = pypdfium2.PdfDocument(quiet)
            try:
                yield document
            finally:
                document.close()
        except pypdfium2.PdfiumError as error:
            raise Unreadable(error.err_code == PASSWORD) from error
        finally:
            if quiet.fault:
                raise quiet.fault


class _Quiet(io.RawIOBase):
    """A source whose faults wait until PDFium has been left."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source = source
        self.fault: Exception | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._source.seek(offset, whence)

    def tell(self) -> int:
        return self._source.tell()

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._source.read(len(view)) if self.fault is None else b""
        except Exception as fault:
            self.fault, data = fault, b""
        view[: len(data)] = data
        return len(data)


def page_sizes(document: Any, most: int) -> list[tuple[float, float]]:
    """Width and height in points of the first `most` pages, without taking in what is on them."""
    return [document.get_page_size(number) for number in range(min(len(document), most))]


def signed(document: Any) -> bool:
    """Whether a PDF bears signatures."""
    from pypdfium2 import raw

    return int(raw.FPDF_GetSignatureCount(document)) > 0


def picture(document: Any, number: int, box: tuple[int, int]) -> "Image":
    """Page `number` (from 0) as an RGB picture that fits in `box`, width and height in pixels."""
    page = document[number]
    try:
        wide, high = page.get_size()
        scale = min(
            (side - 0.01) / max(points, 1) for side, points in zip(box, (wide, high), strict=True)
        )  # rounded up
        found: Image = page.render(scale=scale).to_pil().convert("RGB")
        return found
    finally:
        page.close()


def bound(jpegs: Iterable[bytes], points_to_pixel: float, most: int) -> bytes:
    """JPEGs as the pages of one PDF; stops, with what there is, when they are more than `most` bytes."""
    import pypdfium2

    gathered, whole = 0, io.BytesIO()
    with TURN:
        document = pypdfium2.PdfDocument.new()
        try:
            for jpeg in jpegs:
                gathered += len(jpeg)
                _add_page(document, jpeg, points_to_pixel)
                if gathered > most:
                    break
            document.save(whole)
        finally:
            document.close()
    return whole.getvalue()


def _add_page(document: Any, jpeg: bytes, points_to_pixel: float) -> None:
    import pypdfium2

    drawn = pypdfium2.PdfImage.new(document)
    drawn.load_jpeg(io.BytesIO(jpeg), inline=True)
    wide, high = (side * points_to_pixel for side in drawn.get_px_size())
    drawn.set_matrix(pypdfium2.PdfMatrix().scale(wide, high))
    page = document.new_page(wide, high)
    page.insert_obj(drawn)
    page.gen_content()
    page.close()
