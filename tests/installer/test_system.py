import pytest

from installer import system
from installer.progress import Stopped


@pytest.fixture
def machine(monkeypatch):
    """A Debian machine that lacks what the test says; notes the commands it was given."""

    class Machine:
        lacks_libraries = ()
        lacks_fonts = ()
        root = True
        repaired_by_apt = True

    here = Machine()
    here.commands = []

    def call(command, *_, **__):
        here.commands.append(command)
        if here.repaired_by_apt and "install" in command:
            here.lacks_libraries = here.lacks_fonts = ()

    monkeypatch.setattr(system.sys, "platform", "linux")
    monkeypatch.setattr(system, "call", call)
    monkeypatch.setattr(system, "_loads", lambda file: file not in here.lacks_libraries)
    monkeypatch.setattr(system, "_font_files", lambda folders: set(system.FONTS.values()) - set(here.lacks_fonts))
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system.os, "geteuid", lambda: 0 if here.root else 1000, raising=False)
    return here


def test_a_complete_machine_is_left_alone(machine, capsys):
    system.complete(with_display=True)
    assert machine.commands == []
    assert capsys.readouterr().out == ""


def test_root_installs_what_is_missing_and_only_that(machine):
    machine.lacks_libraries, machine.lacks_fonts = ["libEGL.so.1"], ["NotoSans-Regular.ttf"]
    system.complete(with_display=False)
    assert machine.commands[-1][-2:] == ["libegl1", "fonts-noto-core"]


def test_the_libraries_of_a_screen_are_not_asked_for_without_one(machine):
    machine.lacks_libraries = ["libxcb-cursor.so.0"]
    system.complete(with_display=False)
    assert machine.commands == []


def test_someone_else_than_root_is_told_the_one_command(machine):
    machine.root, machine.lacks_libraries = False, ["libEGL.so.1", "libGL.so.1"]
    with pytest.raises(Stopped) as stopped:
        system.complete(with_display=False)
    assert "sudo apt-get install --yes --no-install-recommends libegl1 libgl1" in str(stopped.value)
    assert machine.commands == []


def test_missing_fonts_alone_stop_nobody(machine, capsys):
    machine.root, machine.lacks_fonts = False, ["Tinos-Regular.ttf"]
    system.complete(with_display=True)
    assert "fonts-croscore" in capsys.readouterr().out


def test_what_is_still_missing_after_installing_is_said(machine):
    machine.repaired_by_apt, machine.lacks_libraries = False, ["libGL.so.1"]
    with pytest.raises(Stopped, match="libgl1"):
        system.complete(with_display=False)


def test_what_only_tests_want_is_installed_for_them_and_starts_nothing(machine, monkeypatch, tmp_path):
    there = []
    monkeypatch.setattr(system, "_runs", lambda program: bool(there))
    monkeypatch.setattr(system, "NO_CLUSTER", tmp_path / "createcluster.d" / "casedesk.conf")
    system.complete(with_display=False)
    assert machine.commands == []
    system.complete(with_display=False, for_tests=True)
    assert machine.commands[-1][-1] == "postgresql"
    assert system.NO_CLUSTER.read_text() == "create_main_cluster = false\n"
    machine.commands.clear()
    there.append("initdb")
    system.complete(with_display=False, for_tests=True)
    assert machine.commands == []


def test_tests_go_on_without_what_only_they_want(machine, monkeypatch, tmp_path, capsys):
    def unreachable(*_, **__):
        raise Stopped("installer.usage")

    monkeypatch.setattr(system, "_runs", lambda program: False)
    monkeypatch.setattr(system, "NO_CLUSTER", tmp_path / "casedesk.conf")
    monkeypatch.setattr(system, "call", unreachable)
    system.complete(with_display=False, for_tests=True)
    assert "apt-get install --yes --no-install-recommends postgresql" in capsys.readouterr().out


def test_debian_ships_python_without_venv(machine, monkeypatch):
    monkeypatch.setattr(system, "find_spec", lambda name: None)
    missing = system.missing_here(with_display=False)
    assert missing.needed[0].startswith("python3.")
    assert missing.needed[0].endswith("-venv")


def test_a_library_is_found_by_loading_it():
    assert not system._loads("libof-no-one.so.9")


def test_a_font_is_found_by_its_file_wherever_it_lies(tmp_path):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "NotoSans-Regular.ttf").touch()
    assert system._font_files([tmp_path, tmp_path / "absent"]) == {"NotoSans-Regular.ttf"}
