"""A copy of a PC's disk gets a number of its own: by `casedesk enrol` at a PC that may, and by `casedesk-province`."""

import json
import shutil

import pytest

from tests.sync.offices import PASSWORD
from tests.sync.test_province_command import OFFICE, call, enrolled, served, sync  # noqa: F401
from tests.ui.command.conftest import Command
from tests.ui.command.test_enrol import first, province  # noqa: F401

pytestmark = pytest.mark.usefixtures("quick_passwords")


def test_a_pc_that_may_enrol_lists_a_copy_and_lets_it_in(first, tmp_path, capsys):  # noqa: F811
    shutil.copytree(first.home, tmp_path / "copy")
    copy = Command(tmp_path / "copy", capsys)
    first.receive()
    assert first("sync").status == 0
    copy.receive(applicant={"name": "Ở bản sao"})
    assert copy("sync").status == 0
    stands = copy("status", json=True).data
    assert any("xin số riêng" in said for said in stands["notices"])
    assert first("sync").status == 0
    assert any("trùng số hồ sơ" in said for said in first("status", json=True).data["notices"])
    [asks] = first("enrol", "requests", json=True).data
    assert (asks["state"], asks["copy_of"]) == ("copy", stands["device"])
    assert "xin số máy riêng" in asks["name"]
    assert first("enrol", "requests").out.count("MÁY-01") == 1
    done = first("enrol", "approve", asks["device"], json=True).data
    assert (done["device"], done["pc"]) == (asks["device"], 80)
    assert first("sync").status == 0
    assert copy("sync").status == 0
    stands = copy("status", json=True).data
    assert stands["device"] == asks["device"]
    assert not any("số riêng" in said for said in stands["notices"])
    assert copy.receive().startswith("80-")
    assert copy("sync").status == 0
    assert first("enrol", "requests", json=True).data == []
    assert copy("doctor").status == 0
    assert json.loads((tmp_path / "copy" / "home.json").read_text())["device"]["pc"] == 80


def test_the_province_lists_a_copy_and_lets_it_in(call, served, tmp_path, capsys, monkeypatch):  # noqa: F811
    desk = enrolled(call, tmp_path, served, "pc1")
    sync(desk, served)
    desk.close()
    shutil.copytree(tmp_path / "pc1", tmp_path / "copy")
    one, copy = (Command(tmp_path / name, capsys) for name in ("pc1", "copy"))
    monkeypatch.setenv("CASEDESK_PASSWORD", PASSWORD)
    for each, name in ((one, "Ở máy gốc"), (copy, "Ở bản sao")):
        each.receive(applicant={"name": name})
        assert each("sync", "--server", served).status == 0
    monkeypatch.setenv("CASEDESK_PASSWORD", "Tinh-Lang-Son-2026")
    [asks] = call("requests")["requests"]
    assert "xin số máy riêng" in asks["name"]
    used, older = tmp_path / "province", tmp_path / "older"
    shutil.copytree(used, older)
    call("delegate", OFFICE, desk.device.id)
    used.rename(tmp_path / "in use")
    older.rename(used)
    assert "casedesk-server tell" in call("approve", asks["device"], status=1)  # another folder acts for the province
    shutil.rmtree(used)
    (tmp_path / "in use").rename(used)
    done = call("approve", asks["device"])
    assert (done["device"], done["pc"], done["published"]) == (asks["device"], 2, True)
    assert call("requests")["requests"] == []
    monkeypatch.setenv("CASEDESK_PASSWORD", PASSWORD)
    assert copy("sync", "--server", served).status == 0
    assert copy("status", json=True).data["device"] == asks["device"]
    assert len(call("office", "list")["offices"][0]["devices"]) == 2
