"""Evidence in the hands of somebody who has the file and the province's public key, and nothing else."""

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desk import store
from desk.cases import Case
from desk.counter import edit
from sync import commitment, doctor, log, segments
from sync.envelope import PLAIN, ROOTED, parse
from sync.intake import take_in
from sync.jobs import run
from sync.reconcile import evidence, proving
from sync.report import Report
from sync.seal import seal
from tests.sync.offices import open_pcs, receive_case

OLD = Path(__file__).parents[2] / "old_files" / "evidence" / "version-1.json"
OTHER = "Người Không Liên Quan"


@pytest.fixture
def desk(tmp_path):
    desk, two = open_pcs(tmp_path)
    two.close()
    yield desk
    desk.close()


def sealed(desk, layout=ROOTED):
    """Seal what waits at a desk."""
    ring, entries = desk.keyring, segments.unsealed(desk.db, desk.device.id)
    previous = segments.head(desk.db, desk.device.id).hash
    data = seal(entries, office=desk.office.code, epoch=ring.epoch, key=ring.office_keys[ring.epoch],
                previous=previous, private_key=ring.signing, layout=layout)  # fmt: skip
    segments.keep(desk.db, parse(data))


def worked(desk, layout=ROOTED):
    """A case with three changes, between those of others; what evidence about it says."""
    receive_case(desk, name=OTHER)
    id = receive_case(desk, phone="0912000000")
    for phone in ("0912000111", "0912000222"):
        desk.do(lambda hand, phone=phone: edit(desk.db, hand, id, {"phone": phone}))
        receive_case(desk, name=OTHER)
    sealed(desk, layout)
    return evidence.read(evidence.make(desk, store.get(desk.db, Case, id)))


def outside(content):
    """What a third party finds."""
    return list(proving.check(content, bytes.fromhex(content["root"])))


def kinds(findings, *, holding=True):
    return [each.what for each in findings if each.holds is holding]


def test_the_words_of_the_changes_shown_are_proven_with_the_provinces_key_alone(desk):
    content = worked(desk)
    found = outside(content)
    assert kinds(found, holding=False) == []
    assert kinds(found).count("words") == len(content["changes"]) == 3


def test_the_changes_beside_them_stay_hidden(desk):
    content = worked(desk)
    told = json.dumps(content, ensure_ascii=False)
    assert OTHER not in told
    others = [entry for entry in log.everything(desk.db) if entry.seq not in {c["seq"] for c in content["changes"]}]
    for entry in others:
        words = commitment.canonical(commitment.told(entry))
        for guessed in (sha256(words), sha256(b"\0" + words)):
            assert guessed.hexdigest() not in told


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": "x.1"}, {"reason": "khác"}, {"time": 1}, {"lamport": 1}, {"seen": {"aaaaaaaa": 9}}, {"seq": 2},
        {"edits": []}, {"action": "void"}, {"clock_error": 5}, {"salt": "00" * 32},
    ],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
def test_one_word_that_is_not_the_segments_is_found_though_the_maker_signs_the_file_anew(desk, wrong):
    content = worked(desk)
    content["changes"][-1] |= wrong
    content["signature"] = evidence._text(desk.keyring.signing.sign(evidence.digest(content)))
    found = outside(content)
    assert "maker" in kinds(found)
    assert kinds(found, holding=False) == ["words"]


def test_a_pc_that_lied_in_its_root_is_found_out_where_evidence_is_drawn(desk, monkeypatch):
    with monkeypatch.context() as lying:
        lying.setattr(commitment, "root", lambda leaves: b"\7" * 32)
        id = receive_case(desk)
        sealed(desk)
    content = evidence.read(evidence.make(desk, store.get(desk.db, Case, id)))
    assert kinds(outside(content), holding=False) == ["words"]


def test_of_a_segment_of_the_older_layout_it_says_that_the_words_rest_on_the_makers_signature(desk):
    content = worked(desk, PLAIN)
    assert kinds(outside(content)).count("rootless") == 3
    inside = list(proving.check(content, desk.keyring.root, desk.keyring.office_keys))
    assert kinds(inside, holding=False) == [] and kinds(inside).count("change") == 3


def test_the_documented_way_to_check_needs_nothing_of_this_program(desk):
    content = worked(desk)
    key = Ed25519PublicKey.from_public_bytes(desk.keyring.signing.public_key().public_bytes_raw())
    data = b64decode(content["segments"][0])
    key.verify(data[-64:], data[:-64])
    office = data[4]
    at = 5 + office + 5
    assert (data[3], data[at : at + 3]) == (2, bytes([1, segments.head(desk.db, desk.device.id).last - 1, 1]))
    root, first, count = data[at + 3 : at + 35], data[at], data[at + 1] + 1
    for change in content["changes"]:
        words = {name: value for name, value in change.items() if name not in ("salt", "path", "at", "officer")}
        text = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        now, place, width = sha256(b"\0" + bytes.fromhex(change["salt"]) + text).digest(), change["seq"] - first, count
        path = [bytes.fromhex(each) for each in change["path"]]
        while width > 1:
            if place % 2:
                now = sha256(b"\1" + path.pop(0) + now).digest()
            elif place + 1 < width:
                now = sha256(b"\1" + now + path.pop(0)).digest()
            place, width = place // 2, (width + 1) // 2
        assert (now, path) == (root, [])


def test_evidence_of_an_earlier_version_is_checked_for_ever():
    content = evidence.read(OLD.read_bytes())
    found = outside(content)
    assert kinds(found, holding=False) == []
    assert {"roster", "maker", "segment"} <= set(kinds(found))
    content["changes"][0]["by"] = "x.1"
    assert kinds(outside(content), holding=False) == ["maker"]


def test_segments_of_both_layouts_are_taken_in_by_another_pc(tmp_path):
    one, two = open_pcs(tmp_path / "pair")
    for layout in (PLAIN, ROOTED, PLAIN, ROOTED):
        receive_case(one)
        sealed(one, layout)
    report = Report()
    run(_to_the_end(take_in(two, segments.after(one.db, one.device.id, 0), report, lambda _: None)))
    assert (report.segments_received, report.set_aside) == (4, 0)
    assert len(store.select(two.db, Case)) == 4
    one.close()
    two.close()


def _to_the_end(steps):
    yield from steps
    return None


def test_the_doctor_names_a_pc_that_lied_in_its_root(desk, monkeypatch):
    receive_case(desk)
    sealed(desk)
    assert doctor.examine(desk).faults == ()
    with monkeypatch.context() as lying:
        lying.setattr(commitment, "root", lambda leaves: b"\7" * 32)
        receive_case(desk)
        sealed(desk)
    (fault,) = doctor.examine(desk).faults
    assert "MÁY-01" in fault


def test_a_change_told_anew_after_a_fork_is_said_to_be_that_and_not_to_wait_for_its_seal(desk):
    content = worked(desk)
    content["changes"][-1]["device"] = f"{desk.device.id}-abcdefgh"
    assert "line" in kinds(outside(content)) and "unsealed" not in kinds(outside(content))
