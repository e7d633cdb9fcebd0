"""The province's folder: what it knows of its offices, and its secret if that is kept under a password.

    province.json    format, version, name, public keys, the lock or how the secret is split, server's key and address
    offices/CODE     CBOR map of one office: roster document, sealed keys, sealing keys, invitations, heads, turned away
    requests/PC      request of a PC that waits to be taken in, as it came
    clones/PC        request of a copy of a PC for an identity of its own, under the id it will have
    disowned/PC      word of a delegate that came too late to let a PC in (`keys/disowned`)
    journal          one JSON line an act: at (s since 1970 UTC), act, office, PC, reason

Nothing in it but the locked secret is secret. Written whole or not at all; back it up as it is.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import cbor2

from desk import Refused, Unusable
from sync.envelope import OFFICE
from sync.keys import disowned, sealing
from sync.keys.member import letters, spelt
from sync.keys.request import Request
from sync.keys.roster import Roster
from sync.keys.sealing import Sealed
from sync.keys.statement import Statement
from sync.keys.succession import Succession
from sync.keys.vault import Lock

FORMAT, VERSION = "casedesk-province", 1
FACE, OFFICES, REQUESTS, JOURNAL = "province.json", "offices", "requests", "journal"
CLONES, DISOWNED = "clones", "disowned"


@dataclass(frozen=True)
class Invited:
    """An invitation of the province; its secret follows from the number, drawn at random so that a province brought
    back from sheets or from an old copy never gives the same one twice. `ends` is ms since 1970 UTC."""

    number: int
    ends: int
    name: str = ""
    replaces: str = ""
    used_by: str = ""


@dataclass(frozen=True)
class Kept:
    """What is kept of one office. `heads` are the last changes that the server was known to hold, by PC; `turned_away`
    are PCs that asked and are not to be asked about again, `told` is the hash of the roster that the server has.
    """

    roster: Roster
    sealed: tuple[Sealed, ...] = ()
    keys: tuple[bytes, ...] = ()
    invited: tuple[Invited, ...] = ()
    heads: Mapping[str, int] = field(default_factory=dict)
    turned_away: tuple[str, ...] = ()
    told: bytes = b""

    @property
    def ahead(self) -> bool:
        """Whether something was done that the server is not known to have yet."""
        return self.told != self.roster.hash


@dataclass(frozen=True)
class Noted:
    """One act in the journal; `at` is s since 1970 UTC, `device` and `reason` are "" where there is none."""

    at: int
    act: str
    office: str
    device: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Face:
    """What province.json says. `server` is the server's public key, empty before it is known.

    `brought_back`: the secret was put together again from its sheets, and what it did before has not been learnt yet.
    """

    name: str
    root: bytes
    recovery: bytes
    lock: Lock | None = None
    needed: int = 0
    server: bytes = b""
    url: str = ""
    brought_back: bool = False


class Folder:
    """The folder at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self, face: Face) -> None:
        """Begin a province. Raises Refused where there is one, Unusable where it cannot be written."""
        if (self.path / FACE).exists():
            raise Refused("province.exists", folder=str(self.path))
        self.write(face)

    @property
    def face(self) -> Face:
        """What province.json says. Raises Refused where there is no province, Unusable for a damaged or newer file."""
        path = self.path / FACE
        if not path.is_file():
            raise Refused("province.none_here", folder=str(self.path))
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["format"] != FORMAT or data["version"] > VERSION:
                raise ValueError("another format or version")
            lock = Lock.from_json(data["lock"]) if data["lock"] else None
            keys = {name: b64decode(data[name], validate=True) for name in ("root", "recovery", "server")}
            known = (data["needed"], keys["server"], data["url"], data.get("brought_back", False))
            return Face(data["name"], keys["root"], keys["recovery"], lock, *known)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise Unusable("province.unreadable", file=str(path)) from error

    def write(self, face: Face) -> None:
        """Replace province.json in one step."""
        keys = {name: b64encode(getattr(face, name)).decode() for name in ("root", "recovery", "server")}
        data = {
            "format": FORMAT, "version": VERSION, "name": face.name, **keys,
            "lock": face.lock.to_json() if face.lock else None, "needed": face.needed, "url": face.url,
            "brought_back": face.brought_back,
        }  # fmt: skip
        self._put(self.path / FACE, json.dumps(data, ensure_ascii=False, indent=1).encode())

    def offices(self) -> list[str]:
        """The codes of the offices, sorted. Raises Refused where there is no province."""
        if not (self.path / FACE).is_file():
            raise Refused("province.none_here", folder=str(self.path))
        folder = self.path / OFFICES
        return sorted(path.name for path in folder.iterdir() if OFFICE.fullmatch(path.name)) if folder.is_dir() else []

    def office(self, code: str) -> Kept:
        """What is kept of an office. Raises Refused for one there is none of, Unusable for a damaged file."""
        if not OFFICE.fullmatch(code) or code not in self.offices():
            raise Refused("province.no_office", field="office", office=code[:40])
        path = self.path / OFFICES / code
        try:
            return _read(cbor2.loads(path.read_bytes()), self.face.root)
        except (OSError, ValueError, TypeError, KeyError, cbor2.CBORError) as error:
            raise Unusable("province.unreadable", file=str(path)) from error

    def keep(self, kept: Kept) -> None:
        """Replace what is kept of an office, in one step."""
        self._put(self.path / OFFICES / kept.roster.office, cbor2.dumps(_written(kept)))

    def requests(self) -> list[Request]:
        """The requests that came and are not settled, oldest first. What cannot be read is left out."""
        found = [request for path in self._letters() if (request := _request(path)) is not None]
        return sorted(found, key=lambda request: (request.at, request.device))

    def keep_request(self, request: Request) -> None:
        """Keep what a PC asks with until it is settled."""
        self._put(self.path / REQUESTS / request.device, request.data)

    def settle(self, device: str) -> None:
        """Keep the request of this PC no longer."""
        (self.path / REQUESTS / device).unlink(missing_ok=True)

    def note(self, noted: Noted) -> None:
        """Write an act into the journal. Raises Unusable."""
        path = self.path / JOURNAL
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
                file.write(json.dumps(asdict(noted), ensure_ascii=False).encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise Unusable("province.unwritable", file=str(path), reason=error.strerror or str(error)) from error

    def journal(self) -> list[Noted]:
        """What was done, newest first; a line that a power cut has left unfinished is passed over."""
        path = self.path / JOURNAL
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        found = []
        for line in reversed(lines):
            with suppress(ValueError, TypeError):
                found.append(Noted(**json.loads(line)))
        return found

    def clones(self) -> list[Succession]:
        """The requests of copies of PCs that the rosters held here have not answered, oldest first."""
        found = list[Succession]()
        for code in self.offices() if self._letters(CLONES) else ():
            roster = self.office(code).roster
            read = (_succession(path, roster) for path in self._letters(CLONES))
            found += [asked for asked in read if asked and roster.find(asked.successor) is None]
        return sorted(found, key=lambda asked: (asked.at, asked.successor))

    def keep_clone(self, asked: Succession) -> None:
        """Keep what a copy of a PC asks with."""
        self._put(self.path / CLONES / asked.successor, asked.data)

    def disowned(self) -> list[Statement]:
        """The words of delegates that came too late, for PCs that the rosters held here do not list, oldest first."""
        found = list[Statement]()
        for code in self.offices() if self._letters(DISOWNED) else ():
            roster = self.office(code).roster
            read = (disowned.read(path.read_bytes(), roster) for path in self._letters(DISOWNED))
            found += [said for said in read if said is not None]
        return sorted(found, key=lambda said: (said.at, said.data))

    def keep_disowned(self, said: Statement) -> None:
        """Keep a word that came too late."""
        self._put(self.path / DISOWNED / disowned.device_of(said), said.data)

    def _letters(self, box: str = REQUESTS) -> list[Path]:
        folder = self.path / box
        return [path for path in folder.iterdir() if not path.name.endswith("~")] if folder.is_dir() else []

    def _put(self, path: Path, data: bytes) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = path.with_name(path.name + "~")
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as error:
            raise Unusable("province.unwritable", file=str(path), reason=error.strerror or str(error)) from error


def _request(path: Path) -> Request | None:
    try:
        return Request.read(path.read_bytes())
    except (OSError, Refused):
        return None


def _succession(path: Path, roster: Roster) -> Succession | None:
    try:
        return Succession.read(path.read_bytes(), roster)
    except (OSError, Refused):
        return None


def joined(kept: Kept, sealed: tuple[Sealed, ...] = (), keys: tuple[bytes, ...] = ()) -> Kept:
    """With more keys, each once; of a member and epoch the first few, for a bad one may come first."""
    every = list(dict.fromkeys([*kept.sealed, *sealed]))
    few = [one for place, one in enumerate(every) if sum(one[:2] == other[:2] for other in every[:place]) < 3]
    return replace(kept, sealed=tuple(few), keys=tuple(dict.fromkeys([*kept.keys, *keys])))


def _written(kept: Kept) -> dict[str, Any]:
    return {
        "roster": bytes(kept.roster),
        "sealed": [[epoch, spelt(device), data] for epoch, device, data in kept.sealed],
        "keys": list(kept.keys),
        "invited": [list(vars(invited).values()) for invited in kept.invited],
        "heads": dict(kept.heads),
        "turned_away": list(kept.turned_away),
        "told": kept.told,
    }


def _read(data: Mapping[str, Any], root: bytes) -> Kept:
    return Kept(
        Roster.verified(data["roster"], root),
        tuple(Sealed(epoch, letters(device), key) for epoch, device, key in data["sealed"]),
        tuple(data["keys"]),
        tuple(Invited(*row) for row in data["invited"]),
        data["heads"],
        tuple(data.get("turned_away", ())),
        data.get("told", b""),
    )


def sealing_keys(kept: Kept, recovery: bytes) -> dict[bytes, bytes]:
    """The public keys known of an office, and the province's recovery key, by their hashes."""
    return {sealing.fingerprint(key): key for key in (*kept.keys, recovery)}
