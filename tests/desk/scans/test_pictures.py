"""What a file really is, its pages to look at, and its smaller copy: good ones and every bad one of the list."""

import io
import logging
import struct
import threading
import zlib

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desk import Refused, Unusable, pdfium
from desk.forms.render import Pages
from desk.scans import pictures
from tests.pictures import pdf, picture, scanned_pdf


def look(data, name="scan.pdf"):
    return pictures.look(io.BytesIO(data), name)


def refused(data):
    with pytest.raises(Refused) as told:
        look(data)
    assert "scan.pdf" in str(told.value)
    return told.value.key


@pytest.mark.parametrize(
    ("data", "media", "pages"),
    [
        (picture("JPEG"), "image/jpeg", 1),
        (picture("PNG"), "image/png", 1),
        (picture("TIFF", pages=3), "image/tiff", 3),
        (picture("WEBP"), "image/webp", 1),
        (picture("BMP"), "image/bmp", 1),
        (pdf(4), "application/pdf", 4),
        (b"\xef\xbb\xbf\r\n" + pdf(), "application/pdf", 1),
        (pdf(password=""), "application/pdf", 1),
    ],
)
def test_a_file_is_what_its_bytes_say_whatever_its_name(data, media, pages):
    assert pictures.look(io.BytesIO(data), "wrong.exe") == pictures.Look(media, pages)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "scans.empty"),
        (b"MZ\x90\x00" + bytes(4000), "scans.not_a_picture"),
        (b"PK\x03\x04" + bytes(4000), "scans.not_a_picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "scans.not_a_picture"),
        (b"GIF89a" + bytes(100), "scans.not_a_picture"),
        (pdf(password="secret"), "scans.locked"),
        (pdf(9)[:1500], "scans.cut_off"),
        (b"%PDF-1.7\nnothing here\n%%EOF", "scans.broken"),
        (picture("JPEG")[:4000], "scans.broken"),
        (picture("PNG")[:-3000], "scans.broken"),
        (picture("TIFF")[:5000], "scans.broken"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_name_and_what_to_do(data, key):
    assert refused(data) == key


def test_a_file_beyond_the_limit_is_refused_unread():
    class Huge(io.BytesIO):
        def seek(self, offset, whence=0):
            return pictures.LARGEST + 1

        def read(self, *size):
            raise AssertionError("read")

    with pytest.raises(Refused) as told:
        pictures.look(Huge(), "scan.pdf")
    assert told.value.key == "scans.too_large"
    assert "200 MB" in str(told.value)


def bomb(width, height):
    """A PNG of a few hundred bytes that would unpack to width x height pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [9500, 40_000])
def test_a_picture_that_would_unpack_to_too_many_pixels_is_refused(side):
    assert refused(bomb(side, side)) == "scans.too_many_pixels"


SEEDS = [picture(kind, (60, 80)) for kind in ("JPEG", "PNG", "TIFF", "WEBP", "BMP")] + [pdf(2)]


@pytest.mark.filterwarnings("ignore")
@settings(deadline=None, max_examples=150)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 2000), st.binary(min_size=1, max_size=5)), max_size=6))
def test_a_file_damaged_anywhere_is_shown_or_refused_in_words(data, damage):
    damaged = bytearray(data)
    for at, written in damage:
        damaged[at % len(damaged) : at % len(damaged) + len(written)] = written
    logging.disable()  # Pillow logs what it leaves out
    try:
        found = look(bytes(damaged))
        pictures.preview(io.BytesIO(bytes(damaged)), found.media, 0, (40, 40))
    except Refused:
        pass
    finally:
        logging.disable(logging.NOTSET)


def test_a_page_is_drawn_to_fit_and_upright():
    lying = picture("JPEG", (400, 200), exif=_turned())
    assert pictures.preview(io.BytesIO(lying), "image/jpeg", 0, (100, 100)).size == (50, 100)
    assert pictures.preview(io.BytesIO(pdf(3)), pictures.PDF, 2, (200, 200)).size[1] == 200


def _turned():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    return exif


def test_what_is_transparent_is_paper():
    data = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(data, "PNG")
    assert pictures.preview(data, "image/png", 0, (20, 20)).getpixel((5, 5)) == (255, 255, 255)


def test_a_page_that_is_not_there_is_told():
    for data, media in ((pdf(1), pictures.PDF), (picture("TIFF"), "image/tiff")):
        with pytest.raises(Refused) as told:
            pictures.preview(io.BytesIO(data), media, 7, (100, 100))
        assert told.value.key == "scans.page_broken"


def test_a_large_picture_gets_a_smaller_copy_of_the_same_shape():
    large = picture("BMP", (3000, 4200))
    copy = io.BytesIO(pictures.shrunk(io.BytesIO(large), "image/bmp", "x"))
    assert pictures.look(copy, "x") == pictures.Look("image/jpeg", 1)
    assert max(Image.open(copy).size) == pictures.SHARP


def test_a_scanned_pdf_gets_a_smaller_copy_with_all_its_pages():
    data = scanned_pdf(3)
    copy = pictures.shrunk(io.BytesIO(data), pictures.PDF, "x")
    assert len(copy) < len(data) * pictures.WORTH
    assert look(copy) == pictures.Look(pictures.PDF, 3)
    with pypdfium2.PdfDocument(copy) as document:
        assert round(max(document.get_page_size(0))) == pictures.A4_HIGH


def test_a_tiff_of_several_pages_becomes_a_pdf():
    copy = pictures.shrunk(io.BytesIO(picture("TIFF", (1200, 1700), pages=2)), "image/tiff", "x")
    assert look(copy) == pictures.Look(pictures.PDF, 2)


def test_what_would_not_become_smaller_is_left_alone():
    with pytest.raises(Refused) as told:
        pictures.shrunk(io.BytesIO(pdf(3)), pictures.PDF, "x")
    assert told.value.key == "scans.no_smaller"


def test_a_signed_pdf_is_never_shrunk(monkeypatch):
    monkeypatch.setattr(pdfium, "signed", lambda document: True)
    with pytest.raises(Refused) as told:
        pictures.shrunk(io.BytesIO(scanned_pdf(1)), pictures.PDF, "x")
    assert told.value.key == "scans.signed"


def test_a_fault_of_the_disk_comes_through_pdfium_as_it_is():
    class Failing(io.BytesIO):
        reads = 0

        def read(self, *size):
            self.reads += 1
            if self.reads > 4:
                raise Unusable("scans.vanished", name="x")
            return super().read(*size)

    with pytest.raises(Unusable):
        pictures.look(Failing(pdf(20)), "x")


def test_forms_and_scans_take_turns_in_pdfium():
    form, scan, faults = pdf(2), pdf(2), []

    def draw(many):
        try:
            for _ in range(many):
                pictures.preview(io.BytesIO(scan), pictures.PDF, 0, (60, 60))
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=draw, args=(15,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(15):
        opened = Pages(form)
        opened.picture(1, 40)
        opened.close()
    for thread in threads:
        thread.join()
    assert faults == []
