"""A new PC on its way into its office: by the network, by two files on a stick, and what is turned away."""

import stat
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused, store
from desk.cases import Case
from sync import enrolling, home, log
from sync.carriers import bundle_in, bundle_out
from sync.carriers.mailing import Mailing
from sync.delivery import delivery
from sync.errors import Tampered
from sync.exchange import carrier_of, exchange
from sync.jobs import run
from sync.keys import issuing, provision_file, sealing, telling
from sync.keys.invitation import Code, Invitation, scanned
from sync.keys.member import device_id
from sync.keys.parcel import Parcel
from sync.keys.request import Admission, Request
from sync.keys.roster import Roster
from sync.mail import Query
from sync.server import acting
from sync.server import bundle as counter
from sync.server.revoke import revoke
from tests.sync.offices import PASSWORD, receive_case
from tests.sync.province import Province

OFFICE = "00562"
HOUR = 3_600_000


@pytest.fixture
def province(tmp_path, quick_passwords):
    made = Province(tmp_path / "province").start()
    yield made
    made.stop()


@pytest.fixture
def one(province, tmp_path):
    """The first PC of the office, which the province lets enrol others; it has received a case."""
    province.provision(pcs=1)
    file = provision_file.read(province.folder / "out" / OFFICE / "pc1.casedesk")
    home.make(tmp_path / "pc1", file, "Cán bộ 1", PASSWORD, server=province.address)
    document = province.engine.roster(OFFICE)
    hand = acting.authority(province.engine, province.keys.province, Roster.verified(document, province.keys.root))
    hand.delegate(file.device, range(80, 90))
    acting.keep(province.engine, hand, document)
    desk = home.open_home(tmp_path / "pc1", PASSWORD)
    receive_case(desk)
    sync(desk, province)
    yield desk
    desk.close()


def sync(desk, province):
    carrier = carrier_of(desk, province.address)
    try:
        return run(exchange(desk, carrier))
    finally:
        carrier.close()


def invite(desk, url="", **more):
    return issuing.invite(desk.db, desk.keyring, url, int(desk.clock() * 1000) + HOUR, **more)


def approve(desk, request, **more):
    return issuing.approve(desk.db, desk.keyring, request, int(desk.clock() * 1000), **more)


def waiting(folder, **more):
    return home.open_home(folder, PASSWORD, waiting=True, **more)


def test_over_the_network_with_a_code(one, province, tmp_path):
    made = invite(one, province.address)
    own = one.keyring
    parcel = Parcel(OFFICE, one.device.id, 0, invitations=((made.id, made.public),)).signed(own.signing)
    assert Mailing(province.address, own.server).send("publish", parcel)
    fetched = enrolling.fetch(made.code.lower(), province.address)
    assert fetched == made
    folder = tmp_path / "pc2"
    enrolling.begin(folder, fetched, "Cán bộ 2", PASSWORD)
    with pytest.raises(Refused) as refused:
        home.open_home(folder, PASSWORD)
    assert refused.value.key == "enrol.waiting"
    desk = waiting(folder)
    assert not enrolling.ask(folder, desk, province.address)
    query = Query(OFFICE, one.device.id, int(one.clock())).signed(own.signing)
    [asked] = Mailing(province.address, own.server).send("requests", query)
    approve(one, Request.read(asked))
    assert not enrolling.ask(folder, desk, province.address)  # the server has yet to hear of it
    sync(one, province)
    assert enrolling.ask(folder, desk, province.address)
    assert (desk.device.pc, desk.device.name) == (80, "MÁY-80")
    desk.close()
    desk = home.open_home(folder, PASSWORD)
    assert sync(desk, province).delivered
    assert store.select(desk.db, Case) == store.select(one.db, Case)
    assert receive_case(desk)
    assert sync(desk, province).delivered
    assert sync(one, province).changes_received == 2
    assert Mailing(province.address, own.server).send("requests", query) == []
    desk.close()


