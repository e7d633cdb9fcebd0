import sys

import pytest

from installer import command, environment, system
from installer.progress import Stopped


@pytest.fixture
def ready(monkeypatch, tmp_path):
    """A machine that is ready; what the command goes on as is noted instead of becoming it."""
    became = []
    monkeypatch.setattr(system, "complete", lambda **_: None)
    monkeypatch.setattr(environment, "ready", lambda *_, **__: sys.executable)
    monkeypatch.setattr(command.progress, "become", lambda line: became.append(line) or 0)
    return became


@pytest.mark.parametrize(("name", "module"), [("run", "installer.opening"), ("test", "installer.checks")])
def test_a_command_goes_on_inside_the_environment(ready, name, module):
    assert command.main([name, "--more"]) == 0
    assert ready[0][-3:] == ["-m", module, "--more"]


def raising(error):
    def complete(**_):
        raise error

    return complete


def test_what_stops_the_set_up_is_said_without_a_traceback(ready, monkeypatch, capsys):
    monkeypatch.setattr(system, "complete", raising(Stopped("installer.usage")))
    assert command.main(["run"]) == 1
    assert "python3 -m installer run" in capsys.readouterr().err
    assert ready == []


def test_ctrl_c_is_answered_in_words(ready, monkeypatch, capsys):
    monkeypatch.setattr(system, "complete", raising(KeyboardInterrupt()))
    assert command.main(["run"]) == 130
    assert "Chạy lại" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["dance"]])
def test_an_unknown_command_is_shown_the_usage(arguments, capsys):
    assert command.main(arguments) == 2
    assert "python3 -m installer run" in capsys.readouterr().err
