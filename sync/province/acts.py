"""What the province does with its secret: offices, invitations, admissions, revocations, delegations, recovery.

Each act reads an office from the folder, speaks through `keys.authority`, and keeps the office again. Nothing travels
here; `travel` carries it.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from secrets import randbits
from typing import TypeVar

from desk import Refused, Unusable
from sync.envelope import OFFICE
from sync.keys import admitting, disowned, provision_file, sealing, succession
from sync.keys.admitting import Issued
from sync.keys.authority import Authority
from sync.keys.invitation import Invitation, ending, id_of
from sync.keys.member import Member
from sync.keys.provision_file import OfficeKey
from sync.keys.request import Admission, Request
from sync.keys.roster import Roster
from sync.keys.statement import PROVINCE, Statement
from sync.keys.succession import Succession
from sync.province import folder as folders
from sync.province.folder import Folder, Invited, Kept, Noted
from sync.province.secret import Secret

Done = TypeVar("Done")

_NUMBER_BITS = 62  # of an invitation


def open_office(folder: Folder, secret: Secret, code: str, name: str, *, new: bool = False) -> Roster:
    """Begin an office, or give it another name. Raises Refused for what can be no code.

    A province brought back from its sheets begins none unless it is known to be `new`: an office begun twice would
    have two keys and two PCs under one number.
    """
    if not OFFICE.fullmatch(code):
        raise Refused("server.bad_office", field="office", office=code)
    if folder.face.brought_back and not new and code not in folder.offices():
        raise Refused("province.learn_first", field="office", office=code)
    kept = folder.office(code) if code in folder.offices() else Kept(Roster.empty(code))
    hand = _hand(folder, secret, kept)
    hand.open_office(name or kept.roster.name or code, sealing.public(secret.recovery))
    folder.keep(_after(kept, hand))
    _note(folder, "office", code)
    return hand.roster


def invite(
    folder: Folder, secret: Secret, code: str, *, days: int, name: str = "", replaces: str = "",
    hand_out: Callable[[Invitation], object] = lambda made: None,
) -> Invitation:  # fmt: skip
    """Invite one PC to an office. Raises Refused before the server's key is known: a PC must pin it.

    Nobody is invited where `hand_out` fails.
    """
    face, kept = folder.face, folder.office(code)
    if not face.server:
        raise Refused("province.no_server", field="server")
    if replaces and kept.roster.find(replaces) is None:
        raise Refused("keys.no_device", field="replaces", device=replaces, office=code)
    number, ends = randbits(_NUMBER_BITS), ending(days, time.time())
    made = Invitation(
        secret.invitation(code, number), code, kept.roster.name, face.root, face.server, face.url, ends, replaces
    )
    hand_out(made)
    folder.keep(replace(kept, invited=(*kept.invited, Invited(number, ends, name, replaces))))
    _note(folder, "invite", code, replaces)
    return made


def invitation(folder: Folder, secret: Secret, code: str, number: int) -> Invitation:
    """An invitation that was made before, to be handed out once more. Raises Refused for an office there is none of."""
    face, kept = folder.face, folder.office(code)
    found = next(each for each in kept.invited if each.number == number)
    return Invitation(
        secret.invitation(code, number), code, kept.roster.name, face.root, face.server, face.url, found.ends,
        found.replaces,
    )  # fmt: skip


def issued(secret: Secret, kept: Kept) -> dict[bytes, Issued]:
    """The office's invitations by id, with their secrets."""
    found = {}
    for each in kept.invited:
        key = secret.invitation(kept.roster.office, each.number)
        found[id_of(key)] = Issued(key, kept.roster.office, each.ends, each.name, each.replaces, each.used_by)
    return found


def approve(folder: Folder, secret: Secret, request: Request, *, pc: int = 0, name: str = "") -> Admission:
    """Take in a PC that was invited. Raises Refused, and nothing is changed then."""
    kept = folder.office(request.office)
    found = _invited(secret, kept, request)
    hand = _hand(folder, secret, kept)
    admission = admitting.admit(hand, request, found, pc=pc, name=name)
    by_secret = {secret.invitation(request.office, each.number): each for each in kept.invited}
    by_secret[found.secret] = replace(by_secret[found.secret], used_by=request.device)
    folder.keep(replace(_after(kept, hand), invited=tuple(by_secret.values())))
    folder.settle(request.device)
    _note(folder, "approve", request.office, request.device)
    return admission


def name_server(folder: Folder, secret: Secret, key: bytes, url: str) -> list[str]:
    """Let every office pin another key of the server than it was given, and remember it; the codes of the offices."""
    told = folder.offices()
    for code in told:
        _act(folder, secret, code, lambda hand: hand.name_server(key))
        _note(folder, "name_server", code)
    folder.write(replace(folder.face, server=key, url=url or folder.face.url))
    return told


def let_in(folder: Folder, secret: Secret, asked: Succession) -> Member:
    """Give a copy of a PC the identity of its own that it asks for. Raises Refused, and nothing is changed then."""
    member = _act(folder, secret, asked.office, lambda hand: succession.admit(hand, asked.data))
    _note(folder, "let_in", asked.office, asked.successor)
    return member