def test_by_two_files_on_a_stick_without_any_network(one, province, tmp_path):
    invite(one).write(tmp_path / "invitation")
    folder = tmp_path / "pc2"
    request = enrolling.begin(folder, Invitation.read(tmp_path / "invitation"), "Cán bộ 2", PASSWORD, name="QUẦY-2")
    (tmp_path / "request").write_bytes(request.data)
    answer = bytes(approve(one, Request.read((tmp_path / "request").read_bytes())))
    desk = waiting(folder)
    assert enrolling.take(folder, desk, Admission.read(answer, desk.device.id))
    desk.close()
    desk = home.open_home(folder, PASSWORD)
    assert (desk.device.name, desk.office.name) == ("QUẦY-2", one.office.name)
    assert receive_case(desk)
    assert sync(desk, province).delivered  # the server had not heard of it
    desk.close()


def cases(desk):
    return sorted(store.select(desk.db, Case), key=lambda case: case.id)


def test_the_first_file_of_a_new_pc_brings_what_made_it_a_member(one, province, tmp_path):
    folder = tmp_path / "pc2"
    request = enrolling.begin(folder, invite(one), "Cán bộ 2", PASSWORD)
    answer = bytes(approve(one, request))
    desk = waiting(folder)
    assert enrolling.take(folder, desk, Admission.read(answer, desk.device.id))
    desk.close()
    desk = home.open_home(folder, PASSWORD)
    receive_case(desk)
    file = run(bundle_out.write(desk, tmp_path / "a.cdbundle")).file
    counter.answer(province.app, file, tmp_path)
    assert run(bundle_in.read(desk, tmp_path / "a.answer.cdbundle")).receipt
    assert delivery(desk).complete
    assert run(bundle_in.read(one, file)).changes == 2
    assert cases(desk) == cases(one)
    desk.close()


def test_a_pc_that_waits_goes_on_where_it_stopped(one, province, tmp_path):
    folder = tmp_path / "pc2"
    request = enrolling.begin(folder, invite(one, province.address), "Cán bộ 2", PASSWORD)
    assert enrolling.waits(folder)
    assert enrolling.request_of(folder) == request
    admission = bytes(approve(one, request))
    assert admission == bytes(approve(one, request)) or len(admission) == len(bytes(approve(one, request)))
    desk = waiting(folder)
    enrolling.take(folder, desk, Admission.read(admission, desk.device.id))
    desk.close()
    assert not enrolling.waits(folder)
    with pytest.raises(Refused):
        enrolling.request_of(folder)


def test_a_dead_pc_is_replaced(one, province, tmp_path):
    [second] = province.provision(pcs=1)
    sync(one, province)
    made = invite(one, replaces=second.id)
    request = enrolling.begin(tmp_path / "pc3", made, "Cán bộ 3", PASSWORD)
    approve(one, request)
    assert one.keyring.roster.find(request.device).replaces == second.id


def test_an_invitation_lets_one_pc_in_and_tells_of_the_second(one, tmp_path):
    made = invite(one)
    first = enrolling.begin(tmp_path / "a", made, "A", PASSWORD)
    thief = enrolling.begin(tmp_path / "b", made, "B", PASSWORD)
    approve(one, first)
    with pytest.raises(Refused) as refused:
        approve(one, thief)
    assert refused.value.key == "enrol.used"
    assert first.device in str(refused.value)
    assert one.keyring.roster.find(thief.device) is None


def test_an_invitation_ends(one, tmp_path):
    made = invite(one)
    request = enrolling.begin(tmp_path / "a", made, "A", PASSWORD)
    with pytest.raises(Refused) as refused:
        issuing.approve(one.db, one.keyring, request, made.ends + 1)
    assert refused.value.key == "enrol.expired"
    with pytest.raises(Refused) as refused:
        enrolling.begin(tmp_path / "b", made, "A", PASSWORD, clock=lambda: made.ends / 1000 + 60)
    assert refused.value.key == "enrol.expired_here"


