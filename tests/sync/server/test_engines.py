"""Every engine passes the same tests."""

import threading
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Unusable
from sync import envelope
from sync.envelope import NOTHING_BEFORE, Header
from sync.frames import Partial
from sync.keys.sealing import Sealed, fingerprint
from sync.server.address import address_of
from sync.server.engine import Contact, Full
from sync.server.engine_postgres import PostgresEngine
from sync.server.engine_sqlite import SqliteEngine
from sync.wire import Head

KEY = Ed25519PrivateKey.generate()
ONE, TWO = "aaaaaaaa", "bbbbbbbb"


class Storage:
    """What a test's engine stands on: it can be opened several times, and be spoilt."""

    def __init__(self):
        self.opened = []

    def open(self):
        """Another engine over it, as another process has one."""
        self.opened.append(self.engine())
        return self.opened[-1]

    def close(self):
        for engine in self.opened:
            engine.close()


class InAFile(Storage):
    def __init__(self, path):
        super().__init__()
        self.path = path

    def engine(self):
        return SqliteEngine(self.path)

    def sql(self, statement):
        return self.opened[0]._db.execute(statement).fetchall()

    def literal(self, data):
        return f"x'{data.hex()}'"

    def fill(self):
        """Leave room for a little more."""
        [(pages,)] = self.sql("PRAGMA page_count")
        self.sql(f"PRAGMA max_page_count = {pages + 10}")

    def clear(self):
        self.sql("PRAGMA max_page_count = 100000")


class InPostgres(Storage):
    def __init__(self, cluster, database):
        super().__init__()
        self.cluster, self.database = cluster, database

    def engine(self):
        return PostgresEngine(address_of(self.cluster.url(self.database)))

    def sql(self, statement):
        return self.cluster.sql(self.database, statement)

    def literal(self, data):
        return f"'\\x{data.hex()}'"

    def fill(self):
        """Let the disk be full when the segments are in and their heads are to follow, by the word PostgreSQL has."""
        self.sql(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE SQLSTATE '53100'; END $$;"
            "CREATE TRIGGER no_room BEFORE INSERT ON head FOR EACH ROW EXECUTE FUNCTION casedesk.no_room()"
        )

    def clear(self):
        self.sql("DROP TRIGGER no_room ON head")


@pytest.fixture(params=["sqlite", "postgres"])
def storage(request, tmp_path):
    if request.param == "sqlite":
        made = InAFile(tmp_path / "server.db")
    else:
        made = InPostgres(request.getfixturevalue("cluster"), request.getfixturevalue("database"))
    yield made
    made.close()


@pytest.fixture
def engine(storage):
    return storage.open()


@pytest.fixture
def damaged(engine, storage):
    """Takes the segment of a place in the order of arrival off the disk; the engine as it is started anew."""

    def damage(number):
        storage.sql(f"DELETE FROM segment WHERE number = {number}")
        return storage.open()

    return damage


def chain(device=ONE, count=3, office="o", size=10):
    """Segments of two changes each, that continue each other."""
    made, previous = [], NOTHING_BEFORE
    for n in range(count):
        header = Header(office, device, 2 * n + 1, 2 * n + 2, 1, bytes(12), previous)
        made.append(envelope.parse(envelope.pack(header, bytes(size), KEY)))
        previous = made[-1].hash
    return made


def test_segments_are_kept_in_their_order_of_arrival(engine):
    one, two = chain(ONE), chain(TWO)
    assert engine.take("o", ONE, one[:2], None) == ["", ""]
    assert engine.take("o", TWO, two, None) == ["", "", ""]
    assert engine.take("o", ONE, one[2:], None) == [""]
    stored = engine.lacking("o", {})
    assert [s.hash for s in stored] == [s.hash for s in (*one[:2], *two, one[2])]
    assert [engine.segment("o", s.number) for s in stored] == [s.data for s in (*one[:2], *two, one[2])]
    assert [s.size for s in stored] == [len(s.data) for s in (*one[:2], *two, one[2])]
    assert engine.heads("o") == {ONE: Head(6, one[2].hash), TWO: Head(6, two[2].hash)}


def test_only_what_is_beyond_the_heads_is_lacking(engine):
    one, two = chain(ONE), chain(TWO)
    engine.take("o", ONE, [*one, *two], None)
    heads = {ONE: Head(4, b""), TWO: Head(6, b""), "cccccccc": Head(9, b"")}
    assert [s.hash for s in engine.lacking("o", heads)] == [one[2].hash]