def accept(folder: Folder, secret: Secret, said: Statement, *, pc: int = 0, name: str = "") -> Member:
    """Let a PC in by the word of a delegate that came too late, under the number it has worked with unless told.

    Raises Refused, and nothing is changed then.
    """
    member = _act(folder, secret, said.office, lambda hand: disowned.restate(hand, said, pc=pc, name=name))
    _note(folder, "accept", said.office, member.id)
    return member


def judge(folder: Folder, secret: Secret, request: Request) -> None:
    """Raise Refused, saying why, where a PC that asks cannot be taken in."""
    kept = folder.office(request.office)
    _invited(secret, kept, request)


def invited(folder: Folder, secret: Secret, request: Request) -> bool:
    """Whether this folder knows a request's invitation; one brought back from sheets knows none of before."""
    return request.invitation in issued(secret, folder.office(request.office))


def _invited(secret: Secret, kept: Kept, request: Request) -> Issued:
    try:
        return admitting.judge(request, issued(secret, kept), request.office, int(time.time() * 1000))
    except Refused as refused:
        if refused.key != "enrol.not_invited":
            raise
        raise Refused("province.not_invited", field="request", device=request.device) from refused


def turn_away(folder: Folder, secret: Secret, request: Request) -> None:
    """Take no PC in by this request, nor any other by its invitation. Raises Refused for an office there is none of."""
    kept, now = folder.office(request.office), int(time.time() * 1000)
    ended = tuple(
        replace(each, ends=min(each.ends, now - 1))
        if id_of(secret.invitation(request.office, each.number)) == request.invitation and not each.used_by
        else each
        for each in kept.invited
    )
    away = tuple(dict.fromkeys([*kept.turned_away, request.device]))
    folder.keep(replace(kept, invited=ended, turned_away=away))
    folder.settle(request.device)
    _note(folder, "turn_away", request.office, request.device)


def revoke(folder: Folder, secret: Secret, code: str, device: str, last: int | None, reason: str = "") -> int:
    """Take a PC out after its change `last`, the last one known to be delivered unless told; that number."""
    kept = folder.office(code)
    end = kept.heads.get(device, 0) if last is None else last
    _act(folder, secret, code, lambda hand: hand.revoke(device, end))
    _note(folder, "revoke", code, device, reason)
    return end


def delegate(folder: Folder, secret: Secret, code: str, device: str, numbers: range) -> None:
    """Let a PC enrol and revoke others of its office, giving them these numbers."""
    _act(folder, secret, code, lambda hand: hand.delegate(device, numbers))
    _note(folder, "delegate", code, device)


def withdraw(folder: Folder, secret: Secret, code: str, device: str) -> None:
    """Take nothing more from a PC that might enrol."""
    _act(folder, secret, code, lambda hand: hand.withdraw(device))
    _note(folder, "withdraw", code, device)


def write_keys(folder: Folder, secret: Secret, code: str, into: Path) -> list[Path]:
    """Write the content keys of an office into files of their own; those that were not there yet.

    Raises Refused where there are no keys, or another's file has the name of one; Unusable.
    """
    keys = content_keys(folder, secret, code)
    if not keys:
        raise Refused("province.nothing_to_recover", field="office", office=code)
    files = []
    try:
        into.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Unusable("province.unwritable", file=str(into), reason=error.strerror or str(error)) from error
    for epoch, key in keys.items():
        path = into / f"{code}-{epoch}.office-key"
        if not (path.exists() and _same(path, OfficeKey(code, epoch, key))):
            provision_file.write_key(path, OfficeKey(code, epoch, key))
            files.append(path)
    _note(folder, "recover", code)
    return files


def _same(path: Path, key: OfficeKey) -> bool:
    """Whether the file is this key's, written before."""
    try:
        found = provision_file.read_key(path)
    except Unusable:
        return False
    return (found.office, found.epoch, found.key) == (key.office, key.epoch, key.key)


def content_keys(folder: Folder, secret: Secret, code: str) -> dict[int, bytes]:
    """The content keys of an office by epoch, opened with the recovery key; what opens everything it ever sealed."""
    return dict(_hand(folder, secret, folder.office(code)).content_keys)


def _note(folder: Folder, act: str, code: str, device: str = "", reason: str = "") -> None:
    folder.note(Noted(int(time.time()), act, code, device, reason))


def _act(folder: Folder, secret: Secret, code: str, act: Callable[[Authority], Done]) -> Done:
    kept = folder.office(code)
    hand = _hand(folder, secret, kept)
    done = act(hand)
    folder.keep(_after(kept, hand))
    return done


def _hand(folder: Folder, secret: Secret, kept: Kept) -> Authority:
    """The province's hand over an office, with every content key that the recovery key opens."""
    if secret.pinned != folder.face.root:
        raise Refused("province.other_secret", field="sheets")
    office, epochs, held = kept.roster.office, kept.roster.epochs, {}
    for sealed in kept.sealed:
        if sealed.device == PROVINCE and sealed.epoch in epochs and sealed.epoch not in held:
            key = sealing.unseal(sealed, secret.recovery, office)
            if key and sealing.commitment(key) == epochs[sealed.epoch].commitment:
                held[sealed.epoch] = key
    keys = folders.sealing_keys(kept, sealing.public(secret.recovery))
    return Authority(secret.root, kept.roster, secret.pinned, PROVINCE, held, keys)


def _after(kept: Kept, hand: Authority) -> Kept:
    told = folders.joined(kept, tuple(hand.sealed), tuple(hand.sealing_keys.values()))
    return replace(told, roster=hand.roster)
