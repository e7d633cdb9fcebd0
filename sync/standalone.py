"""A trial office of one PC, its own province in memory: keys and roster like those that a province provisions.

Nobody keeps the province's key, so such an office takes no second PC: to share, a PC is provisioned by the province.
"""

import os
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused
from desk.text import clean
from desk.words import text
from sync.envelope import NOTHING_BEFORE, OFFICE
from sync.keys.provision_file import Provision
from sync.keys.roster import Member, Roster

NAME_LIMIT = 200


def provision(office: str, name: str = "") -> Provision:
    """What the only PC of the office with this code starts with. Raises Refused for a code or name that is none."""
    if not OFFICE.fullmatch(office):
        raise Refused("command.bad_office", field="office", code=office[:40])
    if len(name := clean(name)) > NAME_LIMIT:
        raise Refused("command.office_name_long", field="office_name", limit=NAME_LIMIT)
    root, signing, server = (Ed25519PrivateKey.generate() for _ in range(3))
    pc = Member(1, text("command.pc_name", n=1), signing.public_key().public_bytes_raw(), int(time.time() * 1000))
    return Provision(
        office=office,
        office_name=name,
        pc=1,
        epoch=1,
        office_key=os.urandom(32),
        signing_key=signing.private_bytes_raw(),
        roster=Roster(office, name, 1, NOTHING_BEFORE, (pc,)).signed(root),
        root=root.public_key().public_bytes_raw(),
        server=server.public_key().public_bytes_raw(),
    )
