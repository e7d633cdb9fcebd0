"""Which officer let a PC in or took it out, as a change of the log: what the roster says has no officers' names."""

from desk import store
from desk.joining import PcAct
from desk.record import Change, Edit
from sync.desk import Desk


def note_let_in(desk: Desk, device: str, copy_of: str = "") -> None:
    """Write down that who works here let a PC in, once; `copy_of` is the id that a copy of a disk had before."""
    if not _noted(desk, device, "let_in"):
        said = {"device": device, "act": "let_in", **({"copy_of": copy_of} if copy_of else {})}
        desk.do(lambda hand: Change("let_in_pc", (Edit("pcact", hand.new_id(), said),), hand.by))


def note_revoked(desk: Desk, device: str) -> None:
    """Write down that who works here took a PC out, once."""
    if not _noted(desk, device, "revoke"):
        said = {"device": device, "act": "revoke"}
        desk.do(lambda hand: Change("revoke_pc", (Edit("pcact", hand.new_id(), said),), hand.by))


def _noted(desk: Desk, device: str, act: str) -> bool:
    return bool(store.select(desk.db, PcAct, "WHERE device = ? AND act = ? LIMIT 1", [device, act]))
