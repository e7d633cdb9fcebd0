import errno
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desk import Unusable, words
from desk.forms import Slip, SlipPaper, slip_pdf
from ui import printing, saving
from ui.kit.qt_words import speak
from ui.preview import Preview
from ui.theme.dress import dress

SLIP = Slip(
    office="09877",
    office_name="xã Phú Lương",
    number="01-00562-H",
    received_from="Nguyễn Thị Phượng",
    procedure="1.001193",
    procedure_name="Đăng ký khai sinh",
    received_at="2026-11-22T08:15",
    due_at="2026-11-25T17:00",
    papers=tuple(SlipPaper(f"Giấy số {n}") for n in range(4)),
)


@pytest.fixture
def shown(qtbot, qapp):
    dress(qapp)

    def show(make=lambda size: slip_pdf(SLIP, size)):
        window = Preview(make, title="Giấy hẹn 01-00562-H", file_name="Giay-hen-01-00562-H.pdf")
        qtbot.addWidget(window)
        window.resize(900, 700)
        window.show()
        return window

    return show


def test_the_pages_stand_in_the_width_and_follow_it(shown, qtbot):
    window = shown()
    pages = window.pages_shown()
    assert len(pages) == 2
    window.resize(520, 700)
    qtbot.waitUntil(lambda: pages[0].width() < 520)
    before = pages[0].width()
    window.zoom(1)
    assert pages[0].width() > before
    window.zoom(0)
    assert pages[0].width() == before


def test_what_is_shown_is_what_the_pdf_says_pixel_for_pixel(shown):
    window = shown()
    page = window.pages_shown()[0]
    seen = page.grab().toImage()
    document = pypdfium2.PdfDocument(slip_pdf(SLIP, "A5"))
    drawn = document[0].render(scale=(page.width() - 0.01) / document[0].get_width()).to_pil().convert("L")
    document.close()
    places = [(x, y) for x in range(5, page.width() - 5, 7) for y in range(5, page.height() - 5, 7)]
    same = sum(abs(seen.pixelColor(x, y).lightness() - drawn.getpixel((x, y))) < 40 for x, y in places)
    assert same / len(places) > 0.99


def test_the_size_chosen_is_made_anew(shown):
    made = []
    window = shown(lambda size: made.append(size) or slip_pdf(SLIP, size))
    window.size_choice.choose("A4")
    assert made == ["A5", "A4"]
    assert len(window.pages_shown()) == 1


def test_a_form_that_cannot_be_made_says_why_and_offers_no_printing(shown):
    def make(size):
        raise Unusable("forms.no_font")

    window = shown(make)
    assert words.text("forms.no_font") in window.notice.accessibleName()
    assert not window.print_button.isEnabled()
    assert not window.save_button.isEnabled()


def test_without_a_printer_words_and_nothing_is_recorded(shown, qtbot, monkeypatch):
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    window = shown()
    with qtbot.assertNotEmitted(window.printed):
        qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        window.print_pages()
    assert window.notice.accessibleName() == words.text("preview.no_printer")


def test_paper_keeps_its_size_while_qt_speaks_our_words(qapp):
    own = speak(qapp)
    assert QPageSize(QSizeF(419.5, 595.3), QPageSize.Unit.Point).isValid()
    qapp.removeTranslator(own)


def test_pages_are_printed_at_their_true_size(shown, qtbot, monkeypatch, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    monkeypatch.setattr(printing, "ask_printer", lambda over: printer)
    window = shown()
    with qtbot.waitSignal(window.printed) as told:
        window.print_pages()
    assert told.args == ["A5"]
    document = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    sizes = [tuple(round(side) for side in page.get_size()) for page in document]
    ink = document[0].render(scale=1).to_pil().convert("L").point(lambda grey: 255 * (grey < 128)).getbbox()
    document.close()
    assert sizes == [(420, 595), (420, 595)]
    left, top, right, bottom = ink
    assert 30 <= left <= 38
    assert 380 <= right <= 396
    assert top < 40 < 400 < bottom


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_fails_is_named_in_words(shown, qtbot, monkeypatch, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no" / "such" / "folder" / "out.pdf"))
    monkeypatch.setattr(printing, "ask_printer", lambda over: printer)
    window = shown()
    with qtbot.assertNotEmitted(window.printed):
        window.print_pages()
    assert "chưa nhận bản in" in window.notice.accessibleName()


def test_the_pdf_is_saved_whole(shown, qtbot, monkeypatch, tmp_path):
    path = tmp_path / "giấy hẹn.pdf"
    monkeypatch.setattr(saving, "ask_path", lambda over, name: path)
    window = shown()
    with qtbot.waitSignal(window.saved) as told:
        window.save_button.click()
    assert told.args == [str(path)]
    assert path.read_bytes() == slip_pdf(SLIP, "A5")
    assert [each.name for each in tmp_path.iterdir()] == ["giấy hẹn.pdf"]


@pytest.mark.parametrize(("code", "said"), [(errno.ENOSPC, "đầy"), (errno.EACCES, "quyền"), (errno.EIO, "đang mở")])
def test_a_disk_that_refuses_is_said_and_the_old_file_stays(shown, qtbot, monkeypatch, tmp_path, code, said):
    path = tmp_path / "giấy hẹn.pdf"
    path.write_bytes(b"old")

    def refuse(self, target):
        raise OSError(code, "no")

    monkeypatch.setattr(saving, "ask_path", lambda over, name: path)
    monkeypatch.setattr(Path, "replace", refuse)
    window = shown()
    with qtbot.assertNotEmitted(window.saved):
        window.save_pdf()
    assert said in window.notice.accessibleName()
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["giấy hẹn.pdf"]


def test_esc_leaves(shown, qtbot):
    window = shown()
    with qtbot.waitSignal(window.closed):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_a_draft_of_many_pages_is_shown_without_drawing_them_all(shown):
    long = replace(SLIP, number="", draft=True, received_from="Lê " * 9000)
    window = shown(lambda size: slip_pdf(long, size))
    assert len(window.pages_shown()) > 20
