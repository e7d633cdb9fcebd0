"""What this PC says and hears of its office's membership in an exchange, with the province or another PC (`news`).

Of a content key that nobody has sealed to a member yet, a PC that holds it seals one: so a PC enrolled by one authority
gets the keys of an epoch that another had opened meanwhile. For whom it does so says `vouching`.
"""

import cbor2
from sqlite_utils.db import Database

from desk import store
from sync.errors import Tampered
from sync.keys import keyring, news, refusals, sealing
from sync.keys.authority import Authority
from sync.keys.keyring import Keyring
from sync.keys.news import News, Tip
from sync.keys.sealing import Sealed
from sync.keys.statement import Kind, Statement
from sync.keys.vouching import vouched

MOST_SEALED, MOST_KEYS = 8, 4
"""Of each kind said at once: with `news.LARGEST` of statements they fit into a hello."""


def say(db: Database, ring: Keyring, theirs: News | None) -> News:
    """What to say to a side whose last word was `theirs`, None where it has not spoken in this exchange."""
    statements = news.fitting(news.beyond(ring.roster.statements, theirs.tips)) if theirs else []
    lacking = [*ring.lacking, *keyring.unknown_epochs(db, ring)]
    wanted: list[int | bytes] = [*lacking, *_keys_wanted(db, ring)]
    sealed = [
        Sealed(*row) for row in db.execute("SELECT epoch, device, data FROM sealed LIMIT ?", [MOST_SEALED]).fetchall()
    ]
    keys = [
        data for (data,) in db.execute("SELECT data FROM sealing_key WHERE NOT told LIMIT ?", [MOST_KEYS]).fetchall()
    ]
    own = [sealing.public(ring.sealing)] if lacking else []  # for whoever may seal them: it may have got lost
    return News(news.tips(ring.roster.statements), statements, sealed, [*own, *keys][:MOST_KEYS], wanted)


def _keys_wanted(db: Database, ring: Keyring) -> list[bytes]:
    """Who may enrol must be able to seal the next epoch's key to everybody."""
    if not ring.roster.may_enrol(ring.device):
        return []
    hashes = [*(member.sealing for member in ring.roster.live), ring.roster.recovery]
    return [hash for hash in hashes if hash and keyring.sealing_key(db, hash) is None]


def known(db: Database) -> News | None:
    """What the province last said that it holds; None before it said anything."""
    row = db.execute("SELECT value FROM secret WHERE name = 'told'").fetchone()
    return News.of(cbor2.loads(row[0])) if row else None


def told(db: Database, ring: Keyring, said: News, theirs: News | None) -> None:
    """Note what the province holds now, and that it has what this PC carried for others.

    That not before it holds the statements they belong to.
    """
    tips = theirs.tips if theirs else said.tips
    if (before := known(db)) is None or before.tips != tips:
        row = [cbor2.dumps(News(tips).to_cbor())]
        with store.transaction(db):
            db.execute("INSERT OR REPLACE INTO secret VALUES ('told', ?)", row)
    if (said.sealed or said.keys) and not (theirs and news.beyond(ring.roster.statements, theirs.tips)):
        with store.transaction(db):
            db.conn.executemany("DELETE FROM sealed WHERE epoch = ? AND device = ?", [s[:2] for s in said.sealed])
            hashes = [[sealing.fingerprint(key)] for key in said.keys]
            db.conn.executemany("UPDATE sealing_key SET told = 1 WHERE hash = ?", hashes)


def hear(db: Database, ring: Keyring, theirs: News) -> None:
    """Take in what holds of the other side's news; what does not is left out and stops nothing."""
    arrived = []
    for data in theirs.statements:
        try:
            arrived.append(Statement.read(data))
        except Tampered:
            continue
    with store.transaction(db):
        joined = ring.roster.joined(arrived, ring.root) if arrived else ring.roster
        if joined.hash != ring.roster.hash:
            keyring.keep(db, ring, joined)
        refusals.note(db, ring.roster, ring.root, theirs.statements)
        keyring.take_keys(db, ring, theirs.sealed)
        known = {member.sealing for member in ring.roster.members} | {ring.roster.recovery}
        for key in theirs.keys:
            if sealing.fingerprint(key) in known:
                keyring.carry_key(db, key, told=True)
        _help(db, ring, theirs)
        _renew_epoch(db, ring)


