"""Files of earlier releases open for ever: homes, servers and what the province handed out.

`v0.1.0` was made by that program: a server with an office of three PCs, the home of the second with two cases and a
corrected telephone number that it had not delivered, and all three files of the PCs.
"""

import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import store
from desk.cases import Case
from sync import segments
from sync.envelope import Header, parse
from sync.exchange import carrier_of, exchange
from sync.home import make, open_home
from sync.jobs import run
from sync.keys import provision_file
from sync.keys.roster import Member, Roster
from sync.server import store as server_store
from sync.server.app import App
from sync.server.provision import provision
from sync.server.revoke import revoke
from sync.server.serve import listen
from tests.sync.offices import PASSWORD

OLD = Path(__file__).parents[1] / "old_files" / "v0.1.0"


@pytest.fixture
def served(tmp_path):
    """The old server, running, and a copy of its folder's neighbours."""
    shutil.copytree(OLD, tmp_path / "old")
    keys, engine = server_store.open_folder(tmp_path / "old" / "server", make=False)
    listening = listen(App(engine, keys), "127.0.0.1", 0)
    yield tmp_path / "old", keys, engine, listening.address
    listening.stop()


def sync(desk, address):
    carrier = carrier_of(desk, address)
    try:
        return run(exchange(desk, carrier))
    finally:
        carrier.close()


def cases(desk):
    return sorted((case.number, case.phone) for case in store.select(desk.db, Case))


def test_an_old_home_opens_and_delivers_to_an_old_server(served, quick_passwords):
    folder, _, engine, address = served
    with_undelivered = open_home(folder / "pc2", PASSWORD)
    assert len(cases(with_undelivered)) == 4
    assert cases(with_undelivered)[0] == ("01-00001-T", "0912345678")
    report = sync(with_undelivered, address)
    assert report.delivered and report.changes_sent == 3
    third = folder / "pc3"
    make(third, provision_file.read(folder / "out" / "pc3.casedesk"), "Cán bộ 3", PASSWORD)
    desk = open_home(third, PASSWORD)
    assert sync(desk, address).delivered
    assert cases(desk) == cases(with_undelivered)
    stated = engine.roster("00562")
    assert stated.startswith(b"CDR")  # both PCs have told which key they receive with
    desk.close()
    with_undelivered.close()


def test_an_old_office_takes_new_pcs_and_begins_a_new_epoch_when_one_leaves(served, quick_passwords, tmp_path):
    folder, keys, engine, address = served
    two = open_home(folder / "pc2", PASSWORD)
    sync(two, address)
    [path] = provision(
        engine, keys, "00562", 1, tmp_path / "more", key_file=folder / "out" / "00562.office-key"
    )  # fmt: skip
    make(tmp_path / "pc4", provision_file.read(path), "Cán bộ 4", PASSWORD)
    four = open_home(tmp_path / "pc4", PASSWORD)
    assert sync(four, address).delivered
    assert cases(four) == cases(two)
    first = next(member.id for member in four.keyring.roster.members if member.pc == 1)
    revoke(engine, keys, "00562", first)
    for desk in (two, four, two):
        sync(desk, address)
        assert desk.keyring.epoch > 1
    two.close()
    four.close()


def test_a_pc_that_the_old_program_added_becomes_known_after_the_update(served, quick_passwords):
    folder, keys, engine, address = served
    before = engine.roster("00562")
    held = Roster.verified(before, keys.root)
    fourth = Ed25519PrivateKey.generate()
    member = Member(4, "MÁY-04", fourth.public_key().public_bytes_raw(), 1)
    assert engine.enrol("00562", held.next((*held.members, member)).signed(keys.province), before)
    desk = open_home(folder / "pc2", PASSWORD)
    assert sync(desk, address).delivered
    assert desk.keyring.roster.find(member.id) == member
    assert len(desk.keyring.roster.statements) == 1
    assert sync(desk, address).round_trips == 1
    desk.close()


def test_an_old_segment_reads_as_it_was_written(served):
    _, _, engine, _ = served
    stored = engine.lacking("00562", {})
    read = [parse(engine.segment("00562", each.number)) for each in stored]
    assert [isinstance(each.header, Header) and each.header.epoch for each in read] == [1, 1]
    assert read[0].header.previous == segments.NOTHING_BEFORE
