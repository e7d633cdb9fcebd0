"""Three PCs of one office apart from each other and together again: conflicts of every kind, settled in the window.

Two of the PCs are processes of the real `casedesk`; the third is the window, worked by keyboard; between them stands a
real server behind a line that is down while they work. Nothing but exchanges over HTTP carries a change from one to
another.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from desk import store
from desk.cases import Case
from desk.reconcile.disputes import Kind
from sync import doctor, home
from sync.keys import provision_file
from tests.proxy import Proxy
from tests.source import ROOT
from tests.sync.province import Province
from tests.ui.workplaces import Pc as Window
from ui.command.answer import OFFLINE
from ui.theme.dress import dress

PASSWORD = "mat-khau-thu"
TWICE = {"name": "Nguyễn Thị Hai", "id": "001199000123"}


@dataclass
class Apart:
    """One PC that is a process of its own for each command."""

    folder: Path

    def __call__(self, *words, status=0):
        done = subprocess.run(
            [sys.executable, "-m", "ui.command", "--home", str(self.folder), "--json", *words],
            cwd=ROOT, env=os.environ | {"CASEDESK_PASSWORD": PASSWORD}, capture_output=True, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == status, done.stderr
        return json.loads(done.stdout) if status == 0 else None

    def receive(self, name="Trần Thị Bé", **more):
        file = self.folder.parent / f"{self.folder.name}.json"
        case = {"procedure": "1.001193", "applicant": {"name": name}, **more}
        file.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
        return self("case", "receive", "--file", str(file))["number"]


@pytest.fixture
def office(tmp_path):
    """A server, the line to it, and the homes of three PCs that know its address."""
    province = Province(tmp_path / "province").start()
    province.provision(pcs=3)
    line = Proxy(province.address)
    for n in (1, 2, 3):
        file = provision_file.read(province.folder / "out" / "00562" / f"pc{n}.casedesk")
        home.make(tmp_path / f"pc{n}", file, f"Cán bộ {n}", PASSWORD, server=line.address)
    yield tmp_path, line
    line.close()
    province.stop()


@pytest.fixture
def pcs(office, qapp, qtbot):
    """The window of the first PC, and the two others."""
    folder, line = office
    dress(qapp, "light")
    window = Window(home.open_home(folder / "pc1", PASSWORD), line.address)
    window.window.resize(1366, 768)
    window.window.show()
    qtbot.addWidget(window.window)
    yield window, Apart(folder / "pc2"), Apart(folder / "pc3"), line
    window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def exchange(qtbot, window):
    """The window's own exchange with the server, to its end."""
    syncing = window.session.syncing
    syncing.now()
    qtbot.waitUntil(lambda: syncing._steps is None, timeout=20_000)
    assert syncing.delivery.complete


def together(qtbot, window, *others):
    """Everybody hears of everything."""
    for _ in range(2):
        exchange(qtbot, window)
        for other in others:
            other("sync")


def press(qtbot, window, key):
    window.window.activateWindow()
    qtbot.waitUntil(window.window.isActiveWindow)
    qtbot.keyClick(window.window.focusWidget() or window.window, key)


def settle(qtbot, window, kind, words):
    """Open the first dispute of that kind and settle it: arrows, a digit, the reason typed, F9."""
    place = window.reconcile
    window.window.open("reconcile")
    place.refresh()
    wanted = next(each for each in place._waiting.asked if each.kind is kind)
    place.conflicts.setFocus()
    for _ in place._waiting.asked:
        if place._question and place._question.key == wanted.key:
            break
        press(qtbot, window, Qt.Key.Key_Down)
    assert place._question.key == wanted.key
    digit = next(n for n, card in enumerate(place.versions.cards(), start=1) if words in card.said)
    press(qtbot, window, Qt.Key(Qt.Key.Key_0 + digit))
    place.deciding.reason.area.setFocus()
    qtbot.keyClicks(place.deciding.reason.area, "Da goi xac nhan")
    press(qtbot, window, Qt.Key.Key_F9)


def test_three_pcs_that_were_apart_agree_again_by_what_one_person_decides(pcs, qtbot):
    window, two, three, line = pcs
    phone, state, void = two.receive(phone="0912000417"), two.receive("Lê Văn Mẫu"), two.receive("Nhập Thử")
    together(qtbot, window, two, three)

    line.open = False
    line.cut()
    two("case", "edit", phone, "phone=0912000471")
    three("case", "edit", phone, "phone=0912000714")
    two("case", "move", state, "process")
    three("case", "move", state, "refuse", "--reason", "ngoài thẩm quyền")
    two("case", "void", void, "--reason", "nhập thử")
    three("case", "edit", void, "phone=0912000999")
    one_of_two, other_of_two = two.receive(applicant=TWICE), three.receive(applicant=TWICE)
    two("sync", status=OFFLINE)
    assert three("conflict", "list") == []
    line.open = True
    together(qtbot, window, two, three)

    for command in (two, three):
        assert sorted(each["kind"] for each in command("conflict", "list")) == ["field", "state", "twice", "void"]
    window.reconcile.refresh()
    assert len(window.reconcile._waiting.asked) == 4
    settle(qtbot, window, Kind.FIELD, "714")
    settle(qtbot, window, Kind.STATE, "Đang giải quyết")
    settle(qtbot, window, Kind.VOID, "nhập thử")
    settle(qtbot, window, Kind.TWICE, f"Giữ {one_of_two}")
    assert window.reconcile._waiting.asked == ()
    together(qtbot, window, two, three)

    shown = [{number: command("case", "show", number)["fields"] for number in (phone, state, void, other_of_two)}
             for command in (two, three)]  # fmt: skip
    assert shown[0] == shown[1]
    (told,) = {json.dumps(each, sort_keys=True) for each in shown}
    fields = json.loads(told)
    assert fields[phone]["phone"] == "0912000714"
    assert fields[state]["state"] == "in_process"
    assert fields[void]["void_reason"] == "nhập thử"
    assert fields[other_of_two]["void_reason"] == one_of_two
    assert store.select(window.desk.db, Case, "WHERE number = ?", [phone])[0].phone == "0912000714"
    for command in (two, three):
        assert command("conflict", "list") == []
    assert [each["value"] for each in two("conflict", "lost")] == ["0912000471"]
    assert doctor.examine(window.desk).faults == ()
