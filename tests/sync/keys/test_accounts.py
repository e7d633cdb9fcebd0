"""Accounts that travel: an officer logs in wherever the account has arrived, weeks offline, and nowhere else."""

from base64 import b64encode
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import Refused, Unusable, store
from desk.cases import Case
from desk.officers import officer as officers
from desk.officers import rights, staff
from desk.officers.officer import Account, Officer, Role
from sync import audit, home, log
from sync.exchange import carrier_of, exchange
from sync.jobs import run
from sync.keys import accounts, vault
from tests.sync.offices import PASSWORD, open_pcs, provisions, receive_case

FIRST, SECOND = "Tam-thoi-2026", "Rieng-cua-toi-7"
TAM = "Lê Văn Tám"


@pytest.fixture
def pcs(tmp_path):
    """Two open desks of one office that know of each other, with the folders of their homes."""
    desks = open_pcs(tmp_path)
    meet(*desks)
    yield [(desk, tmp_path / f"pc{n}") for n, desk in enumerate(desks, start=1)]
    for desk in desks:
        desk.close()


def meet(*desks):
    """Let the desks take in each other's changes as an exchange does."""
    for desk in desks:
        for other in desks:
            desk.took_in(log.receive(desk.db, list(log.everything(other.db))))


def appoint(desk, name=TAM, roles=(Role.SPECIALIST,), password=FIRST, **more):
    change, _ = desk.do(accounts.add(desk.db, name, roles, password, **more))
    return change.edits[0].id


def logged_in(folder, password, name=TAM, **more):
    desk = home.open_home(folder, password, name, **more)
    desk.close()
    return desk.by


def lock_of(folder, name=TAM):
    return home.read(folder).lock(name)


def test_an_account_works_on_the_second_pc_once_it_came_over_the_real_server(province, tmp_path):
    folders = [tmp_path / f"pc{n}" for n in (1, 2)]
    for folder, pc in zip(folders, province.provision(), strict=True):
        home.make(folder, pc.file, f"Cán bộ {pc.file.pc}", PASSWORD)
    one, two = (home.open_home(folder, PASSWORD) for folder in folders)
    id = appoint(one)
    with pytest.raises(Refused, match="chưa có tài khoản"):
        home.open_home(folders[1], FIRST, TAM)
    for desk in (one, two):
        carrier = carrier_of(desk, province.address)
        run(exchange(desk, carrier))
        carrier.close()
    province.stop()
    assert logged_in(folders[1], FIRST) == id
    weeks_later = two.clock() + 40 * 86400
    assert logged_in(folders[1], FIRST, clock=lambda: weeks_later) == id
    kept = b"".join(path.read_bytes() for path in (province.folder / "data").rglob("*") if path.is_file())
    assert "Tám".encode() not in kept
    one.close(), two.close()


def test_a_new_password_replaces_the_old_one_where_it_has_arrived(pcs):
    (one, first), (two, second) = pcs
    appoint(one)
    meet(one, two)
    desk = home.open_home(second, FIRST, TAM)
    desk.do(accounts.choose(desk.db, SECOND, FIRST))
    desk.close()
    with pytest.raises(Refused, match="chưa đúng"):
        logged_in(second, FIRST)
    logged_in(second, SECOND)
    logged_in(first, FIRST)
    meet(one, two)
    with pytest.raises(Refused, match="chưa đúng"):
        logged_in(first, FIRST)
    logged_in(first, SECOND)


def test_a_first_password_is_to_be_changed_and_a_chosen_one_is_not(pcs):
    (one, first), _ = pcs
    appoint(one)
    assert lock_of(first).provisional
    desk = home.open_home(first, FIRST, TAM)
    desk.do(accounts.choose(desk.db, SECOND, FIRST))
    desk.close()
    assert not lock_of(first).provisional


