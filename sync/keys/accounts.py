"""Officers' accounts: a key pair whose private half is wrapped under the password, and how it is changed.

An account travels in the log like every record, so that a PC which has taken it in lets its officer log in without any
network: it seals its own file's key to the account's public key. A new password is a new key pair. `account.lock`:

    CBOR [format 1, public key (X25519, 32 bytes), salt (16), nonce (12),
          private key under the password (AES-256-GCM, 48), Argon2id memory in KiB, passes, lanes, provisional]
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

import cbor2
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlite_utils.db import Database

from desk import Refused, lists, store
from desk.counter import Hand
from desk.officers import passwords, rights, staff
from desk.officers.officer import Account, Officer, Role, appoint, duty
from desk.record import Change, Edit
from sync.keys import vault
from sync.keys.vault import Lock

FORMAT = 1
MOST_MEMORY_KIB, MOST_PASSES, MOST_LANES = 1024 * 1024, 16, 16
"""What a lock written at another PC may ask of this one at the most."""


def issue(officer: str, password: str, *, provisional: bool) -> bytes:
    """A new lock for an officer (record id) with a new key pair. Raises Refused for an empty password."""
    private = X25519PrivateKey.generate()
    lock = vault.fit(officer, "", password, private.private_bytes_raw())
    public = private.public_key().public_bytes_raw()
    cost = [lock.memory_kib, lock.passes, lock.lanes]
    return cbor2.dumps([FORMAT, public, lock.salt, lock.nonce, lock.wrapped, *cost, provisional])


def lock_for(account: Account, name: str, file_key: bytes) -> Lock | None:
    """This PC's lock for an account; None for one of a newer format, damaged, or asking too much."""
    try:
        format, public, salt, nonce, wrapped, memory_kib, passes, lanes, provisional, *_ = cbor2.loads(account.lock)
        sound = (format, len(salt), len(nonce), len(wrapped)) == (FORMAT, 16, 12, 48)
        modest = 8 * lanes <= memory_kib <= MOST_MEMORY_KIB and 1 <= passes <= MOST_PASSES and 1 <= lanes <= MOST_LANES
        if not (sound and modest):
            return None
        door = vault.door(account.officer, public, file_key)
    except (ValueError, TypeError, cbor2.CBORDecodeError):
        return None
    cost = {"memory_kib": memory_kib, "passes": passes, "lanes": lanes}
    return Lock(
        account.officer, name, salt, nonce, wrapped, **cost, door=door, account=_mark(account),
        provisional=bool(provisional),
    )  # fmt: skip


def _mark(account: Account) -> str:
    return hashlib.sha256(account.lock).hexdigest()[:16]


def fitted(locks: Sequence[Lock], db: Database, file_key: bytes, today: date) -> tuple[Lock, ...]:
    """The locks that this PC should have, in their order, new accounts last.

    Those of officers who hold no role today fall away, unless nobody who looks after accounts would be left.
    """
    accounts = {account.officer: account for account in store.select(db, Account, "ORDER BY rowid")}
    names = {officer.id: officer.name for officer in store.select(db, Officer)}
    known = {lock.officer: lock for lock in locks}
    every = dict.fromkeys([*known, *accounts])
    found = [
        lock for id in every if (lock := _fit(known.get(id), accounts.get(id), names.get(id, ""), file_key)) is not None
    ]
    roles = {lock.officer: staff.roles_of(db, lock.officer, today) for lock in found}
    staying = tuple(lock for lock in found if roles[lock.officer])
    return staying if any(Role.ADMIN in roles[lock.officer] for lock in staying) else tuple(found)


def _fit(lock: Lock | None, account: Account | None, name: str, file_key: bytes) -> Lock | None:
    named = replace(lock, name=name or lock.name) if lock else None
    if account is None or (lock and lock.account == _mark(account)):
        return named
    fresh = lock_for(account, name, file_key)
    if fresh is None:
        return named
    return replace(fresh, tried=lock.tried) if lock else fresh


def first(name: str, password: str, hand: Hand, *, provisional: bool) -> Change:
    """The first officer of a PC, who holds every role."""
    return _appointed(name, tuple(Role), password, hand, until="", provisional=provisional)


def add(
    db: Database, name: str, roles: Iterable[Role], password: str, *, until: str = "", provisional: bool = True
) -> Callable[[Hand], Change]:
    """The decision to appoint an officer with an account, with roles that end after `until` (ISO date) if given.

    The account is provisional: at the first log-in the officer chooses a password. Raises Refused for a weak password
    and for a name that is taken.
    """
    passwords.demand(password, name)

    def decide(hand: Hand) -> Change:
        rights.demand(hand.roles, "appoint")
        if store.select(db, Officer, "WHERE name = ?", [name.strip()]):
            raise Refused("home.officer_exists", field="name", name=name.strip())
        return _appointed(name, tuple(roles), password, hand, until=until, provisional=provisional)

    return decide


def _appointed(
    name: str, roles: tuple[Role, ...], password: str, hand: Hand, *, until: str, provisional: bool
) -> Change:
    officer, account = hand.new_id(), hand.new_id()
    more = [Edit("account", account, {"officer": officer, "lock": issue(officer, password, provisional=provisional)})]
    if until:
        more += [
            duty(officer, role, until=until, since=hand.at[:10], new_id=hand.new_id()) for role in dict.fromkeys(roles)
        ]
    return appoint(name, () if until else dict.fromkeys(roles), new_id=officer, by=hand.by, more=more)


def choose(db: Database, new: str, before: str = "") -> Callable[[Hand], Change]:
    """The decision of an officer to have another password. Raises Refused for a weak one, or the one `before`."""

    def decide(hand: Hand) -> Change:
        passwords.demand(new, staff.named(db, hand.by).name, before)
        return Change("password", (_renewal(db, hand.by, new, hand, provisional=False),), hand.by)

    return decide


def reset(db: Database, officer: str, temporary: str) -> Callable[[Hand], Change]:
    """An administrator's decision to give an officer a temporary password. Raises Refused for a weak one."""

    def decide(hand: Hand) -> Change:
        rights.demand(hand.roles, "reset")
        passwords.demand(temporary, staff.named(db, officer).name)
        return Change("reset", (_renewal(db, officer, temporary, hand, provisional=True),), hand.by)

    return decide


def _renewal(db: Database, officer: str, password: str, hand: Hand, *, provisional: bool) -> Edit:
    """The officer's account with another lock; a new account where there was none."""
    lock = issue(officer, password, provisional=provisional)
    held = store.select(db, Account, "WHERE officer = ? ORDER BY rowid DESC LIMIT 1", [officer])
    return Edit("account", held[0].id, {"lock": lock}) if held else _opened(officer, lock, hand)


def _opened(officer: str, lock: bytes, hand: Hand) -> Edit:
    return Edit("account", hand.new_id(), {"officer": officer, "lock": lock})


def disputed(db: Database, officer: str) -> bool:
    """Whether two PCs have set this officer's name or password without knowing of each other."""
    held = [account.id for account in store.select(db, Account, "WHERE officer = ?", [officer])]
    return bool(lists.disputed(db, [officer], "officer") or lists.disputed(db, held, "account"))
