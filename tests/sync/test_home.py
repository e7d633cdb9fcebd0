"""A PC's home: made, opened, locked against wrong passwords, and honest about files it cannot use."""

import json

import pytest

from desk import Refused, Unusable, store
from desk.cases import Case
from desk.lists import counts, page
from desk.officers.officer import Officer, Role
from sync import home
from sync.keys import accounts
from tests.sync.offices import PASSWORD, open_pcs, provisions, receive_case


@pytest.fixture
def folder(tmp_path):
    home.make(tmp_path / "pc1", provisions(1)[0], "Nguyễn Thị Hạnh", PASSWORD)
    return tmp_path / "pc1"


def test_a_home_opens_for_its_officer_and_keeps_what_is_done_there(folder):
    desk = home.open_home(folder, PASSWORD)
    assert (desk.officer.name, desk.device.name, desk.office.code) == ("Nguyễn Thị Hạnh", "MÁY-01", "H57.132")
    receive_case(desk)
    desk.close()
    desk = home.open_home(folder, PASSWORD, "Nguyễn Thị Hạnh")
    [case] = page(desk.db, "open", desk.now())
    assert case.number.startswith("01-00001-") and case.applicant_name == "Trần Thị Bích Phượng" and case.due_at
    assert counts(desk.db, desk.now())["open"] == 1
    desk.close()


def test_nothing_readable_lies_on_the_disk(folder):
    desk = home.open_home(folder, PASSWORD)
    receive_case(desk, phone="0912000417")
    stored = b"".join(path.read_bytes() for path in folder.iterdir())
    desk.close()
    assert "Phượng".encode() not in stored and b"0912000417" not in stored and b"SQLite format" not in stored


def test_a_wrong_password_is_counted_and_makes_the_next_try_wait(folder):
    now = 1_000_000.0
    for tries in (1, 2, 3):
        with pytest.raises(Refused, match=f"lần thứ {tries}"):
            home.open_home(folder, "sai", clock=lambda: now)
    with pytest.raises(Refused, match="Đợi 2 giây"):
        home.open_home(folder, PASSWORD, clock=lambda: now)
    home.open_home(folder, PASSWORD, clock=lambda: now + 2).close()
    assert home.read(folder).locks[0].failures == 0


def test_a_clock_put_back_never_locks_an_officer_out_for_long(folder):
    for tries in range(12):
        with pytest.raises(Refused):
            home.open_home(folder, "sai", clock=lambda now=2e9 + tries * 1000: now)
    year_before = 2e9 - 365 * 86400
    with pytest.raises(Refused, match="tạm khoá"):
        home.open_home(folder, PASSWORD, clock=lambda: year_before)
    home.open_home(folder, PASSWORD, clock=lambda: year_before + 15 * 60).close()


def test_another_officer_logs_in_with_their_own_password(folder):
    desk = home.open_home(folder, PASSWORD)
    appoint = accounts.add(desk.db, "Lê Thị Thúy", [Role.SPECIALIST], "Khac-2026")
    desk.do(appoint)
    with pytest.raises(Refused, match="đã có tài khoản"):
        desk.do(appoint)
    desk.close()
    desk = home.open_home(folder, "Khac-2026", "Lê Thị Thúy")
    assert desk.officer.roles == "specialist"
    assert {officer.name for officer in store.select(desk.db, Officer)} == {"Nguyễn Thị Hạnh", "Lê Thị Thúy"}
    desk.close()
    with pytest.raises(Refused, match="chưa có tài khoản"):
        home.open_home(folder, PASSWORD, "Người Lạ")


def test_a_home_is_never_made_over_another(folder):
    with pytest.raises(Refused, match="đã có dữ liệu"):
        home.make(folder, provisions(1)[0], "Lan", PASSWORD)


@pytest.mark.parametrize(("officer", "password"), [("", PASSWORD), ("Lan", ""), ("x" * 500, PASSWORD)])
def test_a_refused_home_leaves_nothing_behind(tmp_path, officer, password):
    with pytest.raises(Refused):
        home.make(tmp_path / "a" / "pc1", provisions(1)[0], officer, password)
    assert list((tmp_path / "a").iterdir()) == []


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"format": "other"}', "\x00\xff", '{"format":"casedesk-home"}']
)
def test_a_face_that_is_not_ours_is_said_in_words(folder, text):
    (folder / home.FACE).write_text(text, encoding="utf-8")
    with pytest.raises(Unusable, match=r"không phải tệp của Casedesk"):
        home.read(folder)


def test_a_newer_home_is_said_in_words(folder):
    face = json.loads((folder / home.FACE).read_text(encoding="utf-8")) | {"version": home.VERSION + 1}
    (folder / home.FACE).write_text(json.dumps(face), encoding="utf-8")
    with pytest.raises(Unusable, match="mới hơn"):
        home.read(folder)


def test_a_newer_file_is_refused_and_not_touched(folder):
    _, key = home.unlock(folder, PASSWORD)
    db = store.open_store(folder / home.FILE, key)
    db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('desk', 'm999_later', '')")
    db.close()
    with pytest.raises(Unusable, match="mới hơn"):
        home.open_home(folder, PASSWORD)


def test_a_missing_foreign_or_damaged_file_is_said_in_words(folder):
    path = folder / home.FILE
    whole = path.read_bytes()
    path.unlink()
    with pytest.raises(Unusable, match="Thiếu tệp"):
        home.open_home(folder, PASSWORD)
    path.write_bytes(b"SQLite format 3\0" + bytes(8192))
    with pytest.raises(Unusable, match="không phải dữ liệu của Casedesk"):
        home.open_home(folder, PASSWORD)
    path.write_bytes(whole[:4096] + bytes(len(whole) - 4096))
    with pytest.raises(Unusable, match=r"hỏng"):
        home.open_home(folder, PASSWORD).db.execute("SELECT * FROM [case]").fetchall()
    path.write_bytes(whole)
    home.open_home(folder, PASSWORD).close()


def test_two_pcs_give_out_numbers_that_never_meet(tmp_path):
    one, two = open_pcs(tmp_path)
    numbers = [store.get(desk.db, Case, receive_case(desk)).number for desk in (one, two) for _ in range(3)]
    assert len(set(numbers)) == 6
    one.close(), two.close()
