import pytest

from installer import environment
from installer.progress import Stopped


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "installer").mkdir()
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    for lock in (environment.LOCK, environment.TEST_LOCK):
        (tmp_path / "installer" / lock).write_text("cbor2==1 \\\n    --hash=sha256:00\n")
    return tmp_path


@pytest.fixture
def calls(monkeypatch, checkout):
    """Stands in for venv and pip: makes the interpreter's file, notes what was asked for."""
    made = []

    def call(command, *_, **__):
        if "venv" in command:
            made.append("venv")
            python = environment.python_of(checkout / ".venv")
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        else:
            made.append("own" if "-e" in command else command[-1].rpartition("requirements")[2])

    monkeypatch.setattr(environment, "call", call)
    return made


def test_the_first_start_makes_and_fills_the_environment(checkout, calls):
    python = environment.ready(checkout, for_tests=False)
    assert python.exists()
    assert calls == ["venv", ".lock", "own"]


def test_the_second_start_calls_nobody(checkout, calls):
    environment.ready(checkout, for_tests=False)
    calls.clear()
    environment.ready(checkout, for_tests=False)
    assert calls == []


def test_tests_add_to_what_is_there_and_run_keeps_it(checkout, calls):
    environment.ready(checkout, for_tests=False)
    calls.clear()
    environment.ready(checkout, for_tests=True)
    assert calls == ["-test.lock", "own"]
    environment.ready(checkout, for_tests=False)
    assert calls == ["-test.lock", "own"]


@pytest.mark.parametrize("changed", ["installer/requirements.lock", "pyproject.toml"])
def test_a_changed_lock_is_installed_where_the_environment_stands(checkout, calls, changed):
    environment.ready(checkout, for_tests=False)
    calls.clear()
    (checkout / changed).write_text("cbor2==2 \\\n    --hash=sha256:01\n")
    environment.ready(checkout, for_tests=False)
    assert calls == [".lock", "own"]


@pytest.mark.parametrize("broken_off_at", ["venv", ".lock", "own"])
def test_a_half_made_environment_is_made_again(checkout, calls, monkeypatch, broken_off_at):
    whole = environment.call

    def cut(command, *_, **__):
        whole(command)
        if calls[-1] == broken_off_at:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(environment, "call", cut)
        with pytest.raises(KeyboardInterrupt):
            environment.ready(checkout, for_tests=False)
    calls.clear()
    environment.ready(checkout, for_tests=False)
    assert calls == ["venv", ".lock", "own"]


def test_an_environment_interrupted_while_brought_up_to_date_is_made_again(checkout, calls, monkeypatch):
    environment.ready(checkout, for_tests=False)

    def cut(command, *_, **__):
        raise Stopped("installer.usage")

    with monkeypatch.context() as patch:
        patch.setattr(environment, "call", cut)
        with pytest.raises(Stopped):
            environment.ready(checkout, for_tests=True)
    calls.clear()
    environment.ready(checkout, for_tests=False)
    assert calls == ["venv", ".lock", "own"]


def test_an_environment_of_another_place_is_made_again(checkout, calls):
    environment.ready(checkout, for_tests=False)
    stamp = checkout / ".venv" / "casedesk.stamp"
    stamp.write_text(stamp.read_text().replace("made ", "made 0"))
    calls.clear()
    environment.ready(checkout, for_tests=False)
    assert calls[0] == "venv"


def test_an_environment_whose_python_is_gone_is_made_again(checkout, calls):
    environment.ready(checkout, for_tests=False)
    environment.python_of(checkout / ".venv").unlink()
    calls.clear()
    environment.ready(checkout, for_tests=False)
    assert calls[0] == "venv"
