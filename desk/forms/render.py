"""Turns a PDF into pictures of its pages, for a preview and a printer that show exactly the same thing."""

from typing import TYPE_CHECKING, Any

from desk import Unusable
from desk.pdfium import TURN

if TYPE_CHECKING:
    from PIL.Image import Image

POINTS = 72  # to the inch


class Pages:
    """The pages of an open PDF, each drawn when it is asked for. Raises Unusable for a PDF that cannot be opened."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2  # type: ignore[import-untyped]

        try:
            with TURN:
                self._document: Any = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as damaged:
            raise Unusable("forms.pdf_damaged") from damaged

    def __len__(self) -> int:
        with TURN:
            return len(self._document)

    def size(self, number: int) -> tuple[float, float]:
        """Width and height in points of page `number`, counted from 0."""
        with TURN:
            width, height = self._document.get_page_size(number)
        return float(width), float(height)

    def picture(self, number: int, dpi: float) -> "Image":
        """Page `number` as an RGB picture at `dpi` dots per inch."""
        with TURN:
            page = self._document[number]
            try:
                picture: Image = page.render(scale=dpi / POINTS).to_pil().convert("RGB")
            finally:
                page.close()
        return picture

    def close(self) -> None:
        """Let go of the PDF."""
        with TURN:
            self._document.close()