def test_of_years_of_segments_only_the_first_are_looked_up(engine):
    one, two = chain(ONE), chain(TWO)
    engine.take("o", ONE, one[:2], None)
    engine.take("o", TWO, two, None)
    engine.take("o", ONE, one[2:], None)
    size = len(one[0].data)
    assert [s.hash for s in engine.lacking("o", {}, 0)] == [one[0].hash, one[1].hash]
    assert [s.hash for s in engine.lacking("o", {}, 2 * size)] == [one[0].hash, one[1].hash, two[0].hash]
    assert engine.lacking("o", {}, 99 * size) == engine.lacking("o", {})


def test_sending_twice_changes_nothing(engine):
    one = chain()
    engine.take("o", ONE, one, None)
    assert engine.take("o", ONE, one, None) == ["", "", ""]
    assert len(engine.lacking("o", {})) == 3


def test_a_gap_and_a_fork_are_named_and_not_kept(engine):
    one, other = chain(size=10), chain(size=20)
    assert engine.take("o", ONE, [one[1]], None) == ["gap"]
    assert engine.take("o", ONE, [one[0], other[0], other[1], one[1]], None) == ["", "fork", "fork", ""]
    assert [s.hash for s in engine.lacking("o", {})] == [one[0].hash, one[1].hash]


def test_a_segment_that_starts_elsewhere_is_a_fork(engine):
    one = chain()
    engine.take("o", ONE, one, None)
    wide = replace(one[1].header, last=9)
    assert engine.take("o", ONE, [envelope.parse(envelope.pack(wide, b"", KEY))], None) == ["fork"]


def test_what_lies_beyond_a_gap_joins_on_when_it_is_filled(engine, damaged):
    one = chain(count=4)
    engine.take("o", ONE, one, None)
    engine = damaged(2)
    assert engine.heads("o") == {ONE: Head(2, one[0].hash)}
    assert [s.hash for s in engine.lacking("o", {})] == [one[0].hash]
    assert [(b.hash, b.after, b.lost) for b in engine.beyond("o", TWO)] == [(s.hash, 2, False) for s in one[2:]]
    assert engine.take("o", TWO, one[1:2], None) == [""]
    assert engine.heads("o") == {ONE: Head(8, one[3].hash)}
    assert [s.hash for s in engine.lacking("o", {})] == [s.hash for s in one]
    assert engine.beyond("o", TWO) == []


def other(device=ONE, first=3, last=4, previous=NOTHING_BEFORE):
    """What a PC that was put back seals in the place of what it had sealed before."""
    return envelope.parse(envelope.pack(Header("o", device, first, last, 1, bytes(12), previous), b"new", KEY))


@pytest.mark.parametrize("last", [4, 5, 9])  # it ends before the next one, in it, beyond all
def test_what_lost_its_place_is_kept_and_handed_out_to_whoever_does_not_hold_it(engine, damaged, last):
    one, two = chain(count=4), chain(TWO)
    engine.take("o", ONE, [*one, *two], None)
    engine = damaged(2)
    anew = other(last=last, previous=one[0].hash)
    assert engine.take("o", ONE, [anew], None) == [""]
    assert engine.heads("o")[ONE] == Head(last, anew.hash)
    assert [s.hash for s in engine.lacking("o", {})] == [one[0].hash, *(s.hash for s in two), anew.hash]
    assert [(b.hash, b.device, b.first, b.last, b.after, b.size, b.lost) for b in engine.beyond("o", TWO)] == [
        (s.hash, ONE, s.header.first, s.header.last, 2, len(s.data), True) for s in one[2:]
    ]
    assert [engine.stray("o", b.hash) for b in engine.beyond("o", TWO)] == [s.data for s in one[2:]]
    engine.hold("o", TWO, [one[2].hash, bytes(32)])
    assert [b.hash for b in engine.beyond("o", TWO)] == [one[3].hash]
    assert len(engine.beyond("o", ONE)) == 2
    engine.hold("o", TWO, [one[3].hash], anew=True)
    assert [b.hash for b in engine.beyond("o", TWO)] == [one[2].hash]
    assert engine.beyond("p", TWO) == []


def test_what_nobody_will_fill_the_gap_before_has_lost_its_place(engine, damaged):
    one = chain()
    engine.take("o", ONE, one, None)
    engine = damaged(1)
    assert engine.heads("o") == {}
    engine.give_up("o", TWO)
    assert [b.lost for b in engine.beyond("o", TWO)] == [False, False]
    engine.give_up("o", ONE)
    assert [(b.after, b.lost) for b in engine.beyond("o", TWO)] == [(0, True), (0, True)]
    assert engine.take("o", TWO, one[:1], None) == [""]  # whoever had it after all
    assert (engine.heads("o"), engine.beyond("o", TWO)) == ({ONE: Head(6, one[2].hash)}, [])


def test_offices_do_not_see_each_other(engine):
    engine.take("o", ONE, chain(), Partial(bytes(32), 9, b"x"))
    assert engine.heads("p") == {}
    assert engine.lacking("p", {}) == []
    assert engine.staged("p", ONE) is None
    assert engine.take("p", ONE, chain(office="p")[:1], None) == [""]


