"""A server that signs with its own key and means ill: what each lie comes to, and what the officer or IT reads."""

import contextlib

import pytest

from desk import store
from desk.cases import Case
from sync.delivery import delivery
from sync.errors import Offline, Tampered
from sync.healing import notices
from sync.server.engine_sqlite import SqliteEngine
from tests.sync.healing.test_forks import agree, names_of
from tests.sync.healing.test_servers import start, stopped
from tests.sync.offices import receive_case


@pytest.fixture
def written(office):
    """PC 1 has delivered four segments; PC 2 has heard of none."""
    for n in range(4):
        receive_case(office["pc1"], f"Hồ sơ {n}")
        office.sync("pc1")
    return office


def lied_to(office, name):
    """One exchange that may end badly; the key of the reason."""
    try:
        office.sync(name)
    except (Offline, Tampered) as error:
        return error.key
    return ""


@pytest.mark.parametrize(
    "hand_out",
    [
        lambda stored: list(reversed(stored)),
        lambda stored: [*stored[2:], *stored[:2]],
        lambda stored: [*stored, *stored],
    ],
    ids=["backwards", "shifted", "twice"],
)
def test_segments_out_of_order_or_repeated_come_in_all_the_same(written, province, monkeypatch, hand_out):
    honest = province.engine.lacking
    monkeypatch.setattr(province.engine, "lacking", lambda *given: hand_out(honest(*given)))
    assert lied_to(written, "pc2") == ""
    assert len(names_of(written["pc2"])) == 4
    assert notices.set_aside(written["pc2"]) == []
    monkeypatch.undo()
    agree(written, "pc1", "pc2")


def test_a_segment_kept_back_in_the_middle_is_missed_in_words_and_joins_on(written, province, monkeypatch):
    honest = province.engine.lacking
    monkeypatch.setattr(province.engine, "lacking", lambda *given: [s for s in honest(*given) if s.number != 2])
    lied_to(written, "pc2")
    assert len(names_of(written["pc2"])) == 1
    assert any("đến trước phần đi trước nó" in said for said in notices.told(written["pc2"]))
    monkeypatch.undo()
    agree(written, "pc1", "pc2")
    assert notices.set_aside(written["pc2"]) == []


def test_a_server_that_answers_two_pcs_from_two_states_is_found_out_when_they_meet(written, province):
    earlier = stopped(province)
    start(province, earlier, written)
    receive_case(written["pc1"], "Chỉ một bên thấy")
    written.sync("pc1")
    today = stopped(province)
    start(province, earlier, written)
    written.sync("pc2")  # is shown the earlier state
    assert "Chỉ một bên thấy" not in names_of(written["pc2"])
    stopped(province)
    start(province, today, written)
    written.sync("pc2")
    agree(written, "pc1", "pc2")
    assert "Chỉ một bên thấy" in names_of(written["pc2"])


def test_one_that_signs_and_forgets_is_told_of_and_nothing_counts_as_delivered_for_long(written, province):
    before = stopped(province)
    start(province, before, written)
    receive_case(written["pc1"], "Ký rồi quên")
    assert written.sync("pc1").delivered
    stopped(province)
    start(province, before, written)
    written.sync("pc1")
    assert any("đã từng ký nhận" in said for said in notices.recent(written["pc1"]))
    assert delivery(written["pc1"]).complete
    agree(written, "pc1", "pc2")
    assert "Ký rồi quên" in names_of(written["pc2"])


def test_swapped_ciphertexts_are_refused_with_the_pcs_name(written, province):
    rows = province.engine._rows("SELECT number, data FROM segment ORDER BY number")
    (one, first), (two, second) = rows[0], rows[1]
    for number, data in ((one, second), (two, first)):
        province.engine._db.execute("UPDATE segment SET data = ? WHERE number = ?", [data, number])
    assert lied_to(written, "pc2") in ("sync.answer_damaged", "sync.no_progress", "sync.cut")
    assert store.select(written["pc2"].db, Case) == []
    assert delivery(written["pc2"]).reason
    for number, data in rows:
        province.engine._db.execute("UPDATE segment SET data = ? WHERE number = ?", [data, number])
    agree(written, "pc1", "pc2")


def test_a_segment_lost_from_a_pcs_disk_comes_back_from_whoever_has_it(written):
    written.sync("pc2")
    lost = written["pc2"]
    lost.db.execute("DELETE FROM segment WHERE device = ? AND first > 2 AND first < 4", [written["pc1"].device.id])
    with contextlib.suppress(Offline):
        written.sync("pc2")
    agree(written, "pc1", "pc2")
    assert isinstance(written.province.engine, SqliteEngine)
    [(held,)] = lost.db.execute("SELECT count(*) FROM segment WHERE device = ?", [written["pc1"].device.id]).fetchall()
    assert held == 4
