import pytest

from desk import Unusable
from desk.forms import render, slip_pdf


def test_pages_are_pictures_of_their_paper(slip):
    pages = render.pages(slip_pdf(slip, "A4"), dpi=100)
    assert [page.size for page in pages] == [(1170, 827)]
    assert pages[0].getextrema() == ((0, 255),) * 3


def test_a_damaged_pdf_is_said_in_words():
    with pytest.raises(Unusable, match="PDF"):
        render.pages(b"%PDF-1.4 and no more")
