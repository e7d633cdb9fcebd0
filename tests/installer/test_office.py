import os
import re
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from installer import office, system
from installer.progress import Stopped


@pytest.fixture
def trial(tmp_path):
    return office.Office(tmp_path / "data" / "local-office")


@pytest.fixture
def others(monkeypatch):
    """Stands in for the server's and the desk's commands and for the window; notes what they were asked."""
    asked = []

    def call(command, env=None, **_):
        asked.append((command[2], *command[3:4]))
        if broken == asked[-1]:
            raise Stopped("installer.usage")

    @contextmanager
    def serving(_):
        yield "http://127.0.0.1:4321"

    def run(command, **_):
        asked.append(tuple(command[2:]))
        return SimpleNamespace(returncode=0)

    broken = ()

    def break_at(*command):
        nonlocal broken
        broken = command

    monkeypatch.setattr(office, "call", call)
    monkeypatch.setattr(office, "serving", serving)
    monkeypatch.setattr(office.subprocess, "run", run)
    return SimpleNamespace(asked=asked, break_at=break_at)


PROVISION = ("sync.server.command", "provision")
INIT = ("ui.command", "init")
OFFICER = ("ui.command", "officer")


def test_the_first_start_makes_the_office_and_opens_the_window(trial, others, capsys):
    assert office.open_desk(trial) == 0
    window = ("ui.app", "--home", str(trial.home(1)), "--server", "http://127.0.0.1:4321")
    assert others.asked == [PROVISION, INIT, OFFICER, OFFICER, window]
    shown = capsys.readouterr().out
    assert all(line in shown for line in trial.log_in.read_text(encoding="utf-8").splitlines())


def test_the_second_start_keeps_what_is_there(trial, others):
    office.open_desk(trial)
    log_in = trial.log_in.read_text(encoding="utf-8")
    trial.home(1).mkdir()
    others.asked.clear()
    office.open_desk(trial)
    assert [asked[0] for asked in others.asked] == ["ui.app"]
    assert trial.log_in.read_text(encoding="utf-8") == log_in
    assert trial.home(1).exists()


@pytest.mark.parametrize("step", [PROVISION, INIT, OFFICER])
def test_an_office_half_made_is_made_anew(trial, others, step):
    others.break_at(*step)
    with pytest.raises(Stopped):
        office.open_desk(trial)
    trial.home(1).mkdir()
    (trial.home(1) / "half").touch()
    others.break_at()
    others.asked.clear()
    office.open_desk(trial)
    assert others.asked[:2] == [PROVISION, INIT]
    assert not (trial.home(1) / "half").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_only_the_same_account_reads_the_log_in(trial, others):
    office.open_desk(trial)
    assert trial.log_in.stat().st_mode & 0o777 == 0o600


def test_the_demo_password_can_be_typed_and_differs_each_time():
    passwords = {office.demo_password() for _ in range(50)}
    assert len(passwords) == 50
    assert all(re.fullmatch(r"[A-Z][a-z]{3}-[2-9]{4}-[a-z]{4}", password) for password in passwords)


def test_the_data_folder_can_be_named(monkeypatch, tmp_path):
    monkeypatch.setenv("CASEDESK_DATA", str(tmp_path))
    assert office.data_folder() == tmp_path
    monkeypatch.delenv("CASEDESK_DATA")
    assert office.data_folder().name == "casedesk"


@pytest.mark.skipif(os.name == "nt", reason="Windows always has a screen")
def test_a_display_is_known_by_the_environment(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not system.has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert system.has_display()