def test_who_was_not_invited_or_for_another_office_is_turned_away(one, tmp_path):
    stranger = Invitation.new(OFFICE, "", one.keyring.root, one.keyring.server, "", 2**50)
    elsewhere = replace(invite(one), office="00001")
    for invited, key in [(stranger, "enrol.not_invited"), (elsewhere, "enrol.other_office")]:
        signing = Ed25519PrivateKey.generate()
        request = Request.new(invited, signing, sealing.public(sealing.new()), "", 0)
        with pytest.raises(Refused) as refused:
            approve(one, request)
        assert refused.value.key == key


def test_a_request_changed_on_its_way_is_none(one, tmp_path):
    request = enrolling.begin(tmp_path / "a", invite(one), "A", PASSWORD)
    for bit in range(0, len(request.data) * 8, 7):
        bad = bytearray(request.data)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Refused):
            approve(one, Request.read(bytes(bad)))


def test_a_pc_that_the_province_does_not_let_invites_nobody(one, province, tmp_path):
    province.provision(pcs=1)
    file = provision_file.read(province.folder / "out" / OFFICE / "pc2.casedesk")
    home.make(tmp_path / "pc2", file, "Cán bộ 2", PASSWORD)
    desk = home.open_home(tmp_path / "pc2", PASSWORD)
    with pytest.raises(Refused) as refused:
        invite(desk)
    assert refused.value.key == "keys.not_delegated"
    query = Query(OFFICE, desk.device.id, int(desk.clock())).signed(desk.keyring.signing)
    with pytest.raises(Refused) as refused:
        Mailing(province.address, desk.keyring.server).send("requests", query)
    assert refused.value.key == "enrol.server_no_right"
    desk.close()


def test_an_authority_whose_clock_is_days_off_is_told_so(one, province):
    for off in (-2 * 86_400, 10 * 365 * 86_400):
        query = Query(OFFICE, one.device.id, int(one.clock()) + off).signed(one.keyring.signing)
        with pytest.raises(Refused) as refused:
            Mailing(province.address, one.keyring.server).send("requests", query)
        assert refused.value.key == "enrol.server_clock"


def test_an_answer_for_another_pc_or_of_another_province_starts_nothing(one, tmp_path):
    made = [invite(one), invite(one)]
    first = enrolling.begin(tmp_path / "a", made[0], "A", PASSWORD)
    enrolling.begin(tmp_path / "b", made[1], "B", PASSWORD)
    admission = bytes(approve(one, first))
    desk = waiting(tmp_path / "b")
    with pytest.raises(Refused):
        enrolling.take(tmp_path / "b", desk, Admission.read(admission, desk.device.id))
    desk.close()
    foreign = replace(made[1], root=Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    enrolling.begin(tmp_path / "c", foreign, "C", PASSWORD)
    desk = waiting(tmp_path / "c")
    with pytest.raises(Tampered):
        enrolling.take(tmp_path / "c", desk, Admission.read(admission, desk.device.id))
    desk.close()


def test_a_code_typed_wrong_is_told_and_a_server_cannot_change_what_is_behind_it(one):
    made = invite(one, "http://127.0.0.1:1")
    code = Code.read(made.code.replace("-", " ").lower())
    assert code.opened(made.public) == made
    assert scanned(made.qr) == made
    swapped = made.code[:3] + ("A" if made.code[3] != "A" else "B") + made.code[4:]
    with pytest.raises(Refused) as refused:
        Code.read(swapped)
    assert refused.value.key == "enrol.code_wrong"
    for lie in (replace(made, server=bytes(32), secret=bytes(10)), replace(made, root=bytes(32))):
        with pytest.raises(Refused):
            code.opened(lie.public)


def test_the_keys_stay_on_the_pc_and_nothing_of_them_lies_open(one, tmp_path):
    folder = tmp_path / "pc2"
    request = enrolling.begin(folder, invite(one), "Cán bộ 2", PASSWORD)
    desk = waiting(folder)
    secrets = [desk.keyring.signing.private_bytes_raw(), desk.keyring.sealing, *one.keyring.office_keys.values()]
    desk.close()
    on_disk = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    told = request.data + bytes(approve(one, request))
    for secret in secrets:
        assert secret not in on_disk
        assert secret not in told
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.glob("desk.db*")} == {0o600}


