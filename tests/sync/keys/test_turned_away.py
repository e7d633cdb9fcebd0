"""A PC that was turned away hears it over the network too, and waits in nobody's list any more."""

import pytest

from desk import Refused
from sync import enrolling, taking_in
from sync.carriers.mailing import Mailing
from sync.server.mailbox import REQUESTS
from tests.sync.keys.test_enrolling import OFFICE, invite, one, province, sync, waiting  # noqa: F401
from tests.sync.offices import PASSWORD


def test_a_pc_that_asked_the_server_hears_that_it_was_turned_away(one, province, tmp_path):  # noqa: F811
    sync(one, province)
    folder = tmp_path / "pc2"
    request = enrolling.begin(folder, invite(one, province.address), "Cán bộ 2", PASSWORD)
    desk = waiting(folder)
    assert not enrolling.ask(folder, desk, province.address)
    parcel = taking_in.turn_away(one, request)
    assert Mailing(province.address, one.keyring.server).send("publish", parcel)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            enrolling.ask_anywhere(folder, desk, province.address, ())
        assert refused.value.key == "enrol.server_turned_away"
    assert "đã bị từ chối" in str(refused.value)
    assert province.engine.letters(OFFICE, REQUESTS) == {}
    desk.close()