def test_a_forgotten_password_is_reset_without_a_network(pcs):
    (one, first), (two, second) = pcs
    id = appoint(one, provisional=False)
    before = store.select(one.db, Account, "WHERE officer = ?", [id])[0]
    one.do(accounts.reset(one.db, id, SECOND))
    logged_in(first, SECOND)
    assert lock_of(first).provisional
    after = store.select(one.db, Account, "WHERE officer = ?", [id])[0]
    assert after.id == before.id
    assert cbor2.loads(after.lock)[1] != cbor2.loads(before.lock)[1], "a reset makes a new key pair"
    meet(one, two)
    logged_in(second, SECOND)


def test_only_an_administrator_appoints_and_resets(pcs):
    (one, first), _ = pcs
    id = appoint(one)
    desk = home.open_home(first, FIRST, TAM)
    waiting = log.vector(desk.db)
    for decide in (accounts.add(desk.db, "Ai Đó", [Role.ADMIN], SECOND), accounts.reset(desk.db, one.by, SECOND)):
        with pytest.raises(Refused, match="quản trị cơ quan"):
            desk.do(decide)
    assert log.vector(desk.db) == waiting
    assert id == desk.by
    desk.close()


def test_whoever_writes_is_asked_for_the_right_whatever_function_decides(pcs):
    (one, first), _ = pcs
    appoint(one, roles=[Role.IT])
    case = receive_case(one)
    desk = home.open_home(first, FIRST, TAM)
    with pytest.raises(Refused, match="Việc này dành cho"):
        receive_case(desk)
    with pytest.raises(Refused, match="Việc này dành cho"):
        desk.do(lambda hand: officers.Change("anything", (officers.Edit("case", case, {"phone": "1"}),), hand.by))
    assert store.get(desk.db, Case, case).phone == ""
    desk.close()


def test_both_passwords_set_at_once_are_kept_and_every_pc_shows_the_same(pcs):
    (one, first), (two, second) = pcs
    id = appoint(one)
    meet(one, two)
    one.do(accounts.reset(one.db, id, "Mot-hai-ba-1"))
    two.do(accounts.reset(two.db, id, "Bon-nam-sau-2"))
    meet(one, two)
    assert accounts.disputed(one.db, id) and accounts.disputed(two.db, id)
    assert lock_of(first).account == lock_of(second).account
    good = [p for p in ("Mot-hai-ba-1", "Bon-nam-sau-2") if opens(lock_of(first), p)]
    assert len(good) == 1
    assert opens(lock_of(second), good[0])
    one.do(accounts.reset(one.db, id, SECOND))
    meet(one, two)
    assert not accounts.disputed(two.db, id)
    logged_in(second, SECOND)


def opens(lock, password):
    try:
        return bool(vault.unlock(lock, password, 0))
    except Refused:
        return False


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_accounts_and_roles_converge_in_any_order(data):
    entries = history()
    shown = []
    for _ in range(2):
        order = data.draw(st.permutations(entries))
        cut = data.draw(st.integers(0, len(order)))
        db = store.open_store(":memory:", bytes(32), log.migrations)
        log.receive(db, order[:cut])
        log.receive(db, order[cut:] + order[:2])
        held = [sorted(map(repr, store.select(db, kind))) for kind in (Officer, Account, officers.Duty)]
        day = date(2026, 11, 20)
        shown.append((held, [staff.roles_of(db, each.id, day) for each in store.select(db, Officer, "ORDER BY id")]))
        db.close()
    assert shown[0] == shown[1]


_HISTORY = []


