"""What citizens are shown: a page that stands alone and is searched, words for a phone, sheets for the notice board."""

import dataclasses
import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from desk import words
from desk.forms.board import board_pdf
from desk.procedures.catalogue import starter
from desk.procedures.publishing import LARGEST_HANDOUT, Office, fees, handout, limit, page, searched
from tests.desk.forms.reading import read
from tests.desk.forms.reading import words as printed

DAY = date(2026, 11, 22)
BIRTH = "1.001193"


@pytest.fixture(scope="module")
def procedures():
    return starter().current(DAY)


@pytest.fixture(scope="module")
def html(procedures):
    return page(procedures, Office("UBND xã Phú Lương"), DAY)


class Read(HTMLParser):
    """A page as its elements, each closed where it must be."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.open, self.wrong = [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_the_page_is_whole_and_has_every_procedure(html, procedures):
    found = Read(html)
    assert (found.wrong, found.open) == ([], [])
    ids = [attrs["id"] for tag, attrs in found.tags if tag == "details" and "id" in attrs]
    assert sorted(ids) == sorted(procedure.code for procedure in procedures)
    assert "Giấy chứng sinh" in html and "22/11/2026" in html and "UBND xã Phú Lương" in html


def test_nothing_of_the_page_comes_from_elsewhere(html):
    assert "http:" not in html and "https:" not in html and "url(" not in html and "@import" not in html
    assert not [attrs for _, attrs in Read(html).tags if {"src", "srcset", "action"} & attrs.keys()]
    policy = next(a["content"] for t, a in Read(html).tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    for part in ("script", "style"):
        inline = re.search(rf"<{part}>(.*?)</{part}>", html, re.S)[1]
        assert f"{part}-src 'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'" in policy


def test_the_page_can_be_used_by_everybody(html):
    tags = Read(html).tags
    assert tags[0] == ("html", {"lang": "vi"})
    assert ("label", {"for": "query"}) in tags
    assert any(attrs.get("aria-live") == "polite" for _, attrs in tags)
    assert [tag for tag, _ in tags].count("h1") == 1
    links = {attrs["href"][1:] for tag, attrs in tags if tag == "a"}
    assert links <= {attrs.get("id") for _, attrs in tags}


def test_what_a_catalogue_brings_cannot_become_markup(procedures):
    evil = dataclasses.replace(procedures[0], name='<script>alert("x")</script>', result="a & b</dd>", about='"><img>')
    shown = page([evil], Office('<b>"'), DAY)
    assert "<script>alert" not in shown and "<img>" not in shown and "a &amp; b&lt;/dd&gt;" in shown
    assert Read(shown).wrong == []


def test_the_page_is_searched_without_marks_and_by_everyday_names(procedures):
    birth = next(each for each in procedures if each.code == BIRTH)
    assert {"dang", "ky", "khai", "sinh", BIRTH} <= set(searched(birth).split())
    assert "đ" not in searched(birth)


def test_the_page_speaks_english_too(procedures):
    words.use("en")
    assert '<html lang="en">' in (shown := page(procedures[:3], Office(), DAY)) and "Papers needed" in shown


def test_words_meant_for_officers_are_not_shown_to_citizens(procedures):
    open_ended = [each for each in procedures if each.limit is None]
    assert open_ended and {limit(each) for each in open_ended} == {"Ghi trên giấy hẹn khi tiếp nhận"}
    assert not [line for each in procedures for line in fees(each) if "Nguồn" in line]


def test_the_handout_fits_a_code_whatever_the_procedure(procedures):
    for procedure in procedures:
        said = handout(procedure, "UBND xã Phú Lương")
        assert len(said.encode()) <= LARGEST_HANDOUT
        assert procedure.short.upper() in said and procedure.code in said
    long = dataclasses.replace(procedures[0], name="Ề" * 900, short="", about="")
    assert len(handout(long, "x").encode()) <= LARGEST_HANDOUT
    birth = next(each for each in procedures if each.code == BIRTH)
    assert "Tờ khai đăng ký khai sinh" in handout(birth, "")


def test_the_sheets_name_every_procedure_on_pages_of_one_size(procedures):
    pdf = board_pdf(procedures, "UBND xã Phú Lương", DAY)
    said = printed(pdf)
    assert all(procedure.code in said for procedure in procedures)
    pages = read(pdf)
    assert {(round(each.width), round(each.height)) for each in pages} == {(842, 595)}
    assert all(line.left >= 0 and line.right <= each.width for each in pages for line in each.lines)
    assert all(line.bottom >= 0 and line.top <= each.height for each in pages for line in each.lines)
    assert f"Trang {len(pages)}/{len(pages)}" in said


def test_a_row_taller_than_a_page_goes_on_over_the_next(procedures):
    tall = dataclasses.replace(procedures[0], short="", name="thủ tục " * 1500)
    pages = read(board_pdf([tall, procedures[1]], "", DAY))
    assert len(pages) > 2
    assert " ".join(each.text for each in pages).count("thủ") >= 1500
    assert all(line.bottom > 0 for each in pages for line in each.lines)
