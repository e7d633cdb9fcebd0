"""A PC that the server does not know says by line who let it in; if that one's word came too late, somebody decides."""

import shutil

import pytest

from desk import Refused, store
from desk.cases import Case
from sync import enrolling, segments
from sync.carriers import bundle_in, bundle_out
from sync.carriers.mailing import Mailing
from sync.delivery import delivery
from sync.envelope import Header, pack
from sync.errors import Tampered
from sync.healing import introducing, notices
from sync.home import open_home
from sync.jobs import run
from sync.keys import disowned, issuing, keyring, sealing, statement, telling
from sync.keys.roster import Roster
from sync.keys.statement import Kind, Statement
from sync.server import acting, command
from sync.server import bundle as counter
from sync.server.accept import accept
from sync.server.mailbox import MOST_STATEMENTS
from sync.server.members import MOST_DISOWNED
from tests.sync.healing.test_broken_off import begin_to_read, stick_of
from tests.sync.healing.test_forks import agree, names_of
from tests.sync.offices import PASSWORD, receive_case

OFFICE = "00562"
DAY = 86_400_000


def hand(province):
    document, keys = province.engine.roster(OFFICE), province.keys
    return document, acting.authority(province.engine, keys.province, Roster.verified(document, keys.root))


def said_by(province, act):
    document, authority = hand(province)
    act(authority)
    acting.keep(province.engine, authority, document)


@pytest.fixture
def delegated(office, province):
    """pc1 may take PCs in."""
    said_by(province, lambda it: it.delegate(office["pc1"].device.id, range(80, 90)))
    for name in ("pc1", "pc2"):
        office.sync(name)
    return office


def take_in(office, name="new"):
    """pc1 takes a PC in with two files, and tells nobody; the PC has received a case."""
    desk, folder = office["pc1"], office.folder / name
    invited = issuing.invite(desk.db, desk.keyring, "", int(desk.clock() * 1000) + DAY)
    request = enrolling.begin(folder, invited, "Cán bộ mới", PASSWORD)
    admission = issuing.approve(desk.db, desk.keyring, request, int(desk.clock() * 1000))
    waiting = open_home(folder, PASSWORD, waiting=True)
    enrolling.take(folder, waiting, admission)
    waiting.close()
    new = office.open(name)
    receive_case(new, f"Nhận ở {name}")
    return new


def test_a_pc_whose_delegate_forgot_it_says_so_by_its_own_line(delegated):
    office = delegated
    office.copy("pc1", "pc1-before")
    new = take_in(office)
    office.restore("pc1", "pc1-before")
    assert office.sync("new").delivered
    office.sync("pc1")
    assert office["pc1"].keyring.roster.find(new.device.id).pc == 80
    agree(office, "pc1", "pc2", "new")


def test_a_server_that_forgets_a_pc_is_told_again_at_once(delegated, province):
    office = delegated
    document = province.engine.roster(OFFICE)
    take_in(office)
    assert office.sync("new").delivered
    assert province.engine.enrol(OFFICE, document, province.engine.roster(OFFICE))  # an older one is put back
    assert office.sync("new").delivered


def revoked_before_anybody_knew(office, province):
    """pc2 has read a stick of a new PC when the province, which never heard of that, revokes who took it in."""
    new = take_in(office)
    stick = run(bundle_out.write(new, office.folder / "new.cdbundle")).file
    run(bundle_in.read(office["pc2"], stick))
    assert "Nhận ở new" in names_of(office["pc2"])
    said_by(province, lambda it: it.revoke(office["pc1"].device.id, 0))
    return new


def test_what_a_pc_wrote_whose_delegates_word_came_too_late_is_kept_and_comes_back(delegated, province):
    office = delegated
    new = revoked_before_anybody_knew(office, province)
    with pytest.raises(Tampered) as refused:
        office.sync("new")
    assert refused.value.key == "sync.server_unvouched"
    assert introducing.own_words(new.keyring) in delivery(new).reason
    report = office.sync("pc2")  # is not held up by what it had taken in
    assert report.delivered
    assert "Nhận ở new" not in names_of(office["pc2"])
    assert any("MÁY-80" in said and "để riêng" in said for said in notices.recent(office["pc2"]))
    [waiting] = map(Statement.read, province.app.members.disowned(province.app.roster(OFFICE)))
    assert (disowned.device_of(waiting), disowned.words(waiting)) == (
        new.device.id, introducing.own_words(new.keyring),
    )  # fmt: skip
    said_by(province, lambda it: disowned.restate(it, waiting))
    assert office.sync("new").delivered
    office.sync("pc2")
    assert "Nhận ở new" in names_of(office["pc2"])
    assert {reason for _, _, reason in segments.aside(office["pc2"].db)} == {"sync.device_revoked"}  # of pc1
    assert store.select(new.db, Case) == store.select(office["pc2"].db, Case)


