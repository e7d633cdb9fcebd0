"""The file handed to a PC: read back whole, or refused in words."""

import errno
import json
import os
import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused, Unusable
from sync.envelope import NOTHING_BEFORE
from sync.keys import provision_file
from sync.keys.provision_file import OfficeKey, Provision
from sync.keys.roster import Member, Roster


def provision():
    root, signing = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    member = Member(1, "MÁY-01", signing.public_key().public_bytes_raw(), 0)
    return Provision(
        office="00562",
        office_name="UBND phường Cửa Nam",
        pc=1,
        epoch=1,
        office_key=bytes(range(32)),
        signing_key=signing.private_bytes_raw(),
        roster=Roster("00562", "UBND phường Cửa Nam", 1, NOTHING_BEFORE, (member,)).signed(root),
        root=root.public_key().public_bytes_raw(),
        server=bytes(32),
    )


def test_a_file_reads_back_as_it_was_written(tmp_path):
    path, given = tmp_path / "pc1.casedesk", provision()
    provision_file.write(path, given)
    assert provision_file.read(path) == given
    assert given.pc_name == "MÁY-01"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_office_key_reads_back_and_is_no_pcs_file(tmp_path):
    path = tmp_path / "00562.office-key"
    provision_file.write_key(path, OfficeKey("00562", 1, bytes(32)))
    assert provision_file.read_key(path) == OfficeKey("00562", 1, bytes(32))
    with pytest.raises(Unusable) as refused:
        provision_file.read(path)
    assert refused.value.key == "sync.file_foreign"


def test_a_file_is_never_overwritten(tmp_path):
    provision_file.write(tmp_path / "pc1.casedesk", provision())
    with pytest.raises(Refused):
        provision_file.write(tmp_path / "pc1.casedesk", provision())


def test_a_file_that_is_not_ours_is_refused_in_words(tmp_path):
    path = tmp_path / "pc1.casedesk"
    for content in (b"", b"\xff\x00\x01", b"{}", b"[1]", b'{"format": "casedesk-other", "version": 1}'):
        path.write_bytes(content)
        with pytest.raises(Unusable) as refused:
            provision_file.read(path)
        assert refused.value.key == "sync.file_foreign"
    with pytest.raises(Unusable, match="pc9"):
        provision_file.read(tmp_path / "pc9.casedesk")


def test_a_damaged_or_newer_file_is_refused_in_words(tmp_path):
    path = tmp_path / "pc1.casedesk"
    provision_file.write(path, provision())
    text = path.read_text(encoding="utf-8")
    content = json.loads(text)
    damaged = [text[:-40], text.replace("Cửa", "Của"), json.dumps(content | {"office_key": "!"})]
    newer = json.dumps(content | {"version": 3})
    for bad, key in [*((bad, "sync.file_damaged") for bad in damaged), (newer, "sync.file_newer")]:
        path.write_text(bad, encoding="utf-8")
        with pytest.raises(Unusable) as refused:
            provision_file.read(path)
        assert refused.value.key == key


def test_a_stick_without_room_leaves_no_empty_file_in_the_way(tmp_path, monkeypatch):
    path, key = tmp_path / "00562-1.office-key", OfficeKey("00562", 1, bytes(32))
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with monkeypatch.context() as stick:
        stick.setattr(provision_file.os, "fsync", lambda handle: (_ for _ in ()).throw(full))
        with pytest.raises(Unusable, match=path.name):
            provision_file.write_key(path, key)
    assert not path.exists()
    provision_file.write_key(path, key)
    assert provision_file.read_key(path) == key
