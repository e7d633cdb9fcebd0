"""A trial office of one PC, its own province in memory: keys and roster like those that a province provisions.

Nobody keeps the province's key, so such an office takes no second PC: to share, a PC is provisioned by the province.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused
from desk.text import clean
from desk.words import text
from sync.envelope import OFFICE
from sync.keys import sealing
from sync.keys.authority import Authority
from sync.keys.membership import FIRST_EPOCH
from sync.keys.provision_file import Provision
from sync.keys.roster import Roster

NAME_LIMIT = 200


def provision(office: str, name: str = "") -> Provision:
    """What the only PC of the office with this code starts with. Raises Refused for a code or name that is none."""
    if not OFFICE.fullmatch(office):
        raise Refused("command.bad_office", field="office", code=office[:40])
    if len(name := clean(name)) > NAME_LIMIT:
        raise Refused("command.office_name_long", field="office_name", limit=NAME_LIMIT)
    root, signing, server = (Ed25519PrivateKey.generate() for _ in range(3))
    opening, pinned = sealing.new(), root.public_key().public_bytes_raw()
    hand = Authority(root, Roster.empty(office), pinned)
    hand.open_office(name)
    hand.enrol(signing.public_key().public_bytes_raw(), sealing.public(opening), 1, text("command.pc_name", n=1))
    return Provision(
        office=office,
        office_name=name,
        pc=1,
        epoch=FIRST_EPOCH,
        office_key=hand.content_keys[FIRST_EPOCH],
        signing_key=signing.private_bytes_raw(),
        roster=bytes(hand.roster),
        root=pinned,
        server=server.public_key().public_bytes_raw(),
        sealing_key=opening,
    )
