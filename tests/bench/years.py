"""Five years of a busy office, from a seed: cases of four PCs with their papers, steps, prints and edits, as segments.

The changes are written as officers' programs write them, but straight into segments, for no PC could type so fast. Each
PC has taken in what the others had written by the evening before.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk.procedures.procedure import Procedure
from desk.record import Change, Edit, Entry
from sync.envelope import NOTHING_BEFORE, parse
from sync.keys.provision_file import Provision
from sync.seal import seal
from tests.bench import people

PCS = 4
CASES_A_DAY = 80
"""640 changes a day once the first cases are on their way: 800,000 in the 1,250 working days of five years."""

BEGIN = datetime(2021, 11, 22, 0, 30, tzinfo=UTC)
STAGES = ("received", "in_process", "signing", "done", "returned")


@dataclass
class Writer:
    """One PC: its history so far."""

    file: Provision
    made: int = 1
    seq: int = 0
    lamport: int = 0
    seen: dict = field(default_factory=dict)
    previous: bytes = NOTHING_BEFORE
    waiting: list = field(default_factory=list)

    def id(self) -> str:
        self.made += 1
        return f"{self.file.device}.{self.made}"

    def write(self, action: str, edits, at: int) -> None:
        self.seq, self.lamport = self.seq + 1, self.lamport + 1
        change = Change(action, tuple(edits), f"{self.file.device}.1")
        entry = Entry(self.file.device, self.seq, dict(self.seen), self.lamport, at, None, change)
        self.waiting.append(entry)

    def sealed(self, together: int) -> list:
        """What was written since, `together` changes in a segment."""
        found, key = [], Ed25519PrivateKey.from_private_bytes(self.file.signing_key)
        for start in range(0, len(self.waiting), together):
            some = self.waiting[start : start + together]
            place = {"office": self.file.office, "epoch": self.file.epoch, "key": self.file.office_key}
            found.append(parse(seal(some, previous=self.previous, private_key=key, **place)))
            self.previous = found[-1].hash
        self.waiting = []
        return found


def days(files, changes: int, together: int, procedures: list[Procedure], seed: int = 5) -> Iterator[list]:
    """The segments of each day in the order in which the server gets them, until there are so many changes."""
    chance, writers = random.Random(seed), [Writer(file) for file in files[:PCS]]
    common = sorted(procedures, key=lambda each: each.code)[:40]
    written, day, open_cases = 0, 0, []
    while written < changes:
        morning = BEGIN + timedelta(days=1.46 * day)
        for place in range(CASES_A_DAY):
            writer = writers[place % PCS]
            open_cases.append((writer, *_received(chance, writer, chance.choice(common), morning, place)))
        rest = []
        for case in open_cases:
            writer, id, step, wait = case
            if wait:
                rest.append((writer, id, step, wait - 1))
            elif (following := _worked(chance, writers, id, step, morning)) is not None:
                rest.append((writer, id, *following))
        open_cases = rest
        written += sum(len(writer.waiting) for writer in writers)
        yield [segment for writer in writers for segment in writer.sealed(together)]
        for writer in writers:
            writer.seen = {other.file.device: other.seq for other in writers if other is not writer and other.seq}
            writer.lamport = max(other.lamport for other in writers)
        day += 1


def _received(chance: random.Random, writer: Writer, procedure: Procedure, morning: datetime, place: int):
    """A case and its papers in one change; the record id, the step it waits for and the days until then."""
    made, at = people.case(chance, procedure), morning + timedelta(minutes=5 * (place % 90))
    local, id = at + timedelta(hours=7), writer.id()
    who = {"applicant_" + name if name in ("name", "id") else name: value for name, value in made["applicant"].items()}
    row = {
        "number": f"{writer.file.pc:02}-{writer.made:05}-A", "office": writer.file.office, "procedure": procedure.code,
        "procedure_version": procedure.version, "procedure_name": procedure.short, **who, "phone": made["phone"],
        "subject": made["subject"], "channel": "in_person", "fee": 8000, "fee_paid": "cash", "sets": 1,
        "received_at": f"{local:%Y-%m-%dT%H:%M}", "due_at": f"{local + timedelta(days=3):%Y-%m-%dT%H:%M}",
        "received_by": f"{writer.file.device}.1", "assignee": f"{writer.file.device}.1", "state": "received",
        **({"note": made["note"]} if made["note"] else {}),
    }  # fmt: skip
    papers = [
        Edit("paper", writer.id(), {"case_id": id, "name": rule.name, "form": paper["form"], "key": rule.key})
        for rule, paper in zip(procedure.papers, made["papers"], strict=False)
    ]
    writer.write("receive", [Edit("case", id, row), *papers], int(at.timestamp()))
    printed = {"case_id": id, "form": "01", "copies": 1, "at": row["received_at"]}
    writer.write("print", [Edit("print", writer.id(), printed)], int(at.timestamp()) + 40)
    return id, 1, 0


def _worked(chance: random.Random, writers: list[Writer], id: str, step: int, morning: datetime):
    """One of the PCs takes a case a step further; the next step and the days until then, None at the end."""
    writer, at = chance.choice(writers), morning + timedelta(minutes=chance.randrange(480))
    local = at + timedelta(hours=7)
    moved = {"case_id": id, "action": "process", "stage": STAGES[step], "at": f"{local:%Y-%m-%dT%H:%M}"}
    path = ">".join(STAGES[: step + 1])
    writer.write("process", [Edit("case", id, {"state": path}), Edit("move", writer.id(), moved)], int(at.timestamp()))
    if step in (1, 3):
        values = {"note": people.remark(chance)} if chance.random() < 0.7 else {"phone": people.phone(chance)}
        writer.write("edit", [Edit("case", id, values)], int(at.timestamp()) + 60)
    return None if step == len(STAGES) - 1 else (step + 1, chance.randint(0, 3))