def test_so_is_what_somebody_was_cut_short_reading(delegated, province):
    office, new = delegated, take_in(delegated)
    names = [*names_of(new), *(f"Người {n}" for n in range(4))]
    for name in names[1:]:
        receive_case(new, name)
    begin_to_read(office, stick_of(office, "new"), "pc2")
    said_by(province, lambda it: it.revoke(office["pc1"].device.id, 0))
    with pytest.raises(Tampered):
        office.sync("new")
    office.sync("pc2")
    assert names_of(office["pc2"]) == []
    [waiting] = map(Statement.read, province.app.members.disowned(province.app.roster(OFFICE)))
    said_by(province, lambda it: disowned.restate(it, waiting))
    office.sync("pc2")
    assert names_of(office["pc2"]) == sorted(names)


def test_under_another_number_it_gives_out_that_ones_case_numbers_at_once(delegated, province):
    new = revoked_before_anybody_knew(delegated, province)
    with pytest.raises(Tampered):
        delegated.sync("new")
    accept(province.engine, province.keys, OFFICE, new.device.id, pc=12)
    delegated.sync("new")
    assert store.get(new.db, Case, receive_case(new, "Số mới")).number.startswith("12-")


def test_a_pc_that_hears_itself_that_it_is_none_keeps_the_word_and_brings_it(delegated, province):
    office = delegated
    new = revoked_before_anybody_knew(office, province)
    office.sync("pc2")
    stick = run(bundle_out.write(office["pc2"], office.folder / "pc2.cdbundle")).file
    run(bundle_in.read(new, stick))
    assert new.keyring.roster.find(new.device.id) is None
    receive_case(new, "Vẫn nhận hồ sơ")
    with pytest.raises(Tampered) as refused:
        office.sync("new")
    assert refused.value.key == "sync.server_unvouched"
    office.shut("new")
    new = office.open("new")
    accept(province.engine, province.keys, OFFICE, new.device.id)
    assert office.sync("new").delivered
    office.sync("pc2")
    assert {"Nhận ở new", "Vẫn nhận hồ sơ"} <= set(names_of(office["pc2"]))


def test_what_was_sealed_with_a_key_that_a_delegate_opened_too_late_is_read_by_everybody(delegated, province):
    office, one = delegated, delegated["pc1"]
    opening = telling.authority(one.db, one.keyring)
    epoch = opening.open_epoch()
    with store.transaction(one.db):
        telling.keep(one.db, one.keyring, opening)
    new = take_in(office)
    said_by(province, lambda it: it.revoke(one.device.id, 0))
    with pytest.raises(Tampered):
        office.sync("new")
    assert new.keyring.epoch == epoch
    accept(province.engine, province.keys, OFFICE, new.device.id)
    for name in ("new", "pc2", "pc2"):
        office.sync(name)
    assert "sync.epoch_unknown" in {reason for _, _, reason in segments.aside(office["pc2"].db)}
    for name in ("new", "pc2"):  # the one hears that the other cannot read it
        office.sync(name)
    assert "Nhận ở new" in names_of(office["pc2"])
    assert epoch not in office["pc2"].keyring.roster.epochs
    assert office["pc2"].keyring.epoch != epoch  # nothing new is sealed with it
    for name in ("new", "pc2", "new", "pc2"):
        office.sync(name)
    assert office.sync("pc2").bytes_received < 400


def test_a_key_that_opens_nothing_is_none_of_such_an_epoch(delegated):
    desk = delegated["pc2"]
    false = sealing.seal(bytes(32), sealing.public(desk.keyring.sealing), OFFICE, 128 * 9, desk.device.id)
    assert keyring.take_keys(desk.db, desk.keyring, [false]) == []  # nothing lies aside that it could open
    header = Header(OFFICE, delegated["pc1"].device.id, 900, 900, 128 * 9, bytes(12), bytes(32))
    data = pack(header, bytes(40), delegated["pc1"].keyring.signing)
    segments.set_aside(desk.db, data, Tampered("sync.epoch_unknown", epoch=128 * 9))
    assert keyring.take_keys(desk.db, desk.keyring, [false]) == []
    assert 128 * 9 not in desk.keyring.office_keys


def test_where_that_pc_is_gone_who_read_its_stick_still_holds_what_the_province_needs(delegated, province):
    office = delegated
    revoked_before_anybody_knew(office, province)
    office.shut("new")
    shutil.rmtree(office.folder / "new")
    office.sync("pc2")
    [waiting] = map(Statement.read, province.app.members.disowned(province.app.roster(OFFICE)))
    assert accept(province.engine, province.keys, OFFICE, disowned.device_of(waiting)).pc == 80
    with pytest.raises(Refused):
        accept(province.engine, province.keys, OFFICE, disowned.device_of(waiting))  # it waits no more
    assert office.sync("pc2").delivered
    assert "Nhận ở new" in names_of(office["pc2"])
    assert province.engine.heads(OFFICE)[disowned.device_of(waiting)].last > 0


