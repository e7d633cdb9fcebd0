"""Turns a PDF into pictures of its pages, for a preview and a printer that show exactly the same thing."""

from typing import TYPE_CHECKING

from desk import Unusable

if TYPE_CHECKING:
    from PIL.Image import Image


def pages(pdf: bytes, dpi: float = 150.0) -> list["Image"]:
    """Every page as an RGB picture at `dpi` dots per inch. Raises Unusable for a PDF that cannot be opened."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as damaged:
        raise Unusable("forms.pdf_damaged") from damaged
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()
