"""A home to work in, made once by the command itself and copied for each test."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import home as homes
from sync import log
from sync.envelope import NOTHING_BEFORE
from sync.keys.provision_file import Provision
from sync.keys.roster import Member, Roster
from ui.command.main import main

PASSWORD = "mat-khau-thu"
OFFICER = "Nguyễn Thị Mai"
BIRTH = "1.001193"
LEAST = {"procedure": BIRTH, "applicant": {"name": "Trần Thị Bé", "id": "001199000123"}}


@dataclass
class Told:
    """What one command line came to."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


class Command:
    """`casedesk` on one home, in this process."""

    def __init__(self, home, capsys):
        self.home, self.capsys = home, capsys

    def __call__(self, *words, json=False):
        self.capsys.readouterr()
        status = main(["--home", str(self.home), *(["--json"] if json else []), *map(str, words)])
        return Told(status, *self.capsys.readouterr())

    def file(self, data, name="case.json"):
        path = self.home.parent / name
        path.write_text(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return path

    def receive(self, **more):
        return self("case", "receive", "--file", self.file(LEAST | more), json=True).data["number"]

    def shown(self, number):
        return self("case", "show", number, json=True).data

    def opened(self):
        return homes.open_home(self.home, PASSWORD)


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("CASEDESK_PASSWORD", PASSWORD)
    monkeypatch.delenv("CASEDESK_LANG", raising=False)


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Homes of two PCs of one office; whoever changes one works on a copy."""
    folder = tmp_path_factory.mktemp("homes")
    for provision in provisions(2):
        homes.make(folder / f"pc{provision.pc}", provision, OFFICER, PASSWORD)
    return folder


def provisions(count):
    root, server = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    keys = [Ed25519PrivateKey.generate() for _ in range(count)]
    members = tuple(
        Member(n, f"MÁY-{n:02}", key.public_key().public_bytes_raw(), 0) for n, key in enumerate(keys, start=1)
    )
    roster = Roster("00004", "xã Phú Lương", 1, NOTHING_BEFORE, members).signed(root)
    pinned = root.public_key().public_bytes_raw(), server.public_key().public_bytes_raw()
    office_key = os.urandom(32)
    return [
        Provision("00004", "xã Phú Lương", n, 1, office_key, key.private_bytes_raw(), roster, *pinned)
        for n, key in enumerate(keys, start=1)
    ]


@pytest.fixture
def casedesk(made, tmp_path, capsys):
    shutil.copytree(made / "pc1", tmp_path / "pc1")
    return Command(tmp_path / "pc1", capsys)


@pytest.fixture
def other(made, tmp_path, capsys):
    """The second PC of the office."""
    shutil.copytree(made / "pc2", tmp_path / "pc2")
    return Command(tmp_path / "pc2", capsys)


def share(*commands):
    """Let the PCs know all of each other's changes, as an exchange would."""
    desks = [command.opened() for command in commands]
    for desk in desks:
        for from_desk in desks:
            log.receive(desk.db, list(log.everything(from_desk.db)))
    for desk in desks:
        desk.close()


def in_folder(folder: Path):
    """Every file below a folder with its bytes."""
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
