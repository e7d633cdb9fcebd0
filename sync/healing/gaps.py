"""What a line lacks between two of its segments while another line tells it: each change is told once all the same.

Who carried the line held it as the PC's own history, and had lost that segment from its disk. Another PC had told it by
then, as a line of another name, for what it goes on from was nowhere (`strays`).
"""

from collections.abc import Collection, Mapping, Sequence

from sync.desk import Desk
from sync.envelope import Envelope
from sync.errors import Tampered
from sync.healing import carrying, parting
from sync.healing.lines import Line


def filling(desk: Desk, device: str) -> list[tuple[Line, Envelope]]:
    """What is still to be carried, so that no line of a PC lacks what another one tells; nothing that is sealed yet.

    A whole line where the records that its gap makes show that fewer were made before it.
    """
    lines: dict[Line, dict[bytes, Envelope]] = {}
    for line, envelope in parting.told_segments(desk.db, device):
        lines.setdefault(line, {})[envelope.hash] = envelope
    told = {hash: envelope for own in lines.values() for hash, envelope in own.items()}
    found: list[tuple[Line, Envelope]] = []
    for line, own in lines.items():
        if lacking := {each.hash: each for envelope in own.values() for each in _between(line, envelope, own, told)}:
            whole = sorted({**own, **lacking}.values(), key=lambda envelope: envelope.header.first)
            if (grown := _grown(desk, line, whole)) is not None:
                found += [(grown, envelope) for envelope in whole if envelope.hash not in lines.get(grown, ())]
    return found


def _between(line: Line, envelope: Envelope, own: Collection[bytes], told: Mapping[bytes, Envelope]) -> list[Envelope]:
    """What is `told` before a segment of a line, back to the next that is the line's `own`, or to where it begins."""
    found: list[Envelope] = []
    while envelope.header.first > line.since and envelope.header.previous not in own:
        before = told.get(envelope.header.previous)
        if before is None or before.header.last < line.since:
            return []
        found.append(before)
        envelope = before
    return found


def _grown(desk: Desk, line: Line, whole: Sequence[Envelope]) -> Line | None:
    """A line as it is with all of its segments; None where one cannot be opened yet."""
    open = carrying.opener(desk.keyring.roster, desk.keyring.office_keys)
    try:
        entries = [entry for envelope in whole for entry in open(envelope) if entry.seq >= line.since]
    except Tampered:
        return None
    return parting.going_on(desk.db, line, entries)
