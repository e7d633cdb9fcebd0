"""What those do who may speak for an office: the province, or a PC that the province lets enrol others.

Makes statements and seals content keys; keeps nothing and sends nothing. The caller puts `roster`, `content_keys`,
`sealing_keys` and `sealed` where they belong when all is done, so that an act is whole or was never made.
"""

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused
from sync.keys import sealing, statement
from sync.keys.member import Member, device_id, spelt
from sync.keys.membership import FIRST_EPOCH, next_epoch
from sync.keys.roster import Roster
from sync.keys.sealing import Sealed
from sync.keys.statement import PROVINCE, Kind, Statement

MOST_PCS = 99
"""The number of a PC has two digits on slips."""


def _now() -> int:
    return int(time.time() * 1000)


@dataclass
class Authority:
    """One signer's hand over one office.

    `signer` is a PC's id, or `PROVINCE`; `root` the province's public key. `content_keys` are those held, by epoch;
    `sealing_keys` the public keys of PCs and of recovery, by hash. `sealed` gathers what was sealed here.
    """

    key: Ed25519PrivateKey
    roster: Roster
    root: bytes
    signer: str = PROVINCE
    content_keys: dict[int, bytes] = field(default_factory=dict, repr=False)
    sealing_keys: dict[bytes, bytes] = field(default_factory=dict)
    sealed: list[Sealed] = field(default_factory=list)
    clock: Callable[[], int] = _now

    def say(self, kind: Kind, *values: Any) -> None:
        """Make a statement. Raises Refused when it would not count: not delegated, or no longer."""
        said = statement.sign(self.key, self.roster.place(self.signer), self.clock(), kind, *values)
        joined = self.roster.joined([said], self.root)
        if said not in joined.statements:
            raise Refused("keys.not_delegated", office=self.roster.office)
        self.roster = joined

    def open_office(self, name: str, recovery: bytes = b"") -> None:
        """Begin an office, or give it another name; `recovery` is the province's public recovery key."""
        if name and name != self.roster.name:
            self.say(Kind.OFFICE, name)
        if recovery and sealing.fingerprint(recovery) != self.roster.recovery:
            self.sealing_keys[sealing.fingerprint(recovery)] = recovery
            self.say(Kind.RECOVERY, sealing.fingerprint(recovery))

    def name_server(self, key: bytes) -> None:
        """Let the PCs pin another key of the server than they were given: the one it had is lost."""
        if key not in self.roster.servers[-1:]:
            self.say(Kind.SERVER, key)

    def adopt(self, epoch: int, key: bytes) -> None:
        """Hold the content key of an epoch, stating it where it was in use before there were statements."""
        self.content_keys[epoch] = key
        if epoch not in self.roster.epochs:
            self.say(Kind.EPOCH, epoch, sealing.commitment(key), [])
            self.seal_to_all([epoch])

    def enrol(self, key: bytes, sealing_key: bytes, pc: int, name: str, replaces: str = "") -> Member:
        """Make a PC a member and seal every content key held to it.

        `key` is its Ed25519 key. Raises Refused for a number or key that is taken, or a number not given to us.
        """
        device = self._new(key, pc)
        if replaces and self.roster.find(replaces) is None:
            raise Refused("keys.no_device", field="replaces", device=replaces, office=self.roster.office)
        hash = sealing.fingerprint(sealing_key)
        self.sealing_keys[hash] = sealing_key
        self.say(Kind.DEVICE, key, hash, pc, name, spelt(replaces) if replaces else None)
        if not self.roster.epochs:
            self.open_epoch()
        else:
            self.seal_for(device, sealing_key)
        return self._taken_in(device, pc)

    def restate(self, said: Statement, pc: int, name: str) -> Member:
        """Make a PC a member by another's word for it that does not count (`disowned`), under this number and name.

        Content keys are sealed to it where its sealing key is held. Raises Refused as `enrol` does.
        """
        key, hash, _, _, replaces = said.values[:5]
        device = self._new(key, pc)
        self.say(Kind.DEVICE, key, hash, pc, name, replaces)
        if (sealing_key := self.sealing_keys.get(hash)) is not None:
            self.seal_for(device, sealing_key)
        return self._taken_in(device, pc)

    def _new(self, key: bytes, pc: int) -> str:
        """The id of a PC that is no member yet and may have this number. Raises Refused."""
        device = device_id(key)
        if self.roster.find(device) is not None:
            raise Refused("keys.already_member", device=device)
        if not 1 <= pc <= MOST_PCS or any(member.pc == pc for member in self.roster.members):
            raise Refused("keys.number_taken", field="pc", pc=pc)
        return device

    def _taken_in(self, device: str, pc: int) -> Member:
        member = self.roster.find(device)
        if member is None:
            raise Refused("keys.number_taken", field="pc", pc=pc)
        return member

    def free_numbers(self, wanted: int = 1) -> list[int]:
        """The next numbers that may be given to PCs here. Raises Refused when there are not that many left."""
        taken = {member.pc for member in self.roster.members}
        given = [numbers for allowed in self.roster.delegates.values() for numbers in allowed.numbers]
        if self.signer == PROVINCE:
            after = max((pc for pc in taken if not any(pc in numbers for numbers in given)), default=0)
            free = [n for n in range(after + 1, MOST_PCS + 1) if not any(n in numbers for numbers in given)]
        else:
            own = self.roster.delegates.get(self.signer)
            free = [n for numbers in (own.numbers if own else ()) for n in numbers]
        free = [n for n in free if n not in taken]
        if len(free) < wanted:
            raise Refused("keys.no_numbers", office=self.roster.office, left=len(free))
        return free[:wanted]

    def revoke(self, device: str, last: int) -> None:
        """End a PC's membership with its change number `last`, and begin an epoch that it has no key of."""
        member = self.roster.find(device)
        if member is None:
            raise Refused("keys.no_device", field="device", device=device, office=self.roster.office)
        if member.revoked_after is not None and member.revoked_after <= last:
            raise Refused("keys.already_revoked", field="device", device=member.name)
        self.say(Kind.REVOKED, spelt(device), last, self._stated(device))
        if any(member.sealing in self.sealing_keys for member in self.roster.live):
            self.open_epoch()

    def delegate(self, device: str, numbers: range) -> None:
        """Let a PC enrol and revoke others of its office, giving them these numbers."""
        member = self.roster.find(device)
        if member is None or member.revoked_after is not None:
            raise Refused("keys.no_device", field="device", device=device, office=self.roster.office)
        given = [n for id, d in self.roster.delegates.items() if id != device for span in d.numbers for n in span]
        taken = {member.pc for member in self.roster.members}
        if not numbers or numbers[0] < 1 or numbers[-1] > MOST_PCS or (set(given) | taken) & set(numbers):
            raise Refused("keys.bad_numbers", field="numbers", first=numbers.start, last=numbers.stop - 1)
        self.say(Kind.DELEGATE, spelt(device), numbers[0], numbers[-1])

    def withdraw(self, device: str) -> None:
        """Take nothing more from a PC that might enrol; what it has stated so far stays."""
        if device not in self.roster.delegates:
            raise Refused("keys.not_delegate", field="device", device=device)
        self.say(Kind.WITHDRAWN, spelt(device), self._stated(device))

    def open_epoch(self) -> int:
        """Begin an epoch with a new content key, sealed to every live PC and for recovery; its number."""
        key, gone = os.urandom(32), [spelt(m.id) for m in self.roster.members if m.revoked_after is not None]
        own = self.roster.find(self.signer) if self.signer else None
        before = [FIRST_EPOCH] if self.roster.listed else []
        commitment, known = sealing.commitment(key), [*before, *self.roster.epochs, *self.content_keys]
        number = next_epoch(known, own.pc if own else 0, commitment)
        self.say(Kind.EPOCH, number, commitment, gone)
        self.content_keys[number] = key
        self.seal_to_all([number])
        return number

    def seal_to_all(self, epochs: Iterable[int]) -> None:
        """Seal content keys to every live PC whose sealing key is known here, and for recovery."""
        epochs = list(epochs)
        for member in self.roster.live:
            if (public_key := self.sealing_keys.get(member.sealing)) is not None:
                self.seal_for(member.id, public_key, epochs)
        if (recovery := self.sealing_keys.get(self.roster.recovery)) is not None:
            self.seal_for(PROVINCE, recovery, epochs)

    def seal_for(self, device: str, public_key: bytes, epochs: Iterable[int] | None = None) -> None:
        """Seal content keys held, all of them unless told which, to one PC or ("") for recovery."""
        for epoch in self.content_keys if epochs is None else epochs:
            self.sealed.append(
                sealing.seal(self.content_keys[epoch], public_key, self.roster.office, epoch, device)
            )  # fmt: skip

    def _stated(self, device: str) -> int:
        return self.roster.place(device).number - 1
