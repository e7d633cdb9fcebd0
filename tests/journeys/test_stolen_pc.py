"""A PC is stolen: refused at once, the others go on with a new key, its earlier work stands, what it writes later not.

The server, the revocation and the PCs are processes of their own, as IT and officers start them.
"""

import json
import os
import subprocess
import sys
from contextlib import closing

import pytest

from desk import store
from desk.cases import Case
from sync import doctor, exchange, home, jobs
from sync.carriers import bundle_in, bundle_out
from sync.keys import provision_file
from sync.server import store as server_store
from sync.server.provision import provision
from tests.source import ROOT
from tests.sync.offices import PASSWORD, receive_case

OFFICE = "00562"


class Town:
    """A server that runs, and homes of three PCs."""

    def __init__(self, folder):
        self.folder, self.data = folder, folder / "server"
        keys, engine = server_store.open_folder(self.data)
        for path in provision(engine, keys, OFFICE, 3, folder / "out"):
            if path.suffix == ".casedesk":
                home.make(folder / path.stem, provision_file.read(path), f"Cán bộ {path.stem}", PASSWORD)
        engine.close()
        self.server = self._start("sync.server.command", "run", "--data", self.data, "--listen", "127.0.0.1:0")
        self.address = self.server.stdout.readline().strip()

    def _start(self, module, *words):
        environment = os.environ | {"CASEDESK_PASSWORD": PASSWORD, "CASEDESK_LANG": "vi", "CASEDESK_LANGUAGE": "vi"}
        return subprocess.Popen(
            [sys.executable, "-m", module, *map(str, words)],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def call(self, pc, *words, status=0):
        """What `casedesk` prints as JSON; with another status what it complains of."""
        process = self._start("ui.command", "--home", self.folder / pc, "--json", *words)
        said, complaint = process.communicate(timeout=60)
        assert process.returncode == status, said + complaint
        return json.loads(said) if status == 0 else said + complaint

    def serve(self, *words):
        process = self._start("sync.server.command", *words, "--data", self.data)
        said, complaint = process.communicate(timeout=60)
        assert process.returncode == 0, complaint
        return said

    def open(self, pc):
        return closing(home.open_home(self.folder / pc, PASSWORD))

    def write(self, pc, name):
        """A case received at a PC, without a process; the PC's id."""
        with self.open(pc) as desk:
            receive_case(desk, name)
            return desk.device.id

    def sync(self, *pcs):
        """Exchanges without processes, all of which deliver."""
        for pc in pcs:
            with self.open(pc) as desk, closing(exchange.carrier_of(desk, self.address)) as line:
                assert jobs.run(exchange.exchange(desk, line)).delivered

    def carry(self, pc, other):
        """What one PC holds, to another by stick."""
        path = self.folder / f"{pc}-{other}.stick"
        with self.open(pc) as desk:
            jobs.run(bundle_out.write(desk, path, whole=True))
        with self.open(other) as desk:
            jobs.run(bundle_in.read(desk, path))

    def close(self):
        self.server.terminate()
        self.server.communicate(timeout=20)


@pytest.fixture
def town(tmp_path, quick_passwords):
    made = Town(tmp_path)
    yield made
    made.close()


def names(town, pc):
    with town.open(pc) as desk:
        return {case.applicant_name for case in store.select(desk.db, Case)}


def test_a_stolen_pc_is_out_at_once_and_nobody_else_is_held_up(town):
    stolen = town.write("pc2", "Trước khi mất")
    town.sync("pc2", "pc1", "pc3")

    town.serve("revoke", "--office", OFFICE, "--device", stolen)

    town.write("pc2", "Kẻ gian ghi")
    assert "đã bị loại khỏi đơn vị" in town.call("pc2", "sync", "--server", town.address, status=1)
    town.write("pc1", "Vẫn làm việc")
    town.carry("pc2", "pc3")  # which has not heard of it yet
    assert names(town, "pc3") == {"Trước khi mất", "Kẻ gian ghi"}

    assert town.call("pc1", "sync", "--server", town.address)["delivered"]
    town.sync("pc3", "pc1")
    assert names(town, "pc1") == {"Trước khi mất", "Vẫn làm việc"}
    assert names(town, "pc3") == {"Trước khi mất", "Vẫn làm việc"}  # taken out again

    stands = town.call("pc3", "status")
    assert [each["reason"] for each in stands["set_aside"]] == ["device_revoked"]
    assert any("sau khi máy đó bị gỡ" in said for said in stands["notices"])

    town.carry("pc2", "pc1")
    assert "Kẻ gian ghi" not in names(town, "pc1")
    with town.open("pc1") as desk:
        assert desk.keyring.epoch > 1  # with a key that the stolen PC never had
        faults = doctor.examine(desk).faults  # every segment of the stolen PC still bears its signature
        assert [fault for fault in faults if "sync.device_revoked" not in fault] == []
