"""Reads a printed PDF back: its words, where every line of them stands, and the size of its pages."""

import unicodedata
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium


@dataclass(frozen=True)
class Placed:
    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Read:
    text: str
    width: float
    height: float
    lines: tuple[Placed, ...]


def read(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page(page) for page in document]
    finally:
        document.close()


def words(pdf):
    return " ".join(" ".join(page.text for page in read(pdf)).split())


def _page(page):
    text = page.get_textpage()
    objects = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,))
    lines = tuple(Placed(_text(each, text), *each.get_bounds()) for each in objects)
    return Read(unicodedata.normalize("NFC", text.get_text_range()), *page.get_size(), lines)


def _text(each, textpage):
    left, bottom, right, top = each.get_bounds()
    return textpage.get_text_bounded(left, bottom, right, top)
