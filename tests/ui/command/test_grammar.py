"""What scripts rely on: names, exit statuses, options in any place, JSON alone on standard output."""

import json
import os
import subprocess
import sys

import pytest

from tests.source import ROOT
from tests.ui.command.conftest import LEAST, OFFICER, PASSWORD
from ui.command import grammar
from ui.command.main import main

FIXED = (
    "init", "procedures search", "procedures import", "case receive", "case list", "case show", "case edit",
    "case move", "case note", "case papers", "slip", "sync", "status", "conflict list", "conflict settle",
    "log export", "doctor",
    "officer add", "officer list", "card", "deadline", "case assign", "case handover", "case suspend", "case resume",
    "case apologise", "case result", "case return", "case satisfaction", "case bind", "case undo", "form", "register",
)  # fmt: skip


def ran(*words, **environment):
    """The real process, as a script runs it."""
    given = os.environ | {"CASEDESK_PASSWORD": PASSWORD, "PYTHONIOENCODING": "ascii"} | environment
    return subprocess.run(
        [sys.executable, "-m", "ui.command", *map(str, words)],
        cwd=ROOT, env=given, capture_output=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("path", FIXED)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_fixed_name_explains_itself(path, language, capsys):
    assert main(["--lang", language, *path.split(), "--help"]) == 0
    assert "--json" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["case"], ["nothing"], ["case", "list", "--colour"], ["init", "--office", "1"]])
def test_a_line_that_cannot_be_meant_is_a_usage_error(words, capsys):
    assert main(words) == 2
    assert capsys.readouterr().err


def test_options_stand_before_or_after_the_command(casedesk, capsys):
    casedesk.receive()
    for words in (
        ["--json", "--home", str(casedesk.home), "case", "list"],
        ["case", "--home", str(casedesk.home), "list", "--json"],
        ["case", "list", "--json", "--officer", OFFICER, "--home", str(casedesk.home)],
    ):
        capsys.readouterr()
        assert main(words) == 0
        assert len(json.loads(capsys.readouterr().out)) == 1


def test_the_home_is_in_the_persons_data_folder_unless_told_otherwise(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CASEDESK_DATA", str(tmp_path / "data"))
    assert main(["init", "--office", "00004", "--officer", OFFICER, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["home"] == str(tmp_path / "data" / "home")
    assert (made["office"], made["pc"], made["officer"]) == ("00004", 1, OFFICER)
    assert main(["status", "--json"]) == 0


def test_the_language_comes_from_the_line_or_the_environment(monkeypatch, capsys):
    main(["--help"])
    assert "hồ sơ" in capsys.readouterr().out
    monkeypatch.setenv("CASEDESK_LANG", "en")
    main(["--help"])
    assert "exit status" in capsys.readouterr().out.lower()


def test_the_real_process_receives_and_shows_a_case(tmp_path):
    home, file = tmp_path / "home", tmp_path / "case.json"
    file.write_text(json.dumps(LEAST), encoding="utf-8")
    assert ran("init", "--home", home, "--office", "00004", "--officer", OFFICER).returncode == 0
    received = ran("case", "receive", "--home", home, "--json", "--file", file)
    assert (received.returncode, received.stderr) == (0, b"")
    number = json.loads(received.stdout)["number"]
    shown = ran("case", "show", number, "--home", home, "--json")
    assert json.loads(shown.stdout)["fields"]["applicant_name"] == "Trần Thị Bé"
    assert "Trần Thị Bé" in ran("case", "show", number, "--home", home).stdout.decode()
    wrong = ran("case", "list", "--home", home, CASEDESK_PASSWORD="sai")
    assert (wrong.returncode, wrong.stdout) == (1, b"")
    assert "Mật khẩu chưa đúng" in wrong.stderr.decode()


def test_the_command_never_loads_qt_nor_the_network_for_a_list(tmp_path):
    code = (
        "import sys; from ui.command.main import main; "
        f"main(['init', '--home', {str(tmp_path / 'home')!r}, '--office', '1', '--officer', 'A']); "
        f"status = main(['case', 'list', '--home', {str(tmp_path / 'home')!r}]); "
        "loaded = {name.partition('.')[0] for name in sys.modules}; "
        "loaded &= {'PySide6', 'qtawesome', 'requests', 'reportlab'}; "
        "sys.exit(repr(loaded) if loaded or status else 0)"
    )
    environment = os.environ | {"CASEDESK_PASSWORD": PASSWORD}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_who_reads_only_the_beginning_breaks_nothing(casedesk):
    casedesk("case", "receive", "--file", casedesk.file([LEAST] * 30))
    words = [sys.executable, "-m", "ui.command", "log", "export", "--home", str(casedesk.home)]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), err) == (0, b"")


def test_officers_are_added_and_log_in(casedesk, monkeypatch):
    monkeypatch.setenv("CASEDESK_NEW_PASSWORD", "Mat-khau-khac-1")
    assert casedesk("officer", "add", "Lê Văn Tám", "--role", "leader", "--role", "specialist").status == 0
    assert casedesk("officer", "add", "Lê Văn Tám").status == 1
    assert casedesk("officer", "add", "Ai Đó", "--role", "king").status == 1
    listed = casedesk("officer", "list", json=True).data
    assert [(each["name"], each["logs_in_here"]) for each in listed] == [(OFFICER, True), ("Lê Văn Tám", True)]
    assert listed[1]["roles"] == ["leader", "specialist"]
    monkeypatch.setenv("CASEDESK_PASSWORD", "Mat-khau-khac-1")
    number = casedesk("--officer", "Lê Văn Tám", "case", "receive", "--file", casedesk.file(LEAST), json=True).data
    monkeypatch.setenv("CASEDESK_PASSWORD", PASSWORD)
    assert casedesk.shown(number["number"])["history"][0]["by"] == "Lê Văn Tám"


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("case edit 01-00001-T --home h phone=1 note=2", "values", ["phone=1", "note=2"]),
        ("case edit --home h 01-00001-T phone=1", "values", ["phone=1"]),
        ("case edit 01-00001-T phone=1 --home h note=2", "values", ["phone=1", "note=2"]),
        ("procedures search --limit 3 ks", "query", ["ks"]),
        ("procedures search ks --limit 3", "query", ["ks"]),
        ("card --json payload", "payload", ["payload"]),
    ],
)
def test_options_may_stand_before_between_or_after_arguments(line, name, value):
    assert getattr(grammar.parse(grammar.build(), line.split()), name) == value


@pytest.mark.parametrize("line", ["case edit 01 --bogus x", "status what", "case show"])
def test_what_cannot_be_meant_ends_with_the_status_of_usage(line, capsys):
    with pytest.raises(SystemExit) as end:
        grammar.parse(grammar.build(), line.split())
    assert end.value.code == 2
    assert capsys.readouterr().err
