"""A PC that the server does not know brings the words that let it in, over its own line.

Who took it in has told nobody yet, or has forgotten it (put back to an old copy), or the server has. What the server
believes of them stands on the signatures; a PC whose delegate's word no longer counts (`keys/disowned`) stays unknown
until the province decides, and is told so.
"""

from collections.abc import Generator, Sequence
from functools import partial

import cbor2
from sqlite_utils.db import Database

from desk import Refused, store
from sync.carriers.carrier import Carrier
from sync.desk import Desk
from sync.errors import Tampered
from sync.jobs import Job
from sync.keys import disowned, news, sealing
from sync.keys.keyring import Keyring
from sync.keys.statement import Statement

AGAIN = 86_400
"""Seconds after which the same words are brought again to a server that did not believe them: bytes cost money."""


def introduce(desk: Desk, carrier: Carrier, unknown: Tampered) -> Generator[Job, None, None]:
    """Bring the words to the server that said `unknown`, so that it can be asked again.

    Raises that where the server does not take them; Tampered "sync.server_unvouched" where it has them already, and
    does not believe who said them; Offline.
    """
    mark, now = _mark(desk.keyring), int(desk.clock())
    known, at = _last(desk.db)
    if known == mark and abs(now - at) < AGAIN:
        raise Tampered("sync.server_unvouched", device=desk.device.id, words=own_words(desk.keyring)) from unknown
    words = [*desk.keyring.roster.statements, *map(Statement.read, disowned.kept(desk.db).values())]
    try:
        while words:
            some = news.fitting(words)
            yield partial(carrier.introduce, desk.office.code, some)
            words = words[len(some) :]
    except Refused as error:
        raise unknown from error
    with store.transaction(desk.db):
        desk.db.execute("INSERT OR REPLACE INTO secret VALUES ('introduced', ?)", [cbor2.dumps([mark, now])])


def believed(db: Database, said: Sequence[bytes]) -> None:
    """Note that the server knows this PC and heard what it `said`: should it forget it, it is told at once."""
    if said or _last(db)[0]:
        with store.transaction(db):
            db.execute("DELETE FROM secret WHERE name = 'introduced'")
            disowned.told(db, said)


def own_words(ring: Keyring) -> str:
    """The eight words that whoever lets this PC in after all compares."""
    key = ring.signing.public_key().public_bytes_raw()
    return disowned.own_words(key, sealing.fingerprint(sealing.public(ring.sealing)))


def _mark(ring: Keyring) -> bytes:
    return ring.server + ring.roster.hash


def _last(db: Database) -> tuple[bytes, int]:
    row = db.execute("SELECT value FROM secret WHERE name = 'introduced'").fetchone()
    mark, at = cbor2.loads(row[0]) if row else (b"", 0)
    return mark, at
