"""A PC that loses its power at any moment: what was acknowledged is there, nothing is half there, all PCs end alike.

Four PCs of one office work at once on a real server. Each is killed (SIGKILL, the real `casedesk`) again and again
while it saves or exchanges. The seed is printed; CASEDESK_SEED repeats the choice of moments, as far as a machine can.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desk import lists
from desk.cases import CasePaper
from desk.store import children
from sync import delivery, doctor, exchange, home, jobs
from sync.keys import provision_file
from tests.source import ROOT
from tests.sync.province import Province

PCS, KILLS = 4, 100
PASSWORD = "mat-khau-thu"
PAPERS = ["Tờ khai", "Giấy chứng sinh", "Giấy uỷ quyền"]
SAVES = 40  # more than one life of a process lasts


@dataclass
class Pc:
    """One PC that is killed; `acknowledged` are the numbers it said were saved, `kills` those that met it alive."""

    folder: Path
    chance: random.Random
    acknowledged: list = field(default_factory=list)
    kills: dict = field(default_factory=lambda: {"save": 0, "sync": 0})

    def start(self, *words):
        environment = os.environ | {"CASEDESK_PASSWORD": PASSWORD}
        return subprocess.Popen(
            [sys.executable, "-m", "ui.command", "--home", str(self.folder), "--json", *words],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def end(self, process, name):
        """Kill the process; what it had still said counts as acknowledged."""
        process.kill()
        said, complaint = process.communicate()
        if process.returncode != 0:
            assert b"Traceback" not in complaint, complaint.decode()
            self.kills[name] += 1
        return said

    def save_and_die(self):
        process = self.start("case", "receive", "--lines", "--file", "-")
        one = {"procedure": "1.001193", "applicant": {"name": "Trần Thị Bé"}, "papers": PAPERS, "note": "x" * 500}
        process.stdin.write((json.dumps(one) + "\n").encode() * SAVES)
        process.stdin.flush()
        for _ in range(self.chance.randrange(1, 8)):
            self.hear(process.stdout.readline())
        time.sleep(self.chance.uniform(0, 0.02))
        for line in self.end(process, "save").split(b"\n"):
            self.hear(line)

    def hear(self, line):
        if line.rstrip().endswith(b"}"):
            self.acknowledged.append(json.loads(line)["number"])

    def sync_and_die(self, longest):
        process = self.start("sync")
        time.sleep(self.chance.uniform(0.2, 1) * longest)
        self.end(process, "sync")


def live_and_die(pc, kills, longest):
    while sum(pc.kills.values()) < kills:
        pc.save_and_die()
        pc.sync_and_die(longest)


@pytest.fixture
def office(tmp_path):
    """Four PCs with their homes, and what the server keeps."""
    seed = int(os.environ.get("CASEDESK_SEED") or random.randrange(2**32))
    print(f"seed {seed}")
    province = Province(tmp_path / "province").start()
    province.provision(pcs=PCS)
    made = []
    for n in range(1, PCS + 1):
        file = provision_file.read(province.folder / "out" / "00562" / f"pc{n}.casedesk")
        home.make(tmp_path / f"pc{n}", file, f"Cán bộ {n}", PASSWORD, server=province.address)
        made.append(Pc(tmp_path / f"pc{n}", random.Random(seed + n)))
    yield made, province.engine
    province.stop()


def opened(pc):
    return home.open_home(pc.folder, PASSWORD)


def synced(pcs):
    """Exchange with every PC, undisturbed."""
    for pc in pcs:
        desk = opened(pc)
        carrier = exchange.carrier_of(desk, home.read(pc.folder).server)
        assert jobs.run(exchange.exchange(desk, carrier)).delivered
        carrier.close()
        desk.close()


def looked_over(pc):
    """What a PC holds, after checking that it is whole: number -> fields and papers of each case."""
    desk = opened(pc)
    assert doctor.examine(desk).faults == ()
    cases = {}
    for case in lists.page(desk.db, "all", desk.now(), limit=10**9):
        papers = [paper.name for paper in children(desk.db, CasePaper, case.id)]
        assert papers == PAPERS, f"half a case: {case.number}"
        assert case.number not in cases
        cases[case.number] = vars(case)
    desk.close()
    return cases


def claimed(pc):
    """Device and the last change that this PC takes for delivered."""
    desk = opened(pc)
    stand = delivery.delivery(desk)
    desk.close()
    return desk.device.id, stand.delivered_to


def duration_of(pc):
    """Seconds that one exchange of the real command takes here and now."""
    began = time.monotonic()
    process = pc.start("sync")
    _, complaint = process.communicate()
    assert process.returncode == 0, complaint.decode()
    return time.monotonic() - began


def test_no_acknowledged_case_is_lost_to_a_kill_and_all_pcs_end_alike(office):
    pcs, engine = office
    longest = 3 * duration_of(pcs[0])
    lives = [threading.Thread(target=live_and_die, args=(pc, KILLS // PCS, longest)) for pc in pcs]
    for life in lives:
        life.start()
    for life in lives:
        life.join()
    kills = {name: sum(pc.kills[name] for pc in pcs) for name in ("save", "sync")}
    held = [looked_over(pc) for pc in pcs]
    for pc, cases in zip(pcs, held, strict=True):
        assert set(pc.acknowledged) <= set(cases)
        device, last = claimed(pc)
        assert last == 0 or last <= engine.heads("00562")[device].last
    synced(pcs)
    synced(pcs)
    ended = [looked_over(pc) for pc in pcs]
    assert all(cases == ended[0] for cases in ended)
    acknowledged = {number for pc in pcs for number in pc.acknowledged}
    print(f"{kills} kills, {len(acknowledged)} cases acknowledged, {len(ended[0])} held by every PC")
    assert acknowledged <= set(ended[0])
    assert sum(kills.values()) >= KILLS
