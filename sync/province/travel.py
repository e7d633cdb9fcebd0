"""What goes from the province to the server and back, over the network or as files: parcels there, states back."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import cbor2

from desk import Refused
from sync.carriers.mailing import Mailing
from sync.envelope import OFFICE
from sync.errors import Offline
from sync.keys import disowned, sealing
from sync.keys.invitation import Invitation
from sync.keys.parcel import Parcel
from sync.keys.request import Request
from sync.keys.roster import Roster
from sync.keys.sealing import Sealed
from sync.keys.statement import PROVINCE
from sync.keys.succession import Succession
from sync.mail import Query
from sync.province import acts
from sync.province.folder import Folder, Kept, joined
from sync.province.secret import Secret

MAGIC = b"CDO\x01"
"""Begins a file of states: `casedesk-server tell` writes the CBOR array of them behind it (`sync.mail`, "state")."""


def parcel(folder: Folder, secret: Secret, code: str) -> bytes:
    """All that the province has done in an office, signed; what the server holds already changes nothing there."""
    kept, face = folder.office(code), folder.face
    now = int(time.time() * 1000)
    open_ones = [each for each in kept.invited if not each.used_by and each.ends > now]
    invitations = [
        Invitation(
            secret.invitation(code, each.number), code, kept.roster.name, face.root, face.server, face.url, each.ends,
            each.replaces,
        )
        for each in open_ones
    ]  # fmt: skip
    return Parcel(
        code, PROVINCE, now, kept.roster.statements, kept.sealed, (*kept.keys, sealing.public(secret.recovery)),
        tuple((each.id, each.public) for each in invitations),
        (*(member.id for member in kept.roster.members), *kept.turned_away),
    ).signed(secret.root)  # fmt: skip


def sent(folder: Folder, secret: Secret, code: str) -> bool:
    """Publish an office if the server is known and answers; else a file carries it later. Whether it was done now."""
    if not folder.face.url or not folder.face.server:
        return False
    try:
        publish(folder, [parcel(folder, secret, code)])
    except Offline:
        return False
    told(folder, code, folder.office(code).roster.hash)
    return True


def told(folder: Folder, code: str, hash: bytes) -> None:
    """Note that the server has the roster with this hash."""
    folder.keep(replace(folder.office(code), told=hash))


def publish(folder: Folder, parcels: Iterable[bytes]) -> int:
    """Bring parcels to the server; how many. Raises Offline, and Refused in the server's words."""
    face, count = folder.face, 0
    for each in parcels:
        _mailing(face.url, face.server).send("publish", each)
        count += 1
    return count


def fetch(folder: Folder, secret: Secret, code: str) -> list[Request]:
    """Learn what the server holds of an office; the requests that wait there. Raises Offline, Refused.

    Refused too where another folder has spoken for the province: that is not to be learnt unnoticed.
    """
    found = state(folder, secret, code)
    if found is None:
        return []
    _demand_alone(folder, code, found)
    return take(folder, found)


def state(folder: Folder, secret: Secret, code: str) -> Any:
    """What the server says that it holds of an office, None where it knows of none; nothing is kept of it yet.

    Raises Offline, Refused.
    """
    query = Query(code, PROVINCE, int(time.time())).signed(secret.root)
    face = folder.face
    try:
        return _mailing(face.url, face.server).send("state", query)
    except Refused as refused:
        if refused.key != "enrol.server_no_office":
            raise
        return None


def recall(folder: Folder, secret: Secret) -> list[str]:
    """Learn every office from the server, as a province does that was brought back from its sheets; their codes.

    Raises Offline, and Refused by a server that is too old to name them.
    """
    query = Query("", PROVINCE, int(time.time())).signed(secret.root)
    codes: list[str] = list(_mailing(folder.face.url, folder.face.server).send("offices", query))
    for said in [state(folder, secret, code) for code in codes]:
        if said is not None:
            take(folder, said)
    known(folder)
    return codes


def known(folder: Folder) -> None:
    """Note that the folder knows what the province did before."""
    if folder.face.brought_back:
        folder.write(replace(folder.face, brought_back=False))


def elsewhere(folder: Folder, said: Any) -> int:
    """How many words of the province a state of the server has that this folder never said, nor has learnt.

    None of an office that the folder does not know yet. Raises Refused or Tampered for what is no state of ours.
    """
    try:
        code, document = said[:2]
        theirs = Roster.verified(document, folder.face.root)
    except (ValueError, TypeError) as error:
        raise Refused("province.no_state", field="file") from error
    held = {s.hash for s in folder.office(code).roster.statements} if code in folder.offices() else set()
    return sum(s.signer == PROVINCE and s.hash not in held for s in theirs.statements) if held else 0


