from contextlib import closing

import pytest

from desk import Unusable
from desk.forms import slip_pdf
from desk.forms.render import Pages


def test_pages_are_pictures_of_their_paper(slip):
    with closing(Pages(slip_pdf(slip, "A4"))) as pages:
        assert len(pages) == 1
        page = pages.picture(0, 100)
    assert page.size == (1170, 827)
    assert page.getextrema() == ((0, 255),) * 3


def test_a_damaged_pdf_is_said_in_words():
    with pytest.raises(Unusable, match="PDF"):
        Pages(b"%PDF-1.4 and no more")
