"""Offices for tests: PCs of one office with real keys and rosters, made in memory, and their homes on disk."""

import os

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk.counter import receive
from sync.envelope import NOTHING_BEFORE
from sync.home import make, open_home
from sync.keys.provision_file import Provision
from sync.keys.roster import Member, Roster

PASSWORD = "Mot-cua-2026"
OFFICE = "H57.132"
NAME = "UBND phường Tân Hòa Đông"


def provisions(count=2, office=OFFICE):
    """What the province hands to the PCs of a new office."""
    root, server, office_key = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate(), os.urandom(32)
    keys = [Ed25519PrivateKey.generate() for _ in range(count)]
    members = tuple(
        Member(pc, f"MÁY-{pc:02}", key.public_key().public_bytes_raw(), 0) for pc, key in enumerate(keys, start=1)
    )
    roster = Roster(office, NAME, 1, NOTHING_BEFORE, members).signed(root)
    root_key, server_key = (key.public_key().public_bytes_raw() for key in (root, server))
    return [
        Provision(office, NAME, pc, 1, office_key, key.private_bytes_raw(), roster, root_key, server_key)
        for pc, key in enumerate(keys, start=1)
    ]


def open_pcs(folder, count=2, clock=None):
    """Desks of an office's PCs, each with its officer."""
    desks = []
    for provision in provisions(count):
        home = folder / f"pc{provision.pc}"
        make(home, provision, f"Cán bộ {provision.pc}", PASSWORD)
        desks.append(open_home(home, PASSWORD, **({"clock": clock} if clock else {})))
    return desks


def receive_case(desk, name="Trần Thị Bích Phượng", code="1.001193", papers=(), **values):
    """A case received at a desk with its papers (`PaperGiven`); its record id."""
    procedure = desk.catalogue.in_force(code, desk.now().date())
    entered = {"applicant_name": name, **values}
    change, _ = desk.do(lambda hand: receive(desk.db, hand, procedure, desk.calendar, entered, papers))
    return change.edits[0].id
