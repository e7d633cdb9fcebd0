"""The window and a command at one file: what one of them states of membership the other neither loses nor misses."""

from desk import store
from sync.home import open_home
from sync.keys import keyring
from sync.keys.statement import Kind
from tests.sync.offices import PASSWORD, open_pcs


def say(desk, hash):
    with store.transaction(desk.db):
        return keyring.say(desk.db, desk.keyring, Kind.SEALING, hash)


def test_two_processes_that_state_something_keep_each_others_word(tmp_path):
    [window] = open_pcs(tmp_path, 1)
    command = open_home(tmp_path / "pc1", PASSWORD)
    before = len(window.keyring.roster.statements)
    said = {say(command, bytes(32)).hash, say(window, bytes(31) + b"1").hash}
    keyring.refresh(command.db, command.keyring)
    for desk in (window, command):
        held = {statement.hash for statement in desk.keyring.roster.statements}
        assert said <= held
        assert len(held) == before + 2
        assert keyring.load(desk.db).roster.hash == desk.keyring.roster.hash
    window.db.execute("INSERT INTO office_key VALUES (129, ?)", [bytes(32)])
    keyring.refresh(command.db, command.keyring)
    assert 129 in command.keyring.office_keys
    command.close()
    window.close()
