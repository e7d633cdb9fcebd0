"""Healing that is broken off: the program killed before any write, the disk full, the line cut; and it goes on."""

import subprocess
import sys

import pytest

from desk import Unusable
from sync.carriers import bundle, bundle_in, bundle_out
from sync.carriers.https import HttpsCarrier
from sync.errors import Offline
from sync.exchange import carrier_of, exchange
from sync.healing import notices
from sync.jobs import run
from tests.proxy import Proxy
from tests.sync.healing.test_forks import agree, names_of
from tests.sync.offices import PASSWORD, receive_case

KILLED = """
import os, signal, sys
from pathlib import Path
from sync.exchange import carrier_of, exchange
from sync.jobs import run
from sync.home import open_home
from sync.keys import vault
folder, address, password, after = sys.argv[1:]
desk = open_home(Path(folder), password)
count, whole = 0, desk.db.execute
def execute(sql, *values):
    global count
    count += not sql.lstrip().upper().startswith(("SELECT", "PRAGMA"))
    if count == int(after):
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(sql, *values)
desk.db.execute = execute
run(exchange(desk, carrier_of(desk, address)))
desk.close()
"""


@pytest.fixture
def forked(office):
    """An office with a clone that has written and not exchanged yet."""
    office.sync("pc1")
    clone = office.clone("pc1", "clone")
    receive_case(office["pc1"], "Ở máy gốc")
    office.sync("pc1")
    for n in range(3):
        receive_case(clone, f"Ở bản sao {n}")
    return office


@pytest.mark.parametrize("after", [3, 12, 20, 28, 36, 60])
def test_killed_before_any_write_it_heals_at_the_next_exchange(forked, after):
    forked.shut("clone")
    arguments = [str(forked.folder / "clone"), forked.province.address, PASSWORD, str(after)]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False, capture_output=True)
    assert done.returncode in (0, -9), done.stderr
    forked.open("clone")
    forked.sync("clone")
    agree(forked, "pc1", "clone", "pc2")
    assert names_of(forked["pc2"]) == ["Ở bản sao 0", "Ở bản sao 1", "Ở bản sao 2", "Ở máy gốc"]


def test_a_full_disk_is_said_and_with_room_again_it_heals(forked):
    desk = forked["clone"]
    [pages] = desk.db.execute("PRAGMA page_count").fetchone()
    desk.db.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(Unusable) as refused:
        forked.sync("clone")
    assert refused.value.key == "store.disk_full"
    assert {f"Ở bản sao {n}" for n in range(3)} <= set(names_of(desk))
    desk.db.execute(f"PRAGMA max_page_count = {pages * 100}")
    forked.sync("clone")
    agree(forked, "pc1", "clone", "pc2")
    assert len(names_of(forked["pc2"])) == 4


def test_a_line_cut_while_the_other_side_comes_goes_on(forked):
    cuts = 0
    for allowed in (300, 500, 700, 900, 1200, 10**6):
        with Proxy(forked.province.address, cut_down=allowed) as proxy:
            carrier: HttpsCarrier = carrier_of(forked["clone"], proxy.address)
            try:
                run(exchange(forked["clone"], carrier))
            except Offline:
                cuts += 1
            finally:
                carrier.close()
    assert cuts >= 2
    agree(forked, "pc1", "clone", "pc2")


def test_what_was_cut_short_amid_a_segment_outlives_the_pc_that_wrote_it(office):
    """PC 2 has written down some changes of a segment, and PC 1, who alone held it, is put back to before it."""
    for name in ("pc1", "pc2"):
        office.sync(name)
    office.copy("pc1", "old")
    names = [f"Trước khi hỏng đĩa {n}" for n in range(5)]
    for name in names:
        receive_case(office["pc1"], name)
    begin_to_read(office, stick_of(office, "pc1"), "pc2")
    assert 0 < len(names_of(office["pc2"])) < len(names)
    assert any("đang được ghi vào sổ" in said for said in notices.told(office["pc2"]))
    office.restore("pc1", "old")
    receive_case(office["pc1"], "Sau khi khôi phục")
    agree(office, "pc1", "pc2")
    assert names_of(office["pc1"]) == names_of(office["pc2"]) == ["Sau khi khôi phục", *names]
    assert not any("đang được ghi vào sổ" in said for said in notices.told(office["pc2"]))


def test_what_was_cut_short_is_told_too_where_what_it_goes_on_from_gives_way(office, province):
    """PC 2 holds PC 1's first segment and a part of the second; PC 1 is put back to before both and goes on."""
    third = province.provision(pcs=1)[0]
    office.take_in("pc3", third)
    for name in ("pc1", "pc2", "pc3"):
        office.sync(name)
    office.copy("pc1", "old")
    names = [f"Trước khi hỏng đĩa {n}" for n in range(5)]
    receive_case(office["pc1"], names[0])
    run(bundle_in.read(office["pc2"], stick_of(office, "pc1")))
    for name in names[1:]:
        receive_case(office["pc1"], name)
    begin_to_read(office, stick_of(office, "pc1"), "pc2")
    office.restore("pc1", "old")
    receive_case(office["pc1"], "Sau khi khôi phục")
    office.sync("pc1")
    run(bundle_in.read(office["pc2"], stick_of(office, "pc1")))
    agree(office, "pc1", "pc2", "pc3")
    assert names_of(office["pc3"]) == ["Sau khi khôi phục", *names]


def stick_of(office, name):
    path = office.folder / f"{len(list(office.folder.iterdir()))}{bundle.SUFFIX}"
    run(bundle_out.write(office[name], path, whole=True))
    return path


def begin_to_read(office, stick, name):
    """A PC reads a stick until some of a segment's changes are written down; then its power fails."""
    desk, before = office[name], names_of(office[name])
    reading = bundle_in.read(desk, stick, batch=2)
    job = next(reading)
    while names_of(desk) == before:
        job = reading.send(job() if job else None)
    reading.close()
