"""Trains the dictionary that the codec ships with, from invented cases over the starter catalogue.

    python -m tests.bench.dictionary resources/dictionary/1.zstd

A released dictionary is never replaced: segments sealed with it must open for ever. A better one gets the next number.
"""

import random
import sys
from itertools import islice
from pathlib import Path

import cbor2
import zstandard

from desk.procedures.catalogue import starter
from desk.record import Change, Edit, Entry
from sync import codec
from tests.bench import people

SIZE = 48 * 1024
SAMPLES = 4000
DEVICE = "aaaaaaaa"


def samples(seed: int) -> list[bytes]:
    """Tables of one to three changes each, as the codec would compress them."""
    chance, procedures = random.Random(seed), list(starter())
    cases = people.cases(seed, procedures)
    by_code = {procedure.code: procedure for procedure in procedures}
    found = []
    for number, case in enumerate(islice(cases, SAMPLES)):
        entries = [_received(number, case, by_code[case["procedure"]])]
        if chance.random() < 0.5:
            entries.append(_worked(number, chance))
        found.append(cbor2.dumps(codec.table(entries)))
    return found


def _received(number: int, case: dict, procedure) -> Entry:
    who = {"applicant_" + name if name in ("name", "id") else name: value for name, value in case["applicant"].items()}
    day = f"2026-{1 + number % 12:02}-{1 + number % 28:02}"
    row = {
        "competent_office": "H57.132", "number": f"01-{number:05}-A", "office": "H57.132",
        "procedure": procedure.code, "procedure_version": procedure.version,
        "procedure_name": procedure.short, "received_at": f"{day}T09:{number % 60:02}", "due_at": f"{day}T17:30",
        "channel": "in_person", "fee": 8000 * (number % 2), **who, "phone": case["phone"], "subject": case["subject"],
        **({"note": case["note"]} if case["note"] else {}), "state": "received",
    }  # fmt: skip
    edits = [Edit("case", f"{DEVICE}.{number}", row)]
    rules = {paper.key: paper for paper in procedure.papers}
    for place, paper in enumerate(case["papers"], start=1):
        values = {"case_id": f"{DEVICE}.{number}", "name": rules[paper["key"]].name, "form": paper["form"]}
        edits.append(Edit("paper", f"{DEVICE}.{number + place}", {**values, "key": paper["key"]}))
    return Entry(DEVICE, 1, {}, number, 1790000000, None, Change("receive", tuple(edits), f"{DEVICE}.1"))


def _worked(number: int, chance: random.Random) -> Entry:
    case = f"{DEVICE}.{number}"
    moved = {"case_id": case, "action": "process", "stage": "in_process", "at": "2026-11-20T09:41"}
    edits = chance.choice(
        (
            (Edit("case", case, {"phone": people.phone(chance)}),),
            (Edit("case", case, {"note": people.remark(chance)}),),
            (Edit("case", case, {"address": people.address(chance)}),),
            (Edit("case", case, {"state": "received>in_process"}), Edit("move", f"{DEVICE}.{number + 9}", moved)),
            (Edit("print", f"{DEVICE}.{number + 9}", {"case_id": case, "form": "01", "copies": 2, "at": moved["at"]}),),
        )
    )
    action = {"move": "process", "print": "print"}.get(edits[-1].kind, "edit")
    return Entry(DEVICE, 2, {}, number + 1, 1790000100, None, Change(action, edits, f"{DEVICE}.1"))


def main() -> None:
    """Train and write."""
    trained = zstandard.train_dictionary(SIZE, samples(1), dict_id=1, level=19)
    Path(sys.argv[1]).write_bytes(trained.as_bytes())
    print(f"{sys.argv[1]}: {len(trained.as_bytes())} bytes")


if __name__ == "__main__":
    main()