def history():
    """What two PCs that rarely meet have written about two officers; made once, for key stretching takes its time."""
    if not _HISTORY:
        with TemporaryDirectory() as folder:
            one, two = open_pcs(Path(folder))
            id = appoint(one)
            meet(one, two)
            for desk, password, role in ((one, SECOND, Role.LEADER), (two, "Khac-nua-2026", Role.IT)):
                desk.do(accounts.reset(desk.db, id, password))
                officer = staff.named(desk.db, id)
                today = desk.now().date()
                desk.do(
                    lambda hand, desk=desk, role=role, officer=officer, today=today: staff.set_roles(
                        desk.db, officer, [role], by=hand.by, today=today, reason=""
                    )
                )
                lend(desk, id, Role.RECEPTION, "2099-12-31")
            meet(one, two)
            _HISTORY.extend(log.everything(one.db))
            one.close(), two.close()
    return _HISTORY


def lend(desk, officer, role, until):
    desk.do(
        lambda hand: officers.give(
            [officers.duty(officer, role, until=until, since=hand.at[:10], new_id=hand.new_id())], by=hand.by
        )
    )


def test_a_seconded_officer_comes_in_until_the_last_day(pcs):
    (one, first), _ = pcs
    until = date.fromordinal(one.now().date().toordinal() + 10).isoformat()
    appoint(one, roles=[Role.RECEPTION], until=until)
    logged_in(first, FIRST)
    later = one.clock() + 11 * 86400
    with pytest.raises(Refused, match="không giữ vai trò nào"):
        logged_in(first, FIRST, clock=lambda: later)
    home.open_home(first, PASSWORD, clock=lambda: later).close()
    assert TAM not in [lock.name for lock in home.read(first).locks], "no key of this PC is left for them"
    home.open_home(first, PASSWORD).close()
    logged_in(first, FIRST)


def test_the_last_administrator_stays_one(tmp_path):
    home.make(tmp_path / "pc1", provisions(1)[0], "Mai", PASSWORD)
    desk = home.open_home(tmp_path / "pc1", PASSWORD)
    with pytest.raises(Refused, match="quản trị duy nhất"):
        desk.do(
            lambda hand: staff.set_roles(desk.db, desk.officer, [Role.IT], by=hand.by, today=hand.now.date(), reason="")
        )
    desk.close()


def test_five_wrong_tries_lock_the_account_at_this_pc_until_a_quarter_of_an_hour_or_an_administrator(pcs):
    (one, first), (two, second) = pcs
    id = appoint(one)
    meet(one, two)
    now = one.clock()
    for tries in range(5):
        with pytest.raises(Refused, match=f"lần thứ {tries + 1}"):
            logged_in(first, "sai", clock=lambda now=now + tries * 20: now)
    now += 80
    with pytest.raises(Refused, match=r"tạm khoá trên máy này\. Thử lại sau 15 phút"):
        logged_in(first, FIRST, clock=lambda: now + 1)
    with pytest.raises(Refused, match="sau 1 phút"):
        logged_in(first, FIRST, clock=lambda: now + 14 * 60 + 30)
    logged_in(second, FIRST)
    home.reopen(first, id)
    logged_in(first, FIRST, clock=lambda: now + 2)


def test_the_quarter_of_an_hour_passes_by_itself(pcs):
    (one, first), _ = pcs
    appoint(one)
    for tries in range(5):
        with pytest.raises(Refused):
            logged_in(first, "sai", clock=lambda now=1e9 + tries * 20: now)
    with pytest.raises(Refused, match="lần thứ 6"):
        logged_in(first, "sai", clock=lambda: 1e9 + 80 + 15 * 60)
    with pytest.raises(Refused, match="tạm khoá"):
        logged_in(first, FIRST, clock=lambda: 1e9 + 80 + 16 * 60)


def test_log_ins_and_failures_are_in_the_audit_trail(pcs):
    (one, first), _ = pcs
    id = appoint(one)
    now = one.clock()
    for wrong in (1, 2):
        with pytest.raises(Refused):
            logged_in(first, "sai", clock=lambda at=now + wrong: at)
    logged_in(first, FIRST, clock=lambda: now + 5)
    found = [
        (line.action, line.at)
        for line in audit.trail(one.db, one.device.id, int(now), int(now) + 60)
        if line.officer == id
    ]
    assert found == [("log_in_failed", int(now + 1)), ("log_in_failed", int(now + 2)), ("log_in", int(now + 5))]
    assert lock_of(first).tried == ()


