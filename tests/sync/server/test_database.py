"""The `casedesk-server` command on a folder that is kept in PostgreSQL, and several processes on one database."""

import json
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from itertools import cycle

import pytest

from desk import Refused
from sync.errors import Offline
from sync.keys import provision_file
from sync.server.address import address_of
from sync.server.command import main
from sync.server.store import open_folder
from tests.sync.province import Pc


@pytest.fixture
def empty(cluster):
    """The address of a database that holds nothing."""
    name = cluster.make()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def data(cluster, database, tmp_path):
    """A folder that is kept in PostgreSQL, with an office of four PCs."""
    folder = str(tmp_path / "data")
    assert main(["database", cluster.url(database), "--data", folder]) == 0
    assert main(["provision", "--data", folder, "--office", "00562", "--pcs", "4", "--out", str(tmp_path / "out")]) == 0
    return folder


def pcs(tmp_path, count=4):
    return [Pc(provision_file.read(tmp_path / "out" / f"pc{n + 1}.casedesk")) for n in range(count)]


class Process:
    """A server process; what it writes to its log is in `log`."""

    def __init__(self, data, log):
        self.log = log
        with log.open("wb") as said:
            command = [sys.executable, "-m", "sync.server.command", "run", "--data", data, "--listen", "127.0.0.1:0"]
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True)

    def listening(self):
        self.address = self.process.stdout.readline().strip()
        return self

    def end(self, how):
        self.process.send_signal(how)
        self.process.stdout.close()
        return self.process.wait(30)


@pytest.fixture
def processes(data, tmp_path):
    """Two of them, on the same folder."""
    started = [Process(data, tmp_path / f"log{n}") for n in range(2)]
    yield [process.listening() for process in started]
    for process in started:
        if process.process.poll() is None:
            process.end(signal.SIGKILL)


def test_every_command_works_on_a_folder_that_is_kept_in_postgresql(empty, tmp_path, capsys):
    folder = tmp_path / "data"
    assert main(["status", "--data", str(folder)]) == 1
    assert main(["database", empty, "--data", str(folder)]) == 0
    office = ["--data", str(folder), "--office", "00562"]
    assert main(["provision", *office, "--pcs", "2", "--out", str(tmp_path / "out")]) == 0
    one, _ = pcs(tmp_path, 2)
    assert main(["delegate", *office, "--device", one.id]) == 0
    assert main(["revoke", *office, "--device", one.id]) == 0
    assert main(["new-key", "--data", str(folder)]) == 0
    assert main(["tell", str(tmp_path / "told"), "--data", str(folder)]) == 0
    capsys.readouterr()
    assert main(["status", "--data", str(folder), "--json"]) == 0
    [told] = json.loads(capsys.readouterr().out)["offices"]
    assert [device["revoked_after"] for device in told["devices"]] == [0, None]
    assert sorted(path.name for path in folder.iterdir()) == ["database.url", "province.key", "server.key"]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("postgresql://casedesk:geheim@db/casedesk", "database.secret"),
        ("postgresql://casedesk@db/casedesk?password=geheim", "database.secret"),
        ("mysql://casedesk@db/casedesk", "database.bad_url"),
        ("postgresql://casedesk@db:port/casedesk", "database.bad_url"),
        ("postgresql://casedesk@db/casedesk?sslmode=prefer", "database.bad_url"),
    ],
)
def test_an_address_that_cannot_be_is_refused_and_no_secret_is_repeated(url, key):
    with pytest.raises(Refused) as refused:
        address_of(url)
    assert refused.value.key == key
    assert "geheim" not in str(refused.value)


def test_an_address_says_how_to_get_there():
    far = address_of("postgresql://ban@db.tinh.gov.vn:6432/ho%20so", "mat khau")
    assert (far.host, far.port, far.user, far.database) == ("db.tinh.gov.vn", 6432, "ban", "ho so")
    assert far.tls.check_hostname and "mat khau" not in repr(far)
    assert address_of("postgresql://ban@127.0.0.1/x?sslmode=disable").tls is None
    here = address_of("postgresql://ban@%2Frun%2Fpg/x")
    assert (here.host, here.port, here.tls) == ("/run/pg", 5432, None)


def test_a_password_is_kept_for_the_server_alone(cluster, database, tmp_path):
    (tmp_path / "secret").write_text("mật khẩu\nwhat follows is not it\n", encoding="utf-8")
    folder = tmp_path / "data"
    given = ["--data", str(folder), "--password-file", str(tmp_path / "secret")]
    assert main(["database", cluster.url(database), *given]) == 0
    assert (folder / "database.password").read_text(encoding="utf-8") == "mật khẩu\n"
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_database_is_served_with_the_keys_that_its_pcs_believe(cluster, database, data, tmp_path, capsys):
    other = tmp_path / "other"
    assert main(["database", cluster.url(database), "--data", str(other)]) == 1
    assert "province.root" in capsys.readouterr().err
    assert not other.exists()
    other.mkdir()
    shutil.copy(tmp_path / "data" / "database.url", other)
    assert main(["status", "--data", str(other)]) == 1
    for key in ("server.key", "province.key"):
        shutil.copy(tmp_path / "data" / key, other)
    assert main(["status", "--data", str(other)]) == 0