def test_the_words_are_brought_once_a_day_to_a_server_that_does_not_believe_them(delegated, province, monkeypatch):
    office = delegated
    new = revoked_before_anybody_knew(office, province)
    brought = []
    hear = province.app.members.hear
    monkeypatch.setattr(province.app.members, "hear", lambda *said: brought.append(said) or hear(*said))
    for _ in range(3):
        with pytest.raises(Tampered):
            office.sync("new")
    assert len(brought) == 1
    now = new.clock()
    new.clock = lambda: now + introducing.AGAIN
    with pytest.raises(Tampered):
        office.sync("new")
    assert len(brought) == 2


def test_who_looks_after_the_server_reads_which_pc_waits_and_the_words_to_compare(delegated, province, capsys):
    new = revoked_before_anybody_knew(delegated, province)
    with pytest.raises(Tampered):
        delegated.sync("new")
    data = str(province.folder / "data")
    assert command.main(["status", "--data", data]) == 0
    assert introducing.own_words(new.keyring) in (said := capsys.readouterr().out)
    assert new.device.id in said
    assert command.main(["accept", "--data", data, "--office", OFFICE, "--device", new.device.id]) == 0
    assert delegated.sync("new").delivered
    assert command.main(["status", "--data", data]) == 0
    assert introducing.own_words(new.keyring) not in capsys.readouterr().out


def test_a_stick_for_the_server_does_the_same(delegated, province):
    office = delegated
    new = revoked_before_anybody_knew(office, province)
    stick = run(bundle_out.write(new, office.folder / "server.cdbundle", to="server")).file
    with pytest.raises(Refused) as refused:
        counter.answer(province.app, stick, office.folder)
    assert refused.value.key == "bundle.server.unvouched"
    assert disowned.words(Statement.read(province.app.members.disowned(province.app.roster(OFFICE))[0])) in str(
        refused.value
    )


def test_who_holds_a_revoked_delegate_fills_a_box_and_no_more_and_a_stranger_nothing(delegated, province):
    office = delegated
    key, place = office["pc1"].keyring.signing, office["pc1"].keyring.roster.place(office["pc1"].device.id)
    said_by(province, lambda it: it.revoke(office["pc1"].device.id, 0))
    before = province.engine.roster(OFFICE)
    thief = []
    for n in range(MOST_DISOWNED + 5):
        word = statement.sign(key, place, 0, Kind.DEVICE, bytes([n]) * 32, bytes(32), 80 + n % 10, "MÁY", None)
        thief.append(word.data)
    stranger = statement.sign(
        office["pc2"].keyring.signing, place, 0, Kind.DEVICE, bytes(32), bytes(32), 81, "MÁY", None
    )
    line = Mailing(province.address, office["pc1"].keyring.server)
    line.send("statements", OFFICE, [stranger.data])
    assert province.app.members.disowned(province.app.roster(OFFICE)) == []
    line.send("statements", OFFICE, thief)
    assert len(province.app.members.disowned(province.app.roster(OFFICE))) == MOST_DISOWNED
    assert province.engine.roster(OFFICE) == before
    with pytest.raises(Refused):
        line.send("statements", OFFICE, [bytes(4000)] * (MOST_STATEMENTS // 4000 + 1))


def test_letters_of_words_are_counted_for_more_than_others(delegated, province):
    line = Mailing(province.address, delegated["pc1"].keyring.server)
    for _ in range(30):
        line.send("statements", OFFICE, [])
    with pytest.raises(Refused) as refused:
        line.send("statements", OFFICE, [])
    assert refused.value.key == "enrol.server_often"


def test_a_pc_gone_bad_signs_what_it_likes_of_itself_and_keeps_nobody_out(delegated, province):
    office = delegated
    ring, words = office["pc2"].keyring, []
    place = ring.roster.place(ring.device)
    while sum(map(len, words)) < 1024 * 1024:
        said = statement.sign(ring.signing, place, 0, 99, bytes(3900))
        words, place = [*words, said.data], said.next
    for start in range(0, len(words), 15):
        province.app.members.hear(OFFICE, words[start : start + 15])
    assert province.app.members.roster(OFFICE).find(ring.device)
    assert Roster.verified(province.engine.roster(OFFICE), province.keys.root)
    receive_case(office["pc1"], "Vẫn gửi được")
    assert office.sync("pc1").delivered
