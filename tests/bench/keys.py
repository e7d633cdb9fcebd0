"""Keys: how long until a new PC belongs to its office, what a roster costs to check, what membership weighs on a line.

Beside the roster: the bare Ed25519 verifications of as many statements, which no roster can go below.
"""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import enrolling, home
from sync.carriers.mailing import Mailing
from sync.exchange import carrier_of, exchange
from sync.jobs import run
from sync.keys import issuing, news, provision_file, sealing, statement
from sync.keys.authority import Authority
from sync.keys.invitation import Invitation
from sync.keys.request import Admission, Request
from sync.keys.roster import Roster
from sync.keys.statement import Kind
from sync.mail import Query
from sync.server import acting
from tests.bench import replacing
from tests.bench.measure import timed
from tests.bench.table import Figure
from tests.sync.province import Province

PASSWORD = "Mot-cua-2026"
DEVICES, OFFICES = 1350, 150
HOUR = 3_600_000


def measure(temp: Path, *, quick: bool = False) -> Iterator[Figure]:
    """The figures of this group; `quick` only shows that it runs."""
    yield from _enrolment(temp)
    yield from replacing.measure(temp / "replaced", 20 if quick else 2000, _delegate)
    yield from _rosters(90 if quick else DEVICES, 10 if quick else OFFICES)
    yield from _weights()


def _enrolment(temp: Path) -> Iterator[Figure]:
    """A new PC over loopback and by two files, with passwords stretched in full; people's own time is not in it."""
    province = Province(temp / "province").start()
    try:
        province.provision(pcs=1)
        one = _first(province, temp / "pc1")
        start = perf_counter()
        made = issuing.invite(one.db, one.keyring, province.address, int(one.clock() * 1000) + HOUR)
        enrolling.begin(temp / "pc2", made, "Cán bộ 2", PASSWORD)
        begun = perf_counter() - start
        start = perf_counter()
        desk = home.open_home(temp / "pc2", PASSWORD, waiting=True)
        enrolling.ask(temp / "pc2", desk, province.address)
        query = Query("00562", one.device.id, int(one.clock())).signed(one.keyring.signing)
        [asked] = Mailing(province.address, one.keyring.server).send("requests", query)
        issuing.approve(one.db, one.keyring, Request.read(asked), int(one.clock() * 1000))
        _sync(one, province)
        assert enrolling.ask(temp / "pc2", desk, province.address)
        yield Figure("time to enrol: keys, home, request", begun, "s")
        yield Figure("time to enrol: asked, approved, started, over loopback", perf_counter() - start, "s")
        desk.close()
        yield from _by_files(one, temp)
        one.close()
    finally:
        province.stop()


def _by_files(one: object, temp: Path) -> Iterator[Figure]:
    start = perf_counter()
    made = issuing.invite(one.db, one.keyring, "", int(one.clock() * 1000) + HOUR)
    made.write(temp / "invitation")
    request = enrolling.begin(temp / "pc3", Invitation.read(temp / "invitation"), "Cán bộ 3", PASSWORD)
    admission = bytes(issuing.approve(one.db, one.keyring, request, int(one.clock() * 1000)))
    desk = home.open_home(temp / "pc3", PASSWORD, waiting=True)
    enrolling.take(temp / "pc3", desk, Admission.read(admission, desk.device.id))
    desk.close()
    yield Figure("time to enrol: by two files, all of it", perf_counter() - start, "s", most=600.0)
    yield Figure("request of a new PC", len(request.data), "B")
    yield Figure("admission into an office of 3 PCs", len(admission), "B")


def _first(province: Province, folder: Path) -> object:
    file = provision_file.read(province.folder / "out" / "00562" / "pc1.casedesk")
    home.make(folder, file, "Cán bộ 1", PASSWORD, server=province.address)
    _delegate(province, file.device)
    desk = home.open_home(folder, PASSWORD)
    _sync(desk, province)
    return desk


def _delegate(province: Province, device: str) -> None:
    document = province.engine.roster("00562")
    hand = acting.authority(province.engine, province.keys.province, Roster.verified(document, province.keys.root))
    hand.delegate(device, range(80, 90))
    acting.keep(province.engine, hand, document)


def _sync(desk: object, province: Province) -> None:
    carrier = carrier_of(desk, province.address)
    run(exchange(desk, carrier))
    carrier.close()


def _rosters(devices: int, offices: int) -> Iterator[Figure]:
    root = Ed25519PrivateKey.generate()
    pinned = root.public_key().public_bytes_raw()
    one = _signed(root, pinned, devices)
    bare = timed(lambda: [each.verify(pinned) for each in one])[0]
    folded, roster = timed(lambda: Roster.folded("00562", one, pinned))
    document = bytes(roster)
    read, _ = timed(lambda: Roster.verified(document, pinned))
    many = [bytes(Roster.folded("00562", _signed(root, pinned, devices // offices), pinned)) for _ in range(offices)]
    told, _ = timed(lambda: [Roster.verified(each, pinned) for each in many])
    yield Figure(f"fold of one roster of {devices:,} devices", folded, "s", bare, "bare signatures")
    yield Figure(f"reading and checking its document of {len(document):,} B", read, "s", bare, "bare signatures")
    yield Figure(f"checking {devices:,} devices in {offices} offices", told, "s", bare, "bare signatures")
    yield Figure("bytes per device", len(document) / devices, "B")


def _signed(root: Ed25519PrivateKey, pinned: bytes, devices: int) -> list:
    place, said = Roster.empty("00562").place(), []
    for number in range(1, devices + 1):
        key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
        values = (key, bytes(32), number, f"MÁY-{number:02}", None)
        said.append(statement.sign(root, place, 1_760_000_000_000, Kind.DEVICE, *values))
        place = said[-1].next
    return said


def _weights() -> Iterator[Figure]:
    root = Ed25519PrivateKey.generate()
    hand = Authority(root, Roster.empty("00562"), root.public_key().public_bytes_raw())
    hand.open_office("UBND phường Cửa Nam")
    for number in range(1, 10):
        opening = sealing.public(sealing.new())
        key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
        hand.enrol(key, opening, number, f"MÁY-{number:02}")
    before = len(hand.roster.statements)
    hand.sealed.clear()
    seconds, _ = timed(lambda: hand.revoke(hand.roster.members[0].id, 7))
    said = sum(len(each.data) for each in hand.roster.statements[before:])
    yield Figure("idle news of membership in an exchange", _idle(hand.roster), "B")
    yield Figure("revoking a PC among 9 and sealing a new epoch", seconds * 1000, "ms")
    yield Figure("revocation and new epoch for one of the other PCs", said + sealing.SEALED, "B")


def _idle(roster: Roster) -> int:
    return len(cbor2.dumps(news.News(news.tips(roster.statements)).to_cbor()))
