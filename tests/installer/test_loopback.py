import subprocess
import sys
import time

import pytest
import requests

from installer import office
from installer.progress import Stopped


@pytest.fixture
def trial(tmp_path):
    made = office.Office(tmp_path / "local-office")
    made.folder.mkdir()
    office.provision(made)
    return made


def test_two_pcs_are_provisioned(trial):
    assert {file.name for file in trial.provision.iterdir()} >= {"pc1.casedesk", "pc2.casedesk"}


def test_the_server_answers_while_it_serves_and_not_after(trial):
    with office.serving(trial) as url:
        assert requests.get(url, timeout=10).status_code
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=10)


def test_the_server_ends_when_its_starter_is_killed(trial):
    starter = "import time; from pathlib import Path; from installer.office import Office, serving\n"
    starter += f"with serving(Office(Path({str(trial.folder)!r}))) as url: print(url, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        assert requests.get(url, timeout=10).status_code
        process.kill()
    assert refused_within(url, seconds=20)


def refused_within(url, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            requests.get(url, timeout=5)
        except requests.ConnectionError:
            return True
        time.sleep(0.05)
    return False


def test_a_server_that_cannot_start_is_said_in_words(trial):
    (trial.folder / "server.log").touch()
    trial.server.rename(trial.folder / "moved")
    trial.server.touch()
    with pytest.raises(Stopped) as stopped, office.serving(trial):
        pass
    assert "Máy chủ cục bộ chưa khởi động được" in str(stopped.value)


def test_the_demo_officers_may_log_in(trial):
    with office.serving(trial) as url:
        office.enrol(trial, url)
    password, *names = trial.log_in.read_text(encoding="utf-8").splitlines()
    assert len(names) == 3
    for name in names:
        command = [sys.executable, "-m", "ui.command", "case", "list", "--json", "--home", str(trial.home(1))]
        answer = subprocess.run(
            [*command, "--officer", name],
            env=office.os.environ | {"CASEDESK_PASSWORD": password},
            capture_output=True,
            text=True,
        )
        assert answer.returncode == 0, answer.stderr
