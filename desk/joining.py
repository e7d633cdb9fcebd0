"""What the PCs of an office tell each other of a PC on its way in: where it may call, what it asks, what it was given.

Records of the log, so that a newcomer may call at any PC while another one, perhaps switched off now, decides.
"""

from dataclasses import dataclass
from typing import Annotated

from desk.record import Rule, law


@dataclass(frozen=True)
class Doorway:
    """Lets who holds one invitation call at the office's PCs on its network.

    `invitation` is its id in hexadecimal; `key`, which follows from its secret and does not lead back, greets; `public`
    is for who typed its code; `ends` is ms since 1970 UTC; `used_by` the id of the PC it has let in.
    """

    id: str
    invitation: Annotated[str, law] = ""
    key: Annotated[bytes, law] = b""
    public: Annotated[bytes, law] = b""
    ends: Annotated[int, law] = 0
    used_by: Annotated[str, law] = ""


@dataclass(frozen=True)
class PcAct:
    """Which officer let a PC (id) in or took it out, for the audit trail; whether it is so says the roster alone.

    `copy_of` is the id that it had shared with the other copy of its disk, "" for any other PC.
    """

    id: str
    device: Annotated[str, law] = ""
    act: Annotated[str, law] = ""  # "let_in" or "revoke"
    copy_of: Annotated[str, law] = ""


either = Rule("law", lambda versions: sorted(versions, key=lambda version: (version.lamport, version.device))[:1])
"""Any of them will do: content keys sealed twice are the same keys."""


@dataclass(frozen=True)
class Asking:
    """A PC that asks at a door: its request as it signed it, and, once it is taken in, the content keys sealed to it.

    `sealed` is CBOR [[epoch, 1,168 bytes], ...]; nothing in it is secret to others of the office.
    """

    id: str
    invitation: Annotated[str, law] = ""
    device: Annotated[str, law] = ""
    request: Annotated[bytes, either] = b""
    sealed: Annotated[bytes, either] = b""
