"""Whether a PC is well: true figures, advice where something is not, and the plain word where it cannot be known."""

import shutil
import subprocess
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest

from desk.words import text
from sync.backup import noted
from sync.delivery import Delivery
from ui.today import printers, soundness
from ui.today.soundness import wanting

NOW = 1_795_142_460
"""20/11/2026 09:41 in Vietnam."""


@pytest.fixture
def session(opened):
    return opened.session


def delivered(**values):
    well = Delivery(0, None, delivered_to=9, confirmed_at=NOW, failing_since=None, reason="")
    return replace(well, **values)


@pytest.mark.parametrize(
    ("free", "state", "words"),
    [(75_000_000_000, "ok", "còn 75 GB"), (900_000_000, "soon", "còn 900 MB"), (210_000_000, "late", "còn 210 MB")],
)
def test_a_disk_tells_its_room_and_what_to_do_when_it_is_little(monkeypatch, tmp_path, free, state, words):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    sign = soundness.disk(tmp_path)
    assert (sign.state, sign.words) == (state, words)
    assert bool(sign.advice) == (state != "ok")


def test_a_disk_that_does_not_answer_is_not_called_well(tmp_path):
    assert soundness.disk(tmp_path / "none").state == "unknown"


def test_a_clock_is_right_only_once_it_was_compared(session):
    session.desk.clock = time.time
    assert soundness.clock(session).state == "unknown"
    session.desk.clock_error = 2
    assert soundness.clock(session).words == "lệch 2 giây"
    session.desk.clock_error = 400
    assert soundness.clock(session).state == "late"


def test_printers_that_nobody_can_list_are_not_called_well():
    assert [soundness.printer(each).state for each in (None, (), ("HP",))] == ["unknown", "soon", "ok"]


def test_what_only_this_pc_holds_is_told(session):
    now = int(session.desk.clock())
    alone = soundness.copies(session, delivered(waiting=7, waiting_since=now - 60))
    assert (alone.state, alone.words) == ("soon", "7 chỉ ở máy này")
    assert soundness.copies(session, delivered(waiting=7, waiting_since=now - 100_000)).state == "late"
    assert soundness.copies(session, delivered()).state == "ok"


def test_a_pc_without_a_server_does_not_call_delivery_well(session):
    assert soundness.link(session, delivered()).state == "unknown"


def test_the_line_shows_the_worst_advice_first(opened):
    opened.desk.clock_error = 400
    place = opened.today
    place._printers, place._looked = (), True
    place.refresh()
    told = [banner.accessibleName() for banner in place.sound._banners if not banner.isHidden()]
    assert told[0].startswith(text("today.sign.clock"))
    assert text("today.printer.advice") in told[1]


def test_only_what_wants_something_is_advised():
    signs = [soundness.Sign(n, state, "", "…") for n, state in enumerate(("ok", "soon", "unknown", "late"))]
    assert [sign.state for sign in wanting(signs)] == ["late", "soon"]


def test_the_printer_that_is_used_unasked_stands_first(monkeypatch):
    told = {"-e": "Canon\nHP_M102\n", "-d": "system default destination: HP_M102\n"}
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/lpstat")
    monkeypatch.setattr(subprocess, "run", lambda command, **how: SimpleNamespace(stdout=told[command[1]]))
    assert printers._cups() == ("HP_M102", "Canon")


def test_a_system_that_does_not_answer_says_nothing_of_printers(monkeypatch):
    def slow(command, **how):
        raise subprocess.TimeoutExpired(command, 5)

    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/lpstat")
    monkeypatch.setattr(subprocess, "run", slow)
    assert printers._cups() is None
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert printers._cups() is None


def test_a_backup_is_told_by_its_age_and_asks_for_a_person_only_when_it_is_old(session):
    desk, day = session.desk, 86_400
    assert soundness.backup(session).state == "unknown"
    noted.note(desk, folder="E:\\")
    assert soundness.backup(session).state == "soon"
    for days, state in ((0, "ok"), (2, "ok"), (3, "soon"), (7, "soon"), (8, "late")):
        noted.note(desk, at=int(desk.clock()) - days * day)
        assert soundness.backup(session).state == state, days
    assert soundness.backup(session).words == "8 ngày trước"
    assert "8 ngày" in soundness.backup(session).advice


def test_why_the_last_backup_failed_is_the_advice(session):
    noted.note(session.desk, folder="E:\\", at=int(session.desk.clock()), failed_at=1, reason="USB đã đầy.")
    assert soundness.backup(session).advice == "USB đã đầy."
    assert soundness.backup(session).state == "soon"