def test_one_part_is_staged_for_each_device(engine):
    first, second = Partial(b"a" * 32, 90, b"xyz"), Partial(b"b" * 32, 80, b"uv")
    engine.take("o", ONE, [], first)
    engine.take("o", TWO, [], second)
    assert (engine.staged("o", ONE), engine.staged("o", TWO)) == (first, second)
    engine.take("o", ONE, [], second)
    assert engine.staged("o", ONE) == second
    engine.take("o", ONE, chain(), None)
    assert engine.staged("o", ONE) is None


def test_a_roster_comes_into_force_only_in_the_place_of_the_one_it_was_joined_to(engine):
    assert engine.roster("o") is None
    assert not engine.enrol("o", b"second", b"first")
    assert engine.enrol("o", b"first", None)
    assert not engine.enrol("o", b"other", None)
    assert engine.enrol("o", b"second", b"first")
    assert not engine.enrol("o", b"other", b"first")
    assert (engine.roster("o"), engine.offices()) == (b"second", ["o"])


def test_sealed_keys_are_handed_to_their_member_alone_and_nobody_crowds_them_out(engine):
    mine, other = Sealed(1, ONE, b"mine"), Sealed(1, TWO, b"other")
    engine.keep_sealed("o", [mine, mine, other])
    assert engine.sealed("o", ONE, [1, 2]) == [mine]
    assert engine.sealed("o", ONE, [2]) == engine.sealed("p", ONE, [1]) == []
    engine.keep_sealed("o", [Sealed(1, ONE, b"%d" % n) for n in range(50)])
    assert mine in engine.sealed("o", ONE, [1])
    assert len(engine.sealed("o", ONE, [1])) == 3
    assert engine.sealed_to("o") == {(1, ONE), (1, TWO)}


def test_sealing_keys_are_found_by_their_hash(engine):
    engine.keep_sealing_keys("o", [b"key", b"key", b"another"])
    hashes = [fingerprint(b"key"), fingerprint(b"stranger")]
    assert engine.sealing_keys("o", hashes) == [b"key"]
    assert engine.sealing_keys("p", hashes) == []


def test_a_box_holds_so_many_letters(engine):
    assert engine.post("o", "request", b"a", b"1", 2)
    assert engine.post("o", "request", b"b", b"2", 2)
    assert not engine.post("o", "request", b"c", b"3", 2)
    assert engine.post("o", "request", b"a", b"4", 2)
    assert engine.letters("o", "request") == {b"a": b"4", b"b": b"2"}
    assert engine.find_letter("request", b"b") == ("o", b"2")
    engine.discard("o", "request", b"b")
    assert engine.find_letter("request", b"b") is None
    assert engine.letters("p", "request") == engine.letters("o", "answer") == {}


def test_contacts_are_remembered(engine):
    engine.note("o", {ONE: Contact(5, -3), TWO: Contact(6, 0)}, {ONE: b"receipt"})
    engine.note("o", {ONE: Contact(7, 1)}, {})
    assert engine.contacts("o") == {ONE: Contact(7, 1), TWO: Contact(6, 0)}
    assert engine.contacts("p") == {}


def test_a_reader_that_only_moves_on_misses_nothing(engine, storage):
    """While four devices write at once, each to a process of its own, nobody sees n before everything below n."""
    devices = ["aaaaaaaa", "bbbbbbbb", "cccccccc", "dddddddd"]
    seen, stop = [], threading.Event()

    def read():
        finished = False
        while not finished:
            finished = stop.is_set()
            numbers = [s.number for s in engine.lacking("o", {})]
            assert numbers == list(range(1, len(numbers) + 1))
            seen.append(len(numbers))

    def write(device, writing):
        for segment in chain(device, 15):
            writing.take("o", device, [segment], None)

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write, args=[device, storage.open()]) for device in devices]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    reader.join()
    assert seen[-1] == 60


def test_a_full_disk_leaves_all_as_it_was(engine, storage):
    one = chain(count=40, size=5000)
    engine.take("o", ONE, one[:2], None)
    storage.fill()
    with pytest.raises(Full):
        engine.take("o", ONE, one[2:], None)
    assert engine.heads("o") == {ONE: Head(4, one[1].hash)}
    storage.clear()
    assert set(engine.take("o", ONE, one[2:], None)) == {""}


def test_a_file_that_is_not_the_servers_is_refused_in_words(tmp_path):
    path = tmp_path / "server.db"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(Unusable) as refused:
        SqliteEngine(path)
    assert refused.value.key == "server.file_unusable"
    path.unlink()
    newer = SqliteEngine(path)
    newer._db.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(Unusable) as refused:
        SqliteEngine(path)
    assert refused.value.key == "server.file_newer"