def only_hand(folder: Folder, secret: Secret, code: str) -> None:
    """Raise Refused where the server has words of the province for an office that another folder said.

    This one is an old copy then, or was followed by one brought back from the sheets. Where the server does not
    answer nobody can tell.
    """
    if not (folder.face.url and folder.face.server and code in folder.offices()):
        return
    try:
        said = state(folder, secret, code)
    except Offline:
        return
    if said is not None:
        _demand_alone(folder, code, said)


def _demand_alone(folder: Folder, code: str, said: Any) -> None:
    if count := elsewhere(folder, said):
        raise Refused("province.elsewhere", field="office", office=code, count=count)


def open_office(folder: Folder, secret: Secret, code: str, name: str) -> Roster:
    """As `acts.open_office`; a province brought back from its sheets learns the office from the server first.

    Raises Refused where it would have to and cannot, Offline.
    """
    face, new = folder.face, False
    if face.brought_back and face.url and face.server and OFFICE.fullmatch(code) and code not in folder.offices():
        said = state(folder, secret, code)
        new = said is None
        if said is not None:
            take(folder, said)
    return acts.open_office(folder, secret, code, name, new=new)


def learn(folder: Folder, data: bytes) -> tuple[int, list[Request]]:
    """Take in a file of the server: how many offices it told of, and the requests in it. Raises Refused, Tampered.

    A province that was brought back from its sheets knows then what it did before.
    """
    found = states(data)
    requests = [request for said in found for request in take(folder, said)]
    known(folder)
    return len(found), requests


def take(folder: Folder, said: Any) -> list[Request]:
    """Take in the state of an office, one too that this folder lost; the requests in it.

    Raises Refused or Tampered for one that the province's key does not back.
    """
    try:
        code, document, recovery, keys, waiting, heads, *more = said
        kept = _kept(folder, code, document)
        roster = kept.roster.followed_by(document, folder.face.root)
        sealed = tuple(Sealed(epoch, PROVINCE, data) for epoch, data in recovery)
        last = {device: max(last, kept.heads.get(device, 0)) for device, last in heads.items()}
        held = Roster.verified(document, folder.face.root).hash
        now = replace(joined(kept, sealed, tuple(keys)), roster=roster, heads={**kept.heads, **last})
        now = replace(now, told=held if held == roster.hash else kept.told)
        requests = [request for request in map(Request.read, waiting) if request.device not in kept.turned_away]
        clones: Sequence[bytes] = more[0] if more else ()
        words: Sequence[bytes] = more[1] if len(more) > 1 else ()
        copies = [asked for data in clones if (asked := _copy(data, roster)) is not None]
        late = [said for data in words if (said := disowned.read(data, roster)) is not None]
    except (ValueError, TypeError, AttributeError) as error:
        raise Refused("province.no_state", field="file") from error
    folder.keep(now)
    for request in requests:
        folder.keep_request(request)
    for asked in copies:
        folder.keep_clone(asked)
    for said in late:
        folder.keep_disowned(said)
    return requests


def _kept(folder: Folder, code: str, document: bytes) -> Kept:
    """What is kept of an office; of one that the province is seen to have begun, nothing yet."""
    if code not in folder.offices() and Roster.verified(document, folder.face.root).version:
        return Kept(Roster.empty(code))
    return folder.office(code)


def _copy(data: bytes, roster: Roster) -> Succession | None:
    """A copy's request; None for one that counts no more, such as that of a PC revoked since."""
    try:
        return Succession.read(data, roster)
    except Refused:
        return None


def states(data: bytes) -> list[Any]:
    """The states in a file of the server. Raises Refused for what is no such file."""
    try:
        if data[: len(MAGIC)] != MAGIC:
            raise ValueError("no states")
        found = cbor2.loads(data[len(MAGIC) :])
        if not isinstance(found, list):
            raise ValueError("no states")
    except (ValueError, TypeError, cbor2.CBORError) as error:
        raise Refused("province.no_state", field="file") from error
    return found


def _mailing(url: str, server: bytes) -> Mailing:
    if not url or not server:
        raise Refused("province.no_server", field="server")
    return Mailing(url, server)
