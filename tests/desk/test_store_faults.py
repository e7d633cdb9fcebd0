"""What a disk does to the file when it is opened, in the words that tell what to do."""

import shutil

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from desk import Unusable, store


@pytest.mark.parametrize(("free", "said"), [(0, "store.disk_full"), (10**9, "store.disk_error")])
def test_a_file_that_cannot_be_opened_for_want_of_room_says_that_the_disk_is_full(tmp_path, monkeypatch, free, said):
    def refusing(path, key):
        fault = sqlcipher.OperationalError("disk I/O error")
        fault.sqlite_errorcode = 10
        raise fault

    monkeypatch.setattr(store, "unlocked", refusing)
    monkeypatch.setattr(store.shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**10, 0, free))
    with pytest.raises(Unusable) as unusable:
        store.open_store(tmp_path / "desk.db", bytes(32))
    assert unusable.value.key == said
