"""A clone asks for an identity of its own, is let in on the word of the key it has, and goes on under the new one."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused, lists, store
from desk.cases import Case
from sync.exchange import carrier_of, exchange
from sync.healing import notices, succession
from sync.healing.succession import Succession
from sync.jobs import run
from sync.keys import sealing, telling
from sync.keys.roster import Roster
from sync.keys.vouching import vouched
from sync.server import acting
from sync.server.revoke import revoke
from tests.sync.healing.test_forks import agree, names_of
from tests.sync.offices import receive_case


def hand(province):
    document, keys = province.engine.roster("00562"), province.keys
    return document, acting.authority(province.engine, keys.province, Roster.verified(document, keys.root))


def let_in(province, asked):
    document, authority = hand(province)
    member = succession.admit(authority, asked.data)
    acting.keep(province.engine, authority, document)
    return member


def forked(office):
    office.sync("pc1")
    clone = office.clone("pc1", "clone")
    receive_case(office["pc1"], "Ở máy gốc")
    office.sync("pc1")
    receive_case(clone, "Ở bản sao")
    office.sync("clone")
    return clone


def test_a_clone_moves_into_an_identity_of_its_own_and_gives_out_other_numbers(office, province):
    clone = forked(office)
    before = clone.device
    office.sync("pc2")
    [asked] = succession.waiting(office["pc2"])
    assert asked.device == before.id
    member = let_in(province, asked)
    office.sync("clone")
    assert (clone.device.id, clone.device.pc) == (member.id, 3)
    office.shut("clone")
    clone = office.open("clone")
    assert clone.device.id == member.id
    new = store.get(clone.db, Case, receive_case(clone, "Danh tính mới"))
    assert new.number.startswith("03-")
    office.sync("pc1")
    receive_case(office["pc1"], "Máy gốc vẫn chạy")
    agree(office, "pc1", "clone", "pc2")
    for case in store.select(office["pc2"].db, Case):
        assert lists.by_number(office["pc2"].db, case.number) is not None
    assert succession.waiting(office["pc2"]) == []
    assert any("danh tính riêng" in said for said in notices.recent(clone))


def test_a_crash_between_the_key_and_the_face_of_the_home_is_mended_at_the_next_start(office, province):
    clone = forked(office)
    office.sync("pc2")
    let_in(province, succession.waiting(office["pc2"])[0])
    face = (office.folder / "clone" / "home.json").read_bytes()
    office.sync("clone")
    id = clone.device.id
    office.shut("clone")
    (office.folder / "clone" / "home.json").write_bytes(face)
    assert office.open("clone").device.id == id
    agree(office, "pc1", "clone", "pc2")


def test_the_key_that_is_held_must_vouch_and_so_must_the_new_one(office, province):
    roster = office["pc1"].keyring.roster
    present, new, stranger = office["pc1"].keyring.signing, Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    public = sealing.public(sealing.new())
    good = Succession.new("00562", present, new, public, 0)
    assert Succession.read(good.data, roster).successor == good.successor
    forged = Succession.new("00562", stranger, new, public, 0)
    for data in (forged.data, good.data[:-1], good.data[:-64], b"", good.data[:40] + b"x" + good.data[41:]):
        with pytest.raises(Refused):
            Succession.read(data, roster)


def test_a_revoked_pc_is_let_in_under_no_other_key(office, province):
    forked(office)
    office.sync("pc2")
    [asked] = succession.waiting(office["pc2"])
    revoke(province.engine, province.keys, "00562", asked.device)
    with pytest.raises(Refused):
        let_in(province, asked)
    office.sync("pc2")
    assert succession.waiting(office["pc2"]) == []


def test_a_pc_that_may_enrol_lets_a_clone_in_and_its_line_needs_no_restart(office, province):
    clone = forked(office)
    document, authority = hand(province)
    authority.delegate(office["pc2"].device.id, range(80, 90))
    acting.keep(province.engine, authority, document)
    office.sync("pc2")
    assert "trùng số hồ sơ" in succession.standing(office["pc2"])
    line = carrier_of(clone, province.address)
    assert "xin số riêng" in succession.standing(clone)
    [asked] = succession.waiting(office["pc2"])
    assert succession.let_in(office["pc2"], asked).pc == 80
    office.sync("pc2")
    run(exchange(clone, line))  # the same connection, before and after
    assert (clone.device.id, clone.device.pc) == (asked.successor, 80)
    receive_case(clone, "Sau khi dời")
    assert run(exchange(clone, line)).delivered
    line.close()
    assert province.engine.heads("00562")[asked.successor].last == 1
    province.app.flush()
    assert asked.successor in province.engine.contacts("00562")  # it is the new one that speaks
    agree(office, "pc1", "clone", "pc2")
    assert [succession.standing(office[name]) for name in ("pc1", "clone", "pc2")] == ["", "", ""]


def test_one_that_may_not_enrol_lets_nobody_in(office):
    forked(office)
    office.sync("pc2")
    [asked] = succession.waiting(office["pc2"])
    with pytest.raises(Refused):
        succession.let_in(office["pc2"], asked)
    assert office["pc2"].keyring.roster.find(asked.successor) is None


def test_the_province_is_told_once_and_again_after_it_has_lost_things(office, province):
    clone = forked(office)
    [data] = province.app.members.clones(province.app.roster("00562"))
    [asked] = succession.waiting(clone)
    assert data == asked.data
    assert succession.untold(clone) == []
    with store.transaction(clone.db):
        succession.forget_told(clone)
    assert [each.data for each in succession.untold(clone)] == [data]


def opened_by_a_delegate(office, province):
    """pc2 opens an epoch that a clone, let in under a number of its own meanwhile, is not sealed the key of."""
    clone = forked(office)
    office.sync("pc2")
    document, authority = hand(province)
    authority.delegate(office["pc2"].device.id, range(80, 90))
    acting.keep(province.engine, authority, document)
    office.sync("pc2")
    [asked] = succession.waiting(office["pc2"])
    let_in(province, asked)
    office.sync("clone")  # it moves in, and has yet to write anything there
    desk = office["pc2"]
    own = telling.authority(desk.db, desk.keyring)
    epoch = own.open_epoch()
    with store.transaction(desk.db):
        telling.keep(desk.db, desk.keyring, own)
    receive_case(desk, "Dưới khóa mới")
    return clone, asked, epoch


def test_a_clone_that_wrote_nothing_yet_gets_the_key_that_a_delegate_opened_meanwhile(office, province):
    clone, _, epoch = opened_by_a_delegate(office, province)
    office.sync("pc2")  # hears that nobody has sealed it a key yet
    office.sync("clone")
    assert epoch in clone.keyring.office_keys
    assert "Dưới khóa mới" in names_of(clone)


def test_the_pc_that_a_clone_was_may_have_been_stolen_since(office, province):
    clone, asked, epoch = opened_by_a_delegate(office, province)
    revoke(province.engine, province.keys, "00562", asked.device)
    for name in ("pc2", "clone", "pc2", "clone"):
        office.sync(name)
    assert epoch in clone.keyring.office_keys


def test_what_asked_for_a_key_speaks_for_that_sealing_key_alone(office, province):
    """Who steals the root key names a sealing key of his own for a PC that asked to be let in."""
    forked(office)
    office.sync("pc2")
    [asked] = succession.waiting(office["pc2"])
    document, authority = hand(province)
    authority.enrol(asked.key, sealing.public(sealing.new()), 3, "MÁY-03")
    acting.keep(province.engine, authority, document)
    office.sync("pc2")
    assert not vouched(office["pc2"].db, office["pc2"].keyring, asked.successor)