def test_a_servers_lost_key_is_replaced_by_word_alone(cluster, database, data, tmp_path):
    anew = ["database", cluster.url(database), "--new-key", "--data"]
    assert main([*anew, str(tmp_path / "stranger")]) == 1
    new = tmp_path / "new"
    new.mkdir()
    shutil.copy(tmp_path / "data" / "province.key", new)
    assert main(["database", cluster.url(database), "--data", str(new)]) == 1
    assert main([*anew, str(new)]) == 0
    assert main(["new-key", "--data", str(new)]) == 0
    assert main(["status", "--data", data]) == 1


def test_what_an_embedded_file_holds_moves_over_and_is_as_it_was(province, cluster, database, tmp_path, capsys):
    folder = province.folder / "data"
    one, two = province.provision()
    one.exchange(one.carrier(province.address), [one.make(), one.make()])
    two.exchange(two.carrier(province.address), [two.make()])
    move = ["database", cluster.url(database), "--data", str(folder)]
    assert main(move) == 1  # while the server runs
    assert "Máy chủ đang chạy" in capsys.readouterr().err
    province.stop()
    assert main(["status", "--data", str(folder), "--json"]) == 0
    before = capsys.readouterr().out
    assert main(move) == 0
    assert sorted(path.name for path in folder.glob("*.*")) == [
        "database.url", "province.key", "server.key", "server.moved",
    ]  # fmt: skip
    capsys.readouterr()
    assert main(["status", "--data", str(folder), "--json"]) == 0
    assert capsys.readouterr().out == before
    province.keys, province.engine = open_folder(folder)
    province.start()
    one.exchange(one.carrier(province.address), [one.make()])
    two.exchange(two.carrier(province.address))
    assert (two.received, one.received) == (one.own, two.own)
    assert [stored.number for stored in province.engine.lacking("00562", {})] == [1, 2, 3, 4]


def test_nothing_is_moved_into_a_database_that_holds_offices(cluster, database, data, tmp_path, capsys):
    folder = tmp_path / "embedded"
    folder.mkdir()
    for key in ("server.key", "province.key"):
        shutil.copy(tmp_path / "data" / key, folder)
    assert main(["provision", "--data", str(folder), "--office", "1", "--pcs", "1", "--out", str(tmp_path / "o")]) == 0
    assert main(["database", cluster.url(database), "--data", str(folder)]) == 1
    assert (folder / "server.db").exists() and not (folder / "database.url").exists()


def test_two_processes_serve_one_office(processes, tmp_path):
    one, two, *_ = pcs(tmp_path)
    one.exchange(one.carrier(processes[0].address), [one.make(), one.make()])
    two.exchange(two.carrier(processes[1].address), [two.make()])
    assert two.received == one.own
    one.exchange(one.carrier(processes[1].address), [one.make()])
    two.exchange(two.carrier(processes[0].address))
    assert (two.received, one.received) == (one.own, two.own)
    assert [process.end(signal.SIGTERM) for process in processes] == [0, 0]


def test_no_receipt_is_lost_when_a_server_and_then_the_database_are_killed(processes, cluster, tmp_path):
    working, promised = pcs(tmp_path), []

    def work(pc):
        lines = cycle([pc.carrier(process.address) for process in processes])
        for _ in range(12):
            data = pc.make()
            while True:
                try:
                    receipt = pc.exchange(next(lines), [data], room=0).receipt
                    break
                except Offline:
                    time.sleep(0.01)
            assert receipt.heads[pc.id] == pc.heads[pc.id]
            promised.append((pc.id, receipt.heads[pc.id].last))

    threads = [threading.Thread(target=work, args=[pc], daemon=True) for pc in working]
    for thread in threads:
        thread.start()
    for many, kill in ((8, lambda: processes[0].end(signal.SIGKILL)), (20, cluster.kill)):
        while len(promised) < many:
            assert any(thread.is_alive() for thread in threads)
            time.sleep(0.001)
        kill()
    held = list(promised)
    cluster.start()
    reader = pcs(tmp_path)[0]
    reader.exchange(reader.carrier(processes[1].address))
    assert all(reader.heads[device].last >= last for device, last in held)
    for thread in threads:
        thread.join()
    assert len(promised) == 48
    reader.exchange(reader.carrier(processes[1].address))
    assert sorted(reader.received) == sorted(data for pc in working for data in pc.own)
    assert "Traceback" not in processes[1].log.read_text()
