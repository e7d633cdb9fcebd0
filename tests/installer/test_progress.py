import sys

import pytest

from installer import progress
from installer.progress import Stopped


def test_a_step_prints_its_title_and_its_seconds(capsys):
    with progress.step("Làm việc"):
        pass
    first, second = capsys.readouterr().out.splitlines()
    assert first == "→ Làm việc"
    assert "0,0 giây" in second


def test_a_step_that_fails_says_so_and_fails(capsys):
    with pytest.raises(ZeroDivisionError), progress.step("Làm việc"):
        _ = 1 / 0
    assert "dừng sau" in capsys.readouterr().out


def test_every_line_of_a_command_is_seen():
    seen = []
    progress.call([sys.executable, "-c", "print('một\\nhai')"], {"PYTHONUTF8": "1"}, seen.append)
    assert seen == ["một", "hai"]


def test_a_command_that_fails_shows_its_last_lines():
    script = "import sys; print('\\n'.join(map(str, range(100)))); sys.exit(3)"
    with pytest.raises(Stopped) as stopped:
        progress.call([sys.executable, "-c", script])
    assert "\n98\n99" in str(stopped.value)
    assert "\n10\n" not in str(stopped.value)


def test_a_command_that_is_not_there_is_told_in_words():
    with pytest.raises(Stopped, match="no-such-program"):
        progress.call(["no-such-program"])


def test_a_command_has_no_keyboard_to_wait_for():
    progress.call([sys.executable, "-c", "import sys; assert sys.stdin.read() == ''"])