def test_no_fault_of_the_program_could_print_a_key(one, province):
    """Tracebacks and messages show values by their `repr`."""
    made = invite(one)
    file = provision_file.read(province.folder / "out" / OFFICE / "pc1.casedesk")
    kept = provision_file.read_key(province.folder / "out" / OFFICE / f"{OFFICE}.office-key")
    hand = telling.authority(one.db, one.keyring)
    shown = "".join(
        map(repr, [made, file, kept, hand, one.keyring, issuing.issued(one.db)[made.id], Code.read(made.code)])
    )
    secrets = [made.secret, file.office_key, file.signing_key, file.sealing_key, kept.key, kept.recovery]
    for secret in (*secrets, *one.keyring.office_keys.values(), one.keyring.sealing):
        assert repr(secret)[2:-1] not in shown
        assert secret.hex() not in shown


def test_a_stolen_pc_is_taken_out_by_a_pc_of_the_office_and_others_go_on(one, province, tmp_path):
    folder = tmp_path / "pc2"
    request = enrolling.begin(folder, invite(one, province.address), "Cán bộ 2", PASSWORD)
    approve(one, request)
    sync(one, province)
    stolen = waiting(folder)
    assert enrolling.ask(folder, stolen, province.address)
    receive_case(stolen)
    sync(stolen, province)
    sync(one, province)
    issuing.revoke(one.db, one.keyring, request.device, log.vector(one.db)[request.device])
    assert one.keyring.epoch > 128 and one.keyring.epoch % 128 == one.device.pc
    receive_case(one, name="Lê Thị Mới")
    assert sync(one, province).delivered
    with pytest.raises(Tampered) as refused:
        sync(stolen, province)
    assert refused.value.key == "sync.server_revoked"
    assert len(store.select(one.db, Case)) == 3
    stolen.close()


def test_a_pc_that_only_the_province_vouches_for_gets_no_old_keys_from_the_office(one, province):
    """Whoever steals the root key of a small province with its server enrols a PC, and asks for the office's keys."""
    document = province.engine.roster(OFFICE)
    hand = acting.authority(province.engine, province.keys.province, Roster.verified(document, province.keys.root))
    thief = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    hand.enrol(thief, sealing.public(sealing.new()), 2, "MÁY-02")
    acting.keep(province.engine, hand, document)
    receive_case(one)
    assert sync(one, province).delivered
    assert one.keyring.roster.find(device_id(thief))
    assert province.engine.sealed(OFFICE, device_id(thief), [1]) == []


def test_a_pc_enrolled_here_reads_what_others_sealed_with_a_key_from_elsewhere(one, province, tmp_path):
    """The province begins an epoch while the office, cut off, takes in a PC: the key reaches it all the same."""
    [second] = province.provision(pcs=1)
    request = enrolling.begin(tmp_path / "pc3", invite(one, province.address), "Cán bộ 3", PASSWORD)
    approve(one, request)
    revoke(province.engine, province.keys, OFFICE, second.id)
    assert one.keyring.epoch == 1
    assert sync(one, province).delivered
    assert one.keyring.epoch > 1
    receive_case(one, name="Lê Thị Mới")
    assert sync(one, province).delivered
    third = waiting(tmp_path / "pc3")
    assert enrolling.ask(tmp_path / "pc3", third, province.address)
    assert sync(third, province).delivered
    assert len(store.select(third.db, Case)) == 2
    assert third.keyring.epoch == one.keyring.epoch
    third.close()
