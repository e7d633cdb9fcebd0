"""What only an engine of several processes can get wrong, and what a database does to a server."""

import threading
import time
from contextlib import contextmanager, suppress

import pytest

from desk import Refused, Unusable
from sync.errors import Offline
from sync.healing import notices
from sync.server import schema_postgres
from sync.server.address import address_of
from sync.server.engine import Away, Contact
from sync.server.engine_postgres import PostgresEngine
from sync.server.intake_postgres import Intake
from tests.sync.healing.conftest import Office
from tests.sync.healing.test_forks import agree, names_of
from tests.sync.offices import receive_case
from tests.sync.province import Province
from tests.sync.server.test_engines import ONE, TWO, InPostgres, chain


@pytest.fixture
def storage(cluster, database):
    made = InPostgres(cluster, database)
    yield made
    made.close()


@pytest.fixture
def province(tmp_path, storage):
    """A real server, kept in PostgreSQL."""
    made = Province(tmp_path, storage.open())
    yield made.start()
    made.stop()


def waiting(storage):
    """How many connections wait for somebody's lock."""
    [[count]] = storage.sql(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    return count


@contextmanager
def meanwhile(storage, do):
    """Begin something that has to wait for what is under way; it ends after the block."""
    thread = threading.Thread(target=do)
    thread.start()
    until = time.monotonic() + 30
    while waiting(storage) == 0:
        assert thread.is_alive() and time.monotonic() < until, "it did not wait"
        time.sleep(0.01)
    yield
    thread.join()


def test_a_late_commit_is_never_skipped(storage):
    """Who came first and commits late keeps the others waiting: nobody sees a later number before an earlier one."""
    engine, other = storage.open(), storage.open()
    one, two = chain(ONE, 2), chain(TWO, 1)
    engine.take("o", ONE, one[:1], None)
    with engine.db.transaction() as line:
        intake = Intake(line, "o")
        assert intake.take(one[1]) == ""
        intake.settle()
        with meanwhile(storage, lambda: other.take("o", TWO, two, None)):
            assert [s.hash for s in other.lacking("o", {})] == [one[0].hash]
            assert other.take("p", TWO, chain(TWO, 1, "p"), None) == [""]  # another office waits for nobody
            line.rows("COMMIT")
            line.rows("BEGIN")
    assert [(s.number, s.hash) for s in other.lacking("o", {})] == [
        (1, one[0].hash),
        (2, one[1].hash),
        (3, two[0].hash),
    ]


def test_one_pc_that_pushes_to_two_processes_at_once_is_kept_once(storage):
    engine, other = storage.open(), storage.open()
    one, said = chain(ONE, 4), []
    engine.take("o", ONE, one[:1], None)
    with engine.db.transaction() as line:
        intake = Intake(line, "o")
        assert [intake.take(segment) for segment in one[1:3]] == ["", ""]
        intake.settle()
        with meanwhile(storage, lambda: said.extend(other.take("o", ONE, one, None))):
            line.rows("COMMIT")
            line.rows("BEGIN")
    assert said == ["", "", "", ""]
    assert [s.hash for s in engine.lacking("o", {})] == [segment.hash for segment in one]


def test_what_was_not_committed_was_never_there(storage):
    engine, one = storage.open(), chain(ONE, 2)
    with suppress(ZeroDivisionError), engine.db.transaction() as line:
        intake = Intake(line, "o")
        assert intake.take(one[0]) == ""
        intake.settle()
        raise ZeroDivisionError
    assert (engine.heads("o"), engine.lacking("o", {})) == ({}, [])
    assert engine.take("o", ONE, one, None) == ["", ""]
    assert [s.number for s in engine.lacking("o", {})] == [1, 2]


def test_an_earlier_contact_that_is_written_down_later_changes_nothing(storage):
    engine = storage.open()
    engine.note("o", {ONE: Contact(7, 1)}, {})
    engine.note("o", {ONE: Contact(5, 9)}, {})
    assert engine.contacts("o") == {ONE: Contact(7, 1)}


def test_a_commit_is_on_the_disk_whatever_the_database_is_set_to(storage):
    storage.sql(f"ALTER DATABASE {storage.database} SET synchronous_commit = off")
    assert storage.open().db.rows("SHOW synchronous_commit") == [["on"]]


def test_a_database_that_forgets_at_a_power_cut_is_refused(storage):
    for value, opens in (("off", False), ("on", True)):
        storage.sql(f"ALTER SYSTEM SET fsync = {value}")
        storage.sql("SELECT pg_reload_conf()")
        while storage.sql("SHOW fsync") != [[value]]:
            time.sleep(0.01)
        if opens:
            storage.open()
        else:
            with pytest.raises(Unusable) as refused:
                storage.open()
            assert refused.value.key == "database.forgetful"


def test_an_empty_database_is_not_made_by_chance(cluster):
    address = address_of(cluster.url(name := cluster.make()))
    with pytest.raises(Refused) as refused:
        PostgresEngine(address)
    assert refused.value.key == "database.empty"
    made = [threading.Thread(target=lambda: PostgresEngine(address, make=True).close()) for _ in range(3)]
    for thread in made:  # processes that start at once take turns
        thread.start()
    for thread in made:
        thread.join()
    PostgresEngine(address).close()
    cluster.drop(name)


def test_a_newer_programs_database_is_refused_in_words(storage):
    storage.sql(f"UPDATE server SET version = {schema_postgres.VERSION + 1}")
    with pytest.raises(Unusable) as refused:
        storage.open()
    assert refused.value.key == "database.newer"


def test_every_table_is_spread_by_the_office_and_no_key_is_without_it(storage):
    spread = storage.sql(
        "SELECT relname, pg_get_partkeydef(oid), (SELECT count(*) FROM pg_inherits WHERE inhparent = pg_class.oid) "
        "FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'casedesk'::regnamespace"
    )
    assert {tuple(row[1:]) for row in spread if row[0] != "server"} == {("HASH (office)", schema_postgres.PARTITIONS)}
    unique = storage.sql(
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid WHERE indisunique "
        "AND NOT relispartition AND relnamespace = 'casedesk'::regnamespace"
    )
    assert len(unique) == 13 and all("(office" in definition for (definition,) in unique)


def test_a_restart_of_the_database_is_told_and_gone_on_after(storage, province, cluster, caplog):
    one, two = province.provision()
    line = one.carrier(province.address)
    one.exchange(line, [one.make()])
    cluster.stop()
    data = one.make()
    with pytest.raises(Offline) as refused:
        one.exchange(line, [data])
    assert refused.value.key == "sync.server_fault"
    with pytest.raises(Offline) as refused:
        line.introduce("00562", [])  # a letter
    assert refused.value.key == "sync.status"
    said = [record.getMessage().partition(": ")[0] for record in caplog.records]
    assert said == ["the database does not answer"] * 2
    caplog.clear()
    with pytest.raises(Away):
        province.engine.heads("00562")
    cluster.start()
    assert one.exchange(line, [data]).receipt.heads == one.heads
    two.exchange(two.carrier(province.address))
    assert two.received == one.own


def test_a_database_brought_back_from_an_old_copy_is_refilled_by_the_pcs(storage, province, cluster, tmp_path):
    office = Office(province, tmp_path / "pcs")
    receive_case(office["pc1"], "Trước bản sao lưu")
    office.sync("pc1")
    province.engine.db.close()
    backup = cluster.make(storage.database)
    for name in ("pc1", "pc2", "pc1"):
        receive_case(office["pc1"], f"Sau bản sao lưu, {name}")
        office.sync(name)
    province.engine.db.close()
    cluster.drop(storage.database)
    cluster.sql("postgres", f"ALTER DATABASE {backup} RENAME TO {storage.database}")
    office.sync("pc2")
    assert any("đã từng ký nhận" in said for said in notices.recent(office["pc2"]))
    agree(office, "pc1", "pc2")
    assert len(names_of(office["pc2"])) == 4
    for name in ("pc1", "pc2"):
        office.shut(name)
