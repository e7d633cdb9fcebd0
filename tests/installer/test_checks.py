import sys
from types import SimpleNamespace

import pytest

from installer import checks

PASSES = (sys.executable, "-m", "this")
FAILS = (sys.executable, "-m", "no_module_of_this_name")


@pytest.fixture
def suite(monkeypatch):
    """Stands in for pytest itself: notes its arguments, answers with `status`."""
    answer = SimpleNamespace(status=0, commands=[])

    def run(command, **_):
        answer.commands.append(command)
        return SimpleNamespace(returncode=answer.status)

    monkeypatch.setattr(checks, "CHECKS", (PASSES,))
    monkeypatch.setattr(checks.subprocess, "run", run)
    return answer


def test_all_passed_is_zero(suite):
    assert checks.main([]) == 0


def test_a_failed_check_fails_the_whole_and_pytest_still_runs(suite, monkeypatch, capsys):
    monkeypatch.setattr(checks, "CHECKS", (FAILS, PASSES))
    assert checks.main([]) == 1
    assert len(suite.commands) == 1
    assert "no_module_of_this_name" in capsys.readouterr().out


def test_a_failed_suite_gives_its_own_status(suite):
    suite.status = 5
    assert checks.main([]) == 5


def test_further_arguments_are_handed_to_pytest(suite):
    checks.main(["tests/desk", "-x"])
    assert suite.commands[0][-2:] == ["tests/desk", "-x"]
