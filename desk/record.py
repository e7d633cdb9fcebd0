"""What a record is: fields, each a register of versions, folded from changes that arrive in any order.

A version is live until the author of another version of the same field had seen it. Nothing here knows the order
of arrival: `Register.take` may be called with any subset of entries, in any order and repeatedly, and ends the same.
Edits, changes and entries stay as they were made; they are not frozen, which would take four times as long to make.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import Any, NamedTuple, get_type_hints

import cbor2

Vector = Mapping[str, int]
"""Device id -> the last sequence number of that device that was taken in, without gaps."""


@dataclass(slots=True)
class Edit:
    """The fields one change sets on one record, and only those."""

    kind: str
    id: str
    fields: Mapping[str, Any]


@dataclass(slots=True)
class Change:
    """What one officer did, as one atomic action. `by` is the officer's record id."""

    action: str
    edits: tuple[Edit, ...]
    by: str
    reason: str = ""


@dataclass(slots=True)
class Entry:
    """A change at its place in history.

    `seen` holds what the device had taken in of others; its own earlier changes are always seen. `at` is the device's
    wall time in s since 1970 UTC and `clock_error` its estimated error in s (None: not known): evidence, never order.
    """

    device: str
    seq: int
    seen: Vector
    lamport: int
    at: int
    clock_error: int | None
    change: Change


class Version(NamedTuple):
    """One value of one field, named by the device and sequence number of the change that wrote it."""

    device: str
    seq: int
    lamport: int
    value: Any


def precedence(version: Version) -> tuple[int, str]:
    """The order in which versions are shown: the same on every PC, and no clock has a say in it."""
    return version.lamport, version.device


@dataclass(frozen=True, slots=True)
class Rule:
    """How a field merges. `contend` keeps those live versions that a person may have to choose from.

    `care` says what is at stake: 'typing', 'identity', 'money', 'law' or 'number'. A value of a field that `ends`
    takes the record out of use: what others wrote into its other fields without having seen that stands against it.
    """

    care: str
    contend: Callable[[Sequence[Version]], Sequence[Version]] = tuple
    ends: bool = False


typing = Rule("typing")
identity = Rule("identity")
money = Rule("money")
law = Rule("law")
numbering = Rule("number")
ending = Rule("law", ends=True)


@dataclass(slots=True)
class Register:
    """The versions of one field. `cover` joins what the authors of all its versions had seen."""

    cover: dict[str, int] = field(default_factory=dict)
    live: tuple[Version, ...] = ()

    def take(self, entry: Entry, value: Any) -> None:
        """Take in the version that `entry` wrote; taking it twice changes nothing."""
        cover = self.cover = _cover(self.cover, entry)
        live = [old for old in self.live if old.seq > cover.get(old.device, 0)]
        own = (entry.device, entry.seq)
        if entry.seq > cover.get(entry.device, 0) and all(old[:2] != own for old in live):
            live.append(Version(*own, entry.lamport, value))
        self.live = tuple(live)

    def shown(self, rule: Rule) -> Any:
        """The value on display: the last contender by `precedence`.

        None only when forged histories claim to have seen each other; the log still holds their values.
        """
        if len(self.live) == 1 and rule.contend is tuple:
            return self.live[0].value
        last = max(rule.contend(self.live), key=precedence, default=None)
        return None if last is None else last.value

    def open(self, rule: Rule) -> list[Version]:
        """The versions in conflict, oldest first; empty while all contenders agree."""
        if len(self.live) < 2:
            return []
        contenders = sorted(rule.contend(self.live), key=precedence)
        return contenders if any(v.value != contenders[0].value for v in contenders) else []


def _cover(before: Vector, entry: Entry) -> dict[str, int]:
    """A cover joined with what the author of `entry` had seen. A new one: registers of one change share theirs."""
    cover = dict(before)
    for device, seq in entry.seen.items():
        if seq > cover.get(device, 0):
            cover[device] = seq
    if entry.seq - 1 > cover.get(entry.device, 0):
        cover[entry.device] = entry.seq - 1
    return cover


class Write(NamedTuple):
    """What one change has set and is live, of fields with the same cover."""

    device: str
    seq: int
    lamport: int
    cover: dict[str, int]
    values: dict[str, Any]


def _reaches(cover: Vector, write: Write) -> bool:
    if write.seq > cover.get(write.device, 0):
        return False
    return all(seq <= cover.get(device, 0) for device, seq in write.cover.items())


