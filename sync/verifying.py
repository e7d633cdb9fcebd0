"""Whether a slip's QR code was signed by a desk of the province: says what can be known here, and no more than that."""

from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidSignature

from desk.forms.qr import Statement, read_statement
from sync.desk import Desk
from sync.keys import known_rosters
from sync.keys.roster import Member, Roster


class Verdict(StrEnum):
    """What became of a check."""

    GENUINE = "genuine"
    LEFT = "left"  # signed by a PC that no longer belongs to its office
    UNSIGNED = "unsigned"
    UNKNOWN_OFFICE = "unknown_office"
    UNKNOWN_PC = "unknown_pc"  # not in the roster held here, which may be older than the PC
    FORGED = "forged"


@dataclass(frozen=True)
class Finding:
    """A statement and what can be said of its signature. `office_name` and `pc` are "" where they are not known."""

    verdict: Verdict
    statement: Statement
    office_name: str = ""
    pc: str = ""
    roster_version: int = 0


def check(desk: Desk, text: str) -> Finding:
    """Check the text of a scanned QR code. Raises Refused for what is no slip's code."""
    said = read_statement(text)
    roster = known_rosters.of(desk.db, desk.keyring, said.office)
    if not said.signature or not said.device:
        return Finding(Verdict.UNSIGNED, said, roster.name if roster else "")
    if roster is None:
        return Finding(Verdict.UNKNOWN_OFFICE, said)
    member = roster.find(said.device)
    if member is None:
        return Finding(Verdict.UNKNOWN_PC, said, _name(roster), roster_version=roster.version)
    return Finding(_verdict(member, said), said, _name(roster), member.name, roster.version)


def _verdict(member: Member, said: Statement) -> Verdict:
    try:
        member.public_key.verify(said.signature, said.signed)
    except InvalidSignature:
        return Verdict.FORGED
    return Verdict.GENUINE if member.revoked_after is None else Verdict.LEFT


def _name(roster: Roster) -> str:
    return roster.name or roster.office
