"""`casedesk verify`: what a slip's code is worth, said truthfully, whatever is scanned."""

import io
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import forms
from desk.forms import qr
from sync import paperwork
from sync.envelope import NOTHING_BEFORE
from sync.keys.roster import Member, Roster
from tests.ui.command.conftest import Command

NAMES = ("verdict", "pc", "office")


@pytest.fixture
def slip(casedesk):
    """A slip's code as this PC prints it, with what made it."""
    number = casedesk.receive()
    desk = casedesk.opened()
    case = paperwork.slip(desk, next(iter(_cases(desk, number))))
    text = qr.statement(forms.slip.statement_of(case), desk.keyring.signing.sign)
    desk.close()
    return text


def _cases(desk, number):
    from desk.counter import case_here

    return [case_here(desk.db, number)]


def verdict(command, text):
    return command("verify", text, json=True).data["verdict"]


def test_a_slip_of_any_pc_of_the_office_is_genuine(casedesk, other, slip):
    told = other("verify", slip, json=True)
    assert told.status == 0
    assert [told.data[name] for name in NAMES] == ["genuine", "MÁY-01", "xã Phú Lương"]
    assert told.data["statement"]["name"] == "TRAN THI BE"
    assert "MÁY-01" in casedesk("verify", slip).out


def test_the_printed_slip_carries_that_code(casedesk, slip, tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(qr, "matrix", lambda text: drawn.append(text) or ((True,),))
    number = casedesk("case", "list", json=True).data[0]["number"]
    assert casedesk("slip", number, "--pdf", tmp_path / "slip.pdf").status == 0
    assert verdict(casedesk, drawn[0]) == "genuine"


def test_a_changed_letter_makes_it_forged(casedesk, slip):
    assert verdict(casedesk, slip.replace("TRAN THI BE", "TRAN THI BA")) == "forged"
    assert casedesk("verify", slip.replace("TRAN", "TRAM")).status == 1


def test_a_slip_without_a_signature_is_said_to_have_none(casedesk, slip):
    assert verdict(casedesk, slip.rpartition("/")[0] + "/") == "unsigned"


def test_an_unknown_pc_and_an_unknown_office_are_no_verdict(casedesk):
    key, said = Ed25519PrivateKey.generate(), qr.Statement("00004", "01-00001-Q", "", "", "1.001193", "A", "zzzzzzzz")
    assert verdict(casedesk, qr.statement(said, key.sign)) == "unknown_pc"
    elsewhere = qr.Statement("H57.99", "01-00001-Q", "", "", "1.001193", "A", "zzzzzzzz")
    assert verdict(casedesk, qr.statement(elsewhere, key.sign)) == "unknown_office"


@pytest.fixture
def neighbour(made, tmp_path, capsys, monkeypatch):
    """A PC of another office of the same province, its slip and its roster, newer and older."""
    from sync import home as homes
    from sync.keys.provision_file import Provision
    from tests.ui.command.conftest import OFFICER, PASSWORD

    root, server = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    pinned = root.public_key().public_bytes_raw(), server.public_key().public_bytes_raw()
    keys = {office: Ed25519PrivateKey.generate() for office in ("H57.1", "H57.2")}
    rosters = {}
    for office, key in keys.items():
        member = Member(1, "MÁY-01", key.public_key().public_bytes_raw(), 0)
        rosters[office] = Roster(office, f"xã {office}", 1, NOTHING_BEFORE, (member,))
        provision = Provision(
            office, f"xã {office}", 1, 1, bytes(32), key.private_bytes_raw(), rosters[office].signed(root), *pinned
        )
        homes.make(tmp_path / office, provision, OFFICER, PASSWORD)
    return {
        "here": Command(tmp_path / "H57.1", capsys), "there": Command(tmp_path / "H57.2", capsys), "root": root,
        "roster": rosters["H57.2"], "member": rosters["H57.2"].members[0], "key": keys["H57.2"],
    }  # fmt: skip


def test_a_neighbours_slip_is_checked_once_its_roster_is_here(neighbour, tmp_path):
    here, there, member = neighbour["here"], neighbour["there"], neighbour["member"]
    said = qr.Statement("H57.2", "01-00001-Q", "", "", "1.001193", "A", member.id)
    slip = qr.statement(said, neighbour["key"].sign)
    assert verdict(here, slip) == "unknown_office"
    assert there("roster", "export", tmp_path / "h57.2.roster").status == 0
    assert here("roster", "import", tmp_path / "h57.2.roster", json=True).data["pcs"] == 1
    told = here("verify", slip, json=True)
    assert [told.data[name] for name in NAMES] == ["genuine", "MÁY-01", "xã H57.2"]
    assert [each["office"] for each in here("roster", "list", json=True).data] == ["H57.1", "H57.2"]


def test_a_pc_that_left_its_office_is_named_as_such(neighbour, tmp_path):
    here, member, roster = neighbour["here"], neighbour["member"], neighbour["roster"]
    document = roster.signed(neighbour["root"])
    (tmp_path / "v1").write_bytes(document)
    held = Roster.verified(document, neighbour["root"].public_key().public_bytes_raw())
    left = held.next((Member(member.pc, member.name, member.key, member.enrolled, 7),))
    (tmp_path / "v2").write_bytes(left.signed(neighbour["root"]))
    assert here("roster", "import", tmp_path / "v1").status == 0
    assert here("roster", "import", tmp_path / "v2").status == 0
    assert here("roster", "import", tmp_path / "v1").status == 1
    said = qr.Statement("H57.2", "01-00001-Q", "", "", "1.001193", "A", member.id)
    assert verdict(here, qr.statement(said, neighbour["key"].sign)) == "left"


def test_a_roster_that_the_province_did_not_sign_is_refused(neighbour, casedesk, tmp_path):
    stranger = Ed25519PrivateKey.generate()
    for name, data in {
        "forged": neighbour["roster"].signed(stranger), "empty": b"", "noise": b"\xff" * 500, "large": bytes(200_000),
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(data)
        told = neighbour["here"]("roster", "import", tmp_path / name)
        assert told.status == 1 and "Traceback" not in told.err and told.err.strip()
    assert neighbour["here"]("roster", "import", tmp_path / "nowhere").status == 1
    neighbour["here"]("roster", "export", tmp_path / "own")
    assert neighbour["here"]("roster", "import", tmp_path / "own").status == 1


@pytest.mark.parametrize(
    "text",
    ["", "x", "https://example.vn", "001199000123|0|A", "CD9/1", "CD1///////", "CD1/" + "A" * 5000, "\ud800", "%"],
)
def test_whatever_is_scanned_is_answered_in_words(casedesk, text):
    told = casedesk("verify", text)
    assert told.status == 1 and told.err.strip() and "Traceback" not in told.err


def test_a_code_cannot_move_the_cursor_of_a_terminal(casedesk):
    said = qr.Statement("00004", "01\x1b[2J", "", "", "\u202etxt", "A", "zzzzzzzz", bytes(64))
    told = casedesk("verify", qr.statement(said))
    assert "\x1b" not in told.out and "\u202e" not in told.out


def test_a_code_is_read_from_standard_input(casedesk, slip, monkeypatch):
    class Typed:
        buffer = io.BytesIO(slip.encode() + b"\r\n")

    monkeypatch.setattr(sys, "stdin", Typed)
    assert verdict(casedesk, "-") == "genuine"