class State:
    """All registers of one record by field, including fields that this version of the program does not know.

    Packed: CBOR [format 2, [write, ...], {field: cover}], the last for fields of which no version is live. Format 1 is
    read for ever: [1, covers, {field: [place of its cover, [device, seq, lamport, value], ...]}]. A register is taken
    out of its packed form only when it is asked for: a save touches few of a record's fields.
    """

    __slots__ = ("_registers", "_writers", "_writes")

    def __init__(self, data: bytes | None = None) -> None:
        """The state that `bytes(state)` wrote, or an empty one."""
        self._registers: dict[str, Register] = {}
        self._writes: list[Write] = []
        self._writers: dict[str, list[Write]] = {}
        if data is not None:
            version, *content = cbor2.loads(data)
            (self._read_fields if version == 1 else self._read_writes)(*content)

    def _read_fields(self, covers: Sequence[dict[str, int]], table: Mapping[str, Sequence[Any]]) -> None:
        for name, (cover, *versions) in table.items():
            self._registers[name] = Register(covers[cover], tuple(Version(*version) for version in versions))

    def _read_writes(self, writes: Iterable[Sequence[Any]], bare: Mapping[str, dict[str, int]]) -> None:
        self._registers = {name: Register(cover) for name, cover in bare.items()}
        self._writes = [Write(*write) for write in writes]
        for write in self._writes:
            for name in write.values:
                self._writers.setdefault(name, []).append(write)

    def __contains__(self, name: str) -> bool:
        return name in self._registers or name in self._writers

    def __getitem__(self, name: str) -> Register:
        if name not in self._registers:
            writes = self._writers.pop(name)
            versions = tuple(Version(*write[:3], write.values.pop(name)) for write in writes)
            self._registers[name] = Register(writes[0].cover, versions)
        return self._registers[name]

    def names(self) -> set[str]:
        """The fields of which a version has arrived."""
        return {*self._registers, *self._writers}

    def take(self, entry: Entry, values: Mapping[str, Any]) -> None:
        """Take in the `values` that `entry` sets on this record; taking them twice changes nothing."""
        cover, fresh = _cover({}, entry), dict(values)
        for name in [name for name in values if name in self._writers or name in self._registers]:
            if not self._gives_way(name, cover):
                self[name].take(entry, fresh.pop(name))
        if fresh:
            write = Write(entry.device, entry.seq, entry.lamport, cover, fresh)
            self._writes.append(write)
            self._writers.update({name: [write] for name in fresh})

    def _gives_way(self, name: str, cover: Vector) -> bool:
        """Drop the one version of a field if `cover` reaches it and all that its author had seen; whether it does."""
        writes = self._writers.get(name, ())
        if len(writes) != 1 or not _reaches(cover, writes[0]):
            return False
        del writes[0].values[name]
        return True

    def shown(self, name: str, rule: Rule) -> Any:
        """The value of a field on display (`Register.shown`)."""
        if name not in self._registers and rule.contend is tuple and len(writes := self._writers[name]) == 1:
            return writes[0].values[name]
        return self[name].shown(rule)

    def open(self, name: str, rule: Rule) -> list[Version]:
        """The versions of a field in conflict (`Register.open`)."""
        return [] if len(self._writers.get(name, ())) == 1 else self[name].open(rule)

    def __bytes__(self) -> bytes:
        writes = [tuple(write) for write in (*self._writes, *self._rewritten()) if write.values]
        bare = {name: register.cover for name, register in self._registers.items() if not register.live}
        return cbor2.dumps([2, writes, bare])

    def _rewritten(self) -> Iterable[Write]:
        """The live versions of what was taken out of its packed form."""
        found: dict[tuple[str, int, int], Write] = {}
        for name, register in self._registers.items():
            for device, seq, lamport, value in register.live:
                of = (device, seq, id(register.cover))
                found.setdefault(of, Write(device, seq, lamport, register.cover, {})).values[name] = value
        return found.values()


@cache
def rules(record: type) -> dict[str, Rule]:
    """The merge rule of each field, as declared on the record's class; `id` has none."""
    hints = get_type_hints(record, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items() if hasattr(hint, "__metadata__")}


@cache
def _defaults(record: type) -> dict[str, Any]:
    return {f.name: None if f.default is MISSING else f.default for f in fields(record)}


def row(record: type, id: str, state: State) -> dict[str, Any]:
    """The record as a row: the value on display of each field known here, the default where none has arrived yet."""
    return {**_defaults(record), **shown(record, state, state.names()), "id": id}


def shown(record: type, state: State, names: Iterable[str]) -> dict[str, Any]:
    """The values on display of those of the fields `names` that are known here; a text is a text, whoever wrote it."""
    known, usual = rules(record), _defaults(record)
    found = {name: state.shown(name, known[name]) for name in names if name in known}
    return {
        name: value if type(value) is str or not isinstance(usual[name], str) else _text(value)
        for name, value in found.items()
    }


def _text(value: Any) -> str:
    """A value of another shape as the text that a field holds: a faulty or newer program may write any."""
    if value is None:
        return ""
    return value.hex() if isinstance(value, bytes) else str(value)


def conflicts(record: type, state: State, names: Iterable[str] | None = None) -> dict[str, list[Version]]:
    """The fields in conflict with their versions, oldest first; looks only at `names` if given."""
    known = rules(record)
    asked = state.names() if names is None else {*names, *(name for name, rule in known.items() if rule.ends)}
    found = {name: _contended(state, name, known[name]) for name in sorted(asked) if name in known and name in state}
    return {name: versions for name, versions in found.items() if versions}


def _contended(state: State, name: str, rule: Rule) -> list[Version]:
    """The versions of one field that a person has to choose from."""
    found = state.open(name, rule)
    return found or (_against(state, name) if rule.ends else [])


def _against(state: State, name: str) -> list[Version]:
    """An end and what was written beside it, neither author having seen the other's; each such edit says "no end"."""
    ended = [version for version in state[name].live if version.value]
    if not ended:
        return []
    own, cover = {version[:2] for version in ended}, state[name].cover
    beside = {
        Version(edit.device, edit.seq, edit.lamport, "")
        for other in state.names() - {name}
        if any(end.seq > state[other].cover.get(end.device, 0) for end in ended)
        for edit in state[other].live
        if edit.seq > cover.get(edit.device, 0) and edit[:2] not in own
    }
    return sorted([*ended, *beside], key=precedence) if beside else []


def restored(entries: Iterable[tuple[Entry, Mapping[str, Any]]]) -> State:
    """A record's state from all its entries, in whatever order they come."""
    state = State()
    for entry, values in entries:
        state.take(entry, values)
    return state
