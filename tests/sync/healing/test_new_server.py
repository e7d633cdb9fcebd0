"""A server lost with its key: the province names the new one, and every PC pins it, whoever brings the word."""

import json

import pytest

from desk import store
from desk.cases import Case
from sync import jobs
from sync.carriers import bundle, bundle_in, bundle_out, peers
from sync.delivery import delivery
from sync.errors import Tampered
from sync.healing import notices
from sync.server import bundle as counter
from sync.server import store as server_store
from sync.server.app import App
from sync.server.command import main as server_main
from sync.server.serve import listen
from tests.sync.carriers.test_lan import Office as Lan
from tests.sync.offices import receive_case
from tests.sync.test_exchange import pcs  # noqa: F401
from tests.sync.test_province_command import OFFICE, call, enrolled, served, sync  # noqa: F401


@pytest.fixture
def lost(call, served, tmp_path, capsys):  # noqa: F811
    """Two PCs that have delivered, and a new server in the place of the one that is gone: PCs, app, address."""
    desks = [enrolled(call, tmp_path, served, name) for name in ("pc1", "pc2")]
    receive_case(desks[0], "Trước khi mất máy chủ")
    for desk in desks:
        sync(desk, served)
    data = tmp_path / "new"
    assert server_main(["trust", _root(tmp_path), "--data", str(data)]) == 0
    key = capsys.readouterr().out.strip().splitlines()[-1]
    keys, engine = server_store.open_folder(data, make=False)
    app = App(engine, keys)
    listening = listen(app, "127.0.0.1", 0)
    told = call("server", "--key", key, "--url", listening.address)
    assert (told["offices"], told["published"]) == ([OFFICE], True)
    yield desks, app, listening.address
    listening.stop()
    for desk in desks:
        desk.close()


def _root(tmp_path):
    return json.loads((tmp_path / "province" / "province.json").read_text())["root"]


def test_the_new_server_itself_brings_the_word_and_is_refilled(lost):
    (one, two), app, address = lost
    receive_case(one, "Sau khi mất máy chủ")
    assert sync(one, address).delivered
    assert one.keyring.server == app.keys.pinned
    assert sync(two, address).delivered
    assert len(store.select(two.db, Case)) == 2
    assert app.engine.heads(OFFICE)[one.device.id].last == 3
    assert any("đã từng ký nhận" in said for said in notices.recent(one))


def test_a_stranger_in_its_place_is_not_believed(lost, tmp_path, capsys):
    (one, _), _, _ = lost
    assert server_main(["trust", _root(tmp_path), "--data", str(tmp_path / "stranger")]) == 0
    keys, engine = server_store.open_folder(tmp_path / "stranger", make=False)
    app = App(engine, keys)
    app.members.join(OFFICE, one.keyring.roster.statements)
    listening = listen(app, "127.0.0.1", 0)
    with pytest.raises(Tampered) as refused:
        sync(one, listening.address)
    listening.stop()
    assert refused.value.key == "sync.foreign_server"


def test_a_stick_from_the_new_server_brings_the_word(lost, tmp_path):
    (one, _), app, _ = lost
    path = jobs.run(bundle_out.write(one, tmp_path / f"one{bundle.SUFFIX}", whole=True)).file
    counter.answer(app, path, tmp_path)
    taken = jobs.run(bundle_in.read(one, tmp_path / f"one.answer{bundle.SUFFIX}"))
    assert (one.keyring.server, taken.receipt) == (app.keys.pinned, True)
    assert delivery(one).complete


def test_over_the_lan_one_pc_tells_the_other_and_old_receipts_do_no_harm(lost):
    (one, two), app, address = lost
    old = peers.carried(two.db)
    receive_case(one)
    sync(one, address)
    assert not peers.adopt(one, old)
    lan = Lan([one, two])
    try:
        assert lan.meet(1, 0).reason == ""
        assert two.keyring.server == app.keys.pinned
        assert peers.known(two.db)[one.device.id]
        assert lan.meet(0, 1).reason == ""
    finally:
        lan.close()
    assert sync(two, address).delivered


def test_a_small_province_lets_its_pcs_believe_the_key_of_a_new_server(province, pcs):  # noqa: F811
    one, two = pcs
    assert sync(one, province.address).delivered
    province.stop()
    before = province.keys.pinned
    (province.folder / "data" / "server.key").unlink()
    assert server_main(["new-key", "--data", str(province.folder / "data")]) == 0
    province.keys, province.engine = server_store.open_folder(province.folder / "data", make=False)
    province.start()
    for desk in (one, two):
        assert desk.keyring.server == before != province.keys.pinned
        assert sync(desk, province.address).delivered
        assert desk.keyring.server == province.keys.pinned
