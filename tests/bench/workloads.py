"""The workloads `w1000` and `day`: new cases, then edits of single fields, the same ones for the same seed.

About 1.1 kB of JSON a case in 25 fields, papers included, with the variety that cases of communes have.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import zstandard

from desk.cases import PaperGiven
from desk.procedures import Procedure
from tests.bench import people

OFFICERS = tuple(people.name(random.Random(seed)) for seed in range(8))
RELATIONS = ("Bản thân", "Cha", "Mẹ", "Con", "Vợ", "Chồng", "Người giám hộ")
FEES = (0, 0, 2000, 8000, 15_000, 50_000)
DAY = date(2026, 11, 20)


@dataclass(frozen=True)
class New:
    """A case to receive: its procedure, what is entered, the papers, and when it came."""

    procedure: Procedure
    values: dict
    papers: tuple[PaperGiven, ...]
    received_at: str


@dataclass(frozen=True)
class Work:
    """A workload: new cases, and rounds of (place of a case, field, value), each a change of its own."""

    new: tuple[New, ...]
    edits: tuple[tuple[int, str, object], ...]

    def lines_of_new(self) -> list[dict]:
        return [
            {
                "procedure": one.procedure.code, "procedure_name": one.procedure.short,
                "received_at": one.received_at, **one.values,
                "papers": [{"name": paper.name, "form": paper.form} for paper in one.papers],
            }
            for one in self.new
        ]  # fmt: skip

    def lines_of_edits(self) -> list[dict]:
        return [{"case": place, "field": field, "value": value} for place, field, value in self.edits]


def work(cases: int, rounds: int, seed: int, procedures: list[Procedure]) -> Work:
    """`cases` new cases and `rounds` edits of each, round by round."""
    chance = random.Random(seed)
    common = chance.sample(sorted(procedures, key=lambda each: each.code), min(12, len(procedures)))
    new = tuple(_new(chance, chance.choice(common)) for _ in range(cases))
    return Work(new, tuple(_edits(chance, new, rounds)))


def zstd19(*parts: list[dict]) -> int:
    """Bytes of these lines as JSON in one zstd -19 frame: what no protocol needs less than by much."""
    text = "\n".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for part in parts for line in part)
    return len(zstandard.ZstdCompressor(level=19).compress(text.encode()))


def _new(chance: random.Random, procedure: Procedure) -> New:
    given = people.case(chance, procedure)
    who = given["applicant"]
    values = {
        "applicant_name": who["name"], "applicant_id": who["id"], "birth_date": who["birth_date"], "sex": who["sex"],
        "address": who["address"], "phone": given["phone"],
        "email": "" if chance.random() < 0.7 else f"nguoidan{chance.randint(1, 99_999)}@example.vn",
        "submitter_name": people.name(chance), "submitter_id": chance.choice(RELATIONS),
        "portal_number": f"H57.{chance.randint(1, 40):02}-{_day(chance):%y%m%d}-{chance.randint(1, 9999):04}",
        "subject": f"{procedure.short} cho {people.name(chance)}, sinh ngày {_birth(chance)}, "
        f"thường trú tại {people.address(chance)}",
        "note": f"{people.remark(chance)}. {people.remark(chance)}",
        "channel": chance.choice(("in_person", "in_person", "online", "post")),
        "fee": chance.choice(FEES), "fee_paid": chance.choice(("cash", "transfer", "exempt", "due")),
        "sets": chance.choice((1, 1, 1, 2)), "due_at": f"{_moment(chance)}", "assignee": chance.choice(OFFICERS),
        "result_number": "" if chance.random() < 0.5 else _result(chance),
    }  # fmt: skip
    rules = chance.sample(procedure.papers, min(len(procedure.papers), chance.randint(2, 4)))
    papers = tuple(PaperGiven(rule.name, chance.choice(people.FORMS), 1, rule.key) for rule in rules)
    return New(procedure, values, papers, _moment(chance))


EDITED = {
    "assignee": (7, lambda chance: chance.choice(OFFICERS)),
    "note": (3, people.remark),
    "due_at": (1, lambda chance: _moment(chance)),
    "result_number": (1, lambda chance: _result(chance)),
    "phone": (1, people.phone),
    "address": (1, people.address),
    "fee": (1, lambda chance: chance.choice(FEES)),
    "returned_to": (1, lambda chance: f"Hộp {chance.randint(1, 60)}, cặp {chance.randint(1, 20)}"),
}
"""The fields that are edited: how often, and to what."""


def _edits(chance: random.Random, new: tuple[New, ...], rounds: int) -> Iterator[tuple[int, str, object]]:
    now = [dict(one.values) for one in new]
    names, weights = list(EDITED), [weight for weight, _ in EDITED.values()]
    for _ in range(rounds):
        for place, values in enumerate(now):
            field = chance.choices(names, weights)[0]
            value = values.get(field)
            while value == values.get(field):
                value = EDITED[field][1](chance)
            values[field] = value
            yield place, field, value


def _day(chance: random.Random) -> date:
    return date.fromordinal(DAY.toordinal() - chance.randrange(600))


def _moment(chance: random.Random) -> str:
    return f"{_day(chance)}T{chance.randint(7, 16):02}:{chance.randrange(60):02}"


def _birth(chance: random.Random) -> str:
    return f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(1950, 2025)}"


def _result(chance: random.Random) -> str:
    return f"Số {chance.randint(1, 900)}/2026, quyển số {chance.randint(1, 9):02}"
