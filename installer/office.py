"""The local office: an embedded provincial server, two PCs it knows, and the desk of the first.

    <data>/local-office/server       the server's data (SQLite)
                        provision    one .casedesk file per PC
                        pc1, pc2     homes of the PCs; pc2 is there for a second desk to be tried
                        log-in.txt   the demo officers' password and names, a line each; written last

A trial office: its password lies beside its data. An office with citizens' cases is enrolled by the province instead.
"""

import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_dir

from desk.words import text
from installer.progress import Stopped, call, step

OFFICE = "00004"
SECONDS_TO_START = 30.0
ANY_PORT = "127.0.0.1:0"
MODULE = (sys.executable, "-m")
ROLES = ("reception", "specialist", "leader")  # a demo officer each; the first makes the home and holds every role
READABLE = "abcdefghkmnpqrstuvxy"  # no letter that is taken for a digit


@dataclass(frozen=True)
class Office:
    """Where the local office keeps its things."""

    folder: Path

    @property
    def server(self) -> Path:
        return self.folder / "server"

    @property
    def provision(self) -> Path:
        return self.folder / "provision"

    @property
    def log_in(self) -> Path:
        return self.folder / "log-in.txt"

    def home(self, pc: int) -> Path:
        return self.folder / f"pc{pc}"


def data_folder() -> Path:
    """The person's data folder of Casedesk; `CASEDESK_DATA` names another."""
    return Path(os.environ.get("CASEDESK_DATA") or user_data_dir("casedesk", appauthor=False))


def open_desk(office: Office) -> int:
    """Start the server, make the office on the first start, show the window until it is closed."""
    new = not office.log_in.exists()
    if new:  # nobody has had a password to it yet, so what an interrupted start left holds no work
        shutil.rmtree(office.folder, ignore_errors=True)
        office.folder.mkdir(parents=True)
        with step(text("installer.provision", folder=office.folder)):
            provision(office)
    with serving(office) as url:
        if new:
            with step(text("installer.first_desk")):
                enrol(office, url)
        password, *names = office.log_in.read_text(encoding="utf-8").splitlines()
        print(text("installer.log_in", names=", ".join(names), password=password, folder=office.folder))
        window = [*MODULE, "ui.app", "--home", str(office.home(1)), "--server", url]
        return subprocess.run(window, check=False).returncode


def provision(office: Office) -> None:
    """Register two PCs at the server, each with its own file."""
    where = ["--data", str(office.server), "--out", str(office.provision)]
    name = text("installer.demo.office")
    call([*MODULE, "sync.server.command", "provision", "--office", OFFICE, "--name", name, "--pcs", "2", *where])


def enrol(office: Office, url: str) -> None:
    """Make the home of PC 1 with the demo officers; the log-in is kept once it works."""
    password, names = demo_password(), [text(f"installer.demo.{role}") for role in ROLES]
    secret = os.environ | {"CASEDESK_PASSWORD": password, "CASEDESK_NEW_PASSWORD": password}
    who = ["--home", str(office.home(1)), "--officer", names[0]]
    make_home(office, 1, names[0], password, url)
    for name, role in zip(names[1:], ROLES[1:], strict=True):
        call([*MODULE, "ui.command", "officer", "add", *who, name, "--role", role, "--own"], secret)
    descriptor = os.open(office.log_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join((password, *names)) + "\n")


def make_home(office: Office, pc: int, officer: str, password: str, url: str) -> None:
    """Make the home of a PC with its first officer."""
    secret = os.environ | {"CASEDESK_PASSWORD": password, "CASEDESK_NEW_PASSWORD": password}
    who = ["--home", str(office.home(pc)), "--officer", officer]
    origin = ["--from", str(office.provision / f"pc{pc}.casedesk"), "--server", url]
    call([*MODULE, "ui.command", "init", *who, *origin], secret)


def demo_password() -> str:
    """A password a person can type from the screen: four letters, the first a capital, four digits, four letters."""
    groups = [READABLE, "23456789", READABLE]
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for letters in groups).capitalize()


@contextmanager
def serving(office: Office, listen: str = ANY_PORT) -> Iterator[str]:
    """The office's server on this machine; yields its address. Raises Stopped when it doesn't start."""
    log = office.folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*MODULE, "installer.loopback", "run", "--data", str(office.server), "--listen", listen],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
        )
    try:
        yield _address(server, log)
    finally:
        server.terminate()
        server.wait()
        if server.stdin:
            server.stdin.close()


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        if found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8", errors="replace")):
            return found[0]
        time.sleep(0.02)
    raise Stopped("installer.server_failed", output=log.read_text(encoding="utf-8", errors="replace").strip())
