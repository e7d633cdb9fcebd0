"""A case as a script writes it down (`case.json`): which keys there are and what they mean to the counter.

    {"procedure": "1.001193",
     "applicant": {"name", "id", "kind", "birth_date", "sex", "address", "phone", "email"},
     "submitter": {"name", "id"},
     "papers": ["name or key", {"name" or "key", "form", "copies"}],
     "received_at": "2026-11-20T09:41", "phone", "note", "channel", "fee", ...}      any field that can be edited

Whether the values will do is the counter's decision; here only the shape is checked. A key that is null is not given.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desk import Refused
from desk.cases import ACCEPTED, PaperGiven
from desk.procedures.procedure import PaperRule, Procedure
from desk.text import fold

APPLICANT = {
    "name": "applicant_name", "id": "applicant_id", "kind": "applicant_kind", "birth_date": "birth_date", "sex": "sex",
    "address": "address", "phone": "phone", "email": "email",
}  # fmt: skip
SUBMITTER = {"name": "submitter_name", "id": "submitter_id"}
PAPER = ("name", "key", "form", "copies")
ALIASES = {"name": "applicant_name", "id": "applicant_id"}
"""Short names of fields, as `case edit` and `conflict settle` take them too."""


@dataclass(frozen=True)
class Intake:
    """One case read from JSON: what the counter is given."""

    procedure: str
    values: Mapping[str, Any]
    papers: tuple[Any, ...]
    received_at: str


def intake(data: Any) -> Intake:
    """The case that `data` describes. Raises Refused naming the key that is unknown or of the wrong shape."""
    given = _object(data, "case")
    procedure, papers = given.pop("procedure", ""), given.pop("papers", [])
    received_at = given.pop("received_at", "")
    if not isinstance(papers, list):
        raise Refused("command.not_a_list", field="papers", name="papers")
    for key, value in (("procedure", procedure), ("received_at", received_at)):
        if not isinstance(value, str):
            raise Refused("command.not_a_text", field=key, name=key)
    if not procedure.strip():
        raise Refused("cases.procedure_missing", field="procedure")
    values = dict(_named(given.pop("applicant", {}), "applicant", APPLICANT))
    values |= _named(given.pop("submitter", {}), "submitter", SUBMITTER)
    values |= _named(given, "case", {name: name for name in ACCEPTED})
    return Intake(procedure.strip(), values, tuple(papers), received_at)


def papers(given: tuple[Any, ...], procedure: Procedure) -> list[PaperGiven]:
    """Papers as ticked: each by key or name of the procedure's checklist, or by a name of its own. Raises Refused."""
    return [_paper(paper, procedure) for paper in given]


def _paper(given: Any, procedure: Procedure) -> PaperGiven:
    paper: dict[str, Any] = {"name": given} if isinstance(given, str) else _object(given, "papers")
    if unknown := next((key for key in paper if key not in PAPER), None):
        raise _unknown(unknown, "papers", PAPER)
    said = paper.get("key") or paper.get("name") or ""
    if not isinstance(said, str):
        raise Refused("command.not_a_text", field="papers", name="papers.name")
    rule = _of_checklist(said, procedure)
    if rule is None and "key" in paper:
        raise Refused(
            "command.unknown_paper", field="papers", name=said[:80], known=", ".join(p.key for p in procedure.papers)
        )
    name = paper.get("name") or (rule.name if rule else "")
    form = paper.get("form") or "original"
    return PaperGiven(name, form, paper.get("copies", 1), rule.key if rule else "")


def _of_checklist(said: str, procedure: Procedure) -> PaperRule | None:
    wanted = fold(said[:2000]).strip()
    return next((rule for rule in procedure.papers if wanted in (fold(rule.key), fold(rule.name))), None)


def _named(data: Any, where: str, names: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for key, value in _object(data, where).items():
        if key not in names:
            raise _unknown(key, where, names)
        yield names[key], value


def _object(data: Any, where: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Refused("command.not_an_object", field=where, name=where)
    return {key: value for key, value in data.items() if value is not None}


def _unknown(key: str, where: str, known: Any) -> Refused:
    return Refused("command.unknown_key", field=key, name=key[:40], where=where, known=", ".join(sorted(known)))
