"""The story that `installer run` tells where there is no screen: whole, twice on the same data, stopped by a fault."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.source import ROOT

pytest.importorskip("PySide6")

STEPS = 15
"""Lines of figures a first telling has at the least."""


def tell(data, language="vi", *arguments):
    """Run the story as the installer does, in a process of its own."""
    env = {**os.environ, "CASEDESK_DATA": str(data), "CASEDESK_LANG": language, "PYTHONWARNINGS": "error"}
    script = "from installer.progress import speak; speak(); from installer.story import run; "
    script += f"raise SystemExit(run({list(arguments)!r}))"
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, encoding="utf-8")


def count(said):
    """The cases that the last step found again."""
    return int(re.findall(r"(\d+) hồ sơ\n|all (\d+) cases", said)[-1][0] or re.findall(r"all (\d+) cases", said)[-1])


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The data folder after a first telling, and what it said."""
    data = tmp_path_factory.mktemp("story")
    done = tell(data)
    assert done.returncode == 0, done.stdout + done.stderr
    return data, done


def test_every_step_is_told_with_its_figures_and_nothing_is_complained_of(told):
    _, done = told
    assert done.stderr == ""
    assert done.stdout.count("→ ") >= STEPS
    assert done.stdout.count("xong sau") == done.stdout.count("→ ")
    assert len(re.findall(r"\d+ (?:ms|byte)", done.stdout)) >= 10


def test_the_folder_it_names_holds_pictures_and_the_slip(told):
    data, done = told
    folder = data / "story"
    assert str(folder) in done.stdout
    pictures = sorted(folder.glob("*.png"))
    assert len(pictures) >= 8
    for picture in pictures:
        head = picture.read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == (1366, 768)
    (slip,) = folder.glob("*.pdf")
    assert slip.read_bytes().startswith(b"%PDF")


def test_a_second_telling_keeps_the_data_of_the_first(told):
    data, first = told
    again = tell(data, "en", "--story")
    assert again.returncode == 0, again.stdout + again.stderr
    held = count(first.stdout)
    assert count(again.stdout) == 2 * held
    assert f"PC 1 holds {held} cases" in again.stdout


def test_the_next_start_opens_the_desk_on_what_it_kept_and_says_how_to_hear_the_story_again(told):
    data, _ = told
    again = tell(data)
    assert again.returncode == 0, again.stdout + again.stderr
    assert again.stdout.count("→ ") == 2
    assert "installer run --story" in again.stdout


def test_a_broken_office_ends_the_story_with_a_reason(told, tmp_path):
    office = tmp_path / "local-office"
    office.mkdir()
    (office / "log-in.txt").write_text("Wrong-2345-word\nNguyễn Thị Mai\nTrần Văn Hùng\n", encoding="utf-8")
    done = tell(tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert not json.dumps(done.stdout).count("mọi bước đều đúng")