def test_a_case_looked_at_twice_in_a_minute_is_one_view_and_two_years_are_kept(pcs):
    (one, _), _ = pcs
    case = receive_case(one)
    for _ in range(3):
        one.audit("view", case)
    start = int(one.clock())
    assert [line.action for line in audit.trail(one.db, "", start - 60, start + 60)].count("view") == 1
    audit.note(one.db, [(start + audit.KEPT + 61, one.by, "view", case, "")])
    assert one.db.execute("SELECT count(*) FROM audit").fetchone() == (1,)


def test_a_full_disk_keeps_nobody_from_their_cases(pcs, monkeypatch):
    def full(*given):
        raise Unusable("store.disk_full")

    monkeypatch.setattr(audit, "note", full)
    logged_in(pcs[0][1], PASSWORD, "")


def test_of_two_officers_of_one_name_each_comes_in_with_their_own_password(pcs):
    (one, first), (two, second) = pcs
    ids = [appoint(desk, password=password) for desk, password in ((one, FIRST), (two, SECOND))]
    meet(one, two)
    assert [logged_in(first, password) for password in (FIRST, SECOND)] == ids
    assert [logged_in(second, password) for password in (FIRST, SECOND)] == ids


def test_a_home_of_the_first_version_opens_with_the_lock_it_has(tmp_path):
    folder = tmp_path / "pc1"
    home.make(folder, provisions(1)[0], "Mai", PASSWORD)
    lock, key = home.unlock(folder, PASSWORD)
    direct = vault.fit(lock.officer, "Mai", PASSWORD, key)
    home.write(folder, replace(home.read(folder), locks=(direct,)))
    assert home.unlock(folder, PASSWORD)[1] == key
    logged_in(folder, PASSWORD, "Mai")
    assert lock_of(folder, "Mai").door, "an account that is there takes the place of the old lock"


@pytest.mark.parametrize(
    "lock",
    [
        b"", b"\xff", cbor2.dumps("?"), cbor2.dumps([2, *[b""] * 4, 1, 1, 1, False]),
        cbor2.dumps([1, bytes(32), bytes(16), bytes(12), bytes(48), 2**40, 3, 4, False]),
        cbor2.dumps([1, bytes(32), bytes(16), bytes(12), bytes(48), "a lot", 3, 4, False]),
        cbor2.dumps([1, b"short", bytes(16), bytes(12), bytes(48), 65536, 3, 4, False]),
    ],
)  # fmt: skip
def test_an_account_that_cannot_be_read_or_asks_too_much_gets_no_lock(lock):
    assert accounts.lock_for(Account("a.2", "a.1", lock), "Tám", bytes(32)) is None


def test_a_lock_opens_for_nobody_else_and_a_stolen_face_holds_no_key(pcs):
    (one, first), _ = pcs
    id = appoint(one)
    lock, key = home.unlock(first, FIRST, TAM)
    face = (first / home.FACE).read_text(encoding="utf-8")
    assert key.hex() not in face and FIRST not in face
    with pytest.raises(Refused):
        vault.unlock(replace(lock, officer=one.by), FIRST, 0)
    public = cbor2.loads(store.select(one.db, Account, "WHERE officer = ?", [id])[0].lock)[1]
    assert b64encode(public).decode() not in face, "not even what the door was sealed to"


def test_rights_are_asked_at_the_pc_of_the_decision_and_never_of_what_arrives(pcs):
    (one, _), (two, _) = pcs
    assert rights.may(one.roles, "appoint")
    appoint(one, roles=[Role.ADMIN])
    two.by = "nobody"
    meet(one, two)
    assert TAM in [each.name for each in store.select(two.db, Officer)]
