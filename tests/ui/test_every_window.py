"""Every place and every page of the settings on a large screen, in the dark, with long names: whole, named, and drawn.

The same by day at 1366x768, in both languages, is drawn by `tests.gallery`.

The pictures are an artefact: set CASEDESK_PICTURES to a folder to look at them.
"""

import os
from pathlib import Path

import pytest

from desk import words
from desk.books.book_kinds import kind_of
from tests.sync.offices import receive_case
from tests.ui.desks import make_home, open_home
from tests.ui.seen import cut_off, unnamed
from ui.books import known
from ui.places import SPOTS
from ui.session import Session
from ui.theme.dress import dress
from ui.workplace import Workplace

LONG = "Công ty trách nhiệm hữu hạn một thành viên Thương mại và Dịch vụ Suối Mẫu"
PERSON = "Nguyễn Hoàng Phạm Thị Thanh Xuân Quỳnh Như Ngọc"
PLACES = [spot.key for spot in SPOTS]
SIZES = {"1366": (1366, 768), "1920": (1920, 1080)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An office at work: cases, a certification book, a hint."""
    folder = make_home(tmp_path_factory.mktemp("office") / "home")
    desk = open_home(folder)
    for number in range(12):
        receive_case(desk, (PERSON, LONG)[number % 2], ("1.001193", "2.000815")[number % 2])
    kind = kind_of("SCT/BS")
    desk.do(known.opening(desk, kind, 2026))
    for _ in range(9):
        book = known.known_book(desk, kind, 2026)
        desk.do(known.giving(desk, book, {"person": LONG, "subject": "Bằng tốt nghiệp", "fee": 128_000}))
    desk.close()
    return folder


@pytest.fixture
def pictures(tmp_path):
    """Where the pictures go."""
    folder = Path(os.environ.get("CASEDESK_PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(params=[("vi", "dark", "1920")])
def look(request, folder, qapp, show):
    """(window's workplace, name of the look)."""
    language, theme, size = request.param
    words.use(language)
    dress(qapp, theme)
    session = Session(open_home(folder), folder=folder)
    workplace = Workplace(session)
    show(workplace.window, *SIZES[size])
    yield workplace, "-".join(request.param)
    workplace.close()
    session.close()


def seen(window, path, qtbot):
    """Draw the window; what is cut off or nameless in it."""
    qtbot.wait(30)
    assert window.grab().save(str(path))
    return cut_off(window) + unnamed(window)


def test_every_place_is_whole_and_named(look, pictures, qtbot):
    workplace, name = look
    wrong = {}
    for key in PLACES:
        workplace.window.open(key)
        workplace.place(key)
        if found := seen(workplace.window, pictures / f"{name}-{key}.png", qtbot):
            wrong[key] = found
    assert wrong == {}


def test_every_page_of_books_procedures_and_settings_is_whole_and_named(look, pictures, qtbot):
    workplace, name = look
    wrong = {}
    for key in ("books", "settings"):
        workplace.window.open(key)
        place = workplace.place(key)
        qtbot.waitUntil(lambda place=place: place.list.model().rowCount() > 0)
        rows = place.list.model()
        for number in range(rows.rowCount()):
            if not (entry := getattr(rows.index(number).data(0x100), "key", "")):
                continue
            place.list.setCurrentIndex(rows.index(number))
            page = entry.replace("/", "-").replace(" ", "-")
            if found := seen(workplace.window, pictures / f"{name}-{key}-{page}.png", qtbot):
                wrong[entry] = found
    workplace.window.open("procedures")
    place, desk = workplace.place("procedures"), workplace.session.desk
    place.show_procedure(desk.catalogue.in_force("1.001193", desk.now().date()))
    if found := seen(workplace.window, pictures / f"{name}-procedure.png", qtbot):
        wrong["procedure"] = found
    assert wrong == {}