def server_named(db: Database, ring: Keyring, theirs: News | None) -> bool:
    """Take in statements from who is not believed; whether the province names another server's key in them."""
    before = ring.server
    if theirs and theirs.statements:
        hear(db, ring, News(theirs.tips, theirs.statements))
    return ring.server != before


def answer(db: Database, ring: Keyring, device: str, theirs: News) -> News | None:
    """Hear another PC of the office, and what to tell it: statements, and the content keys that it lacks.

    None where nothing is new on either side.
    """
    hear(db, ring, theirs)
    own = news.tips(ring.roster.statements)
    going = news.fitting(news.beyond(ring.roster.statements, theirs.tips))
    opened = [s.values[0] for s in map(Statement.read, going) if s.kind == Kind.EPOCH]
    epochs = [epoch for epoch in {*opened, *theirs.wanted} if isinstance(epoch, int)]
    held = (keyring.sealing_key(db, want) for want in theirs.wanted if isinstance(want, bytes))
    keys = [key for key in held if key is not None]
    try:
        sealed = keyring.seal_for(db, ring, device, epochs) if epochs else []
    except Tampered:
        sealed = []
    if own == theirs.tips and not (sealed or keys):
        return None
    return News(own, going, sealed, keys)


def _help(db: Database, ring: Keyring, theirs: News) -> None:
    for epoch, device in theirs.helps:
        if not vouched(db, ring, device):
            continue
        try:
            keyring.carry(db, keyring.seal_for(db, ring, device, [epoch]))
        except Tampered:
            continue


def _renew_epoch(db: Database, ring: Keyring) -> None:
    """Where a revoked PC holds every content key in use, and this PC may, begin a new epoch."""
    gone = {member.id for member in ring.roster.members if member.revoked_after is not None}
    fresh = any(gone <= epoch.without for epoch in ring.roster.epochs.values())
    if ring.roster.epochs and not fresh and ring.roster.may_enrol(ring.device):
        hand = authority(db, ring)
        hand.open_epoch()
        keep(db, ring, hand)


def more(db: Database, ring: Keyring, said: News, theirs: News | None) -> bool:
    """Whether something is left to be said to a side after `said` and its answer, or asked of it."""
    if theirs is None:
        return False
    if news.beyond(ring.roster.statements, theirs.tips) or _behind(ring, theirs):
        return True
    mentioned = {sealed[:2] for sealed in said.sealed}
    rows = db.execute("SELECT epoch, device FROM sealed LIMIT ?", [MOST_SEALED]).fetchall()
    return any(row not in mentioned for row in rows)


def _behind(ring: Keyring, theirs: News) -> bool:
    """Whether the other side told of statements that have not all come yet."""
    own = news.tips(ring.roster.statements)
    return any(tip.held > own.get(signer, Tip(0, b"")).held for signer, tip in theirs.tips.items())


def authority(db: Database, ring: Keyring) -> Authority:
    """This PC's own hand over its office; what it does counts if the province lets it."""
    keys = dict(db.execute("SELECT hash, data FROM sealing_key").fetchall())
    return Authority(ring.signing, ring.roster, ring.root, ring.device, dict(ring.office_keys), keys)


def keep(db: Database, ring: Keyring, hand: Authority) -> None:
    """Keep what an authority of this PC did, inside the caller's transaction."""
    keyring.keep(db, ring, hand.roster)
    ring.office_keys = hand.content_keys
    db.conn.executemany("INSERT OR IGNORE INTO office_key VALUES (?, ?)", list(hand.content_keys.items()))
    for public_key in hand.sealing_keys.values():
        keyring.carry_key(db, public_key)
    keyring.carry(db, [sealed for sealed in hand.sealed if sealed.device != ring.device])
    hand.sealed.clear()
