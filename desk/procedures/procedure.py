"""What a procedure is: its names, papers, limit, fees and steps, as one version of published data, and its JSON form.

Procedures are data with a version and an effective date, never code. Which version is in force belongs to
`desk.procedures.catalogue`; how a published file becomes procedures belongs to `desk.procedures.published`.
"""

import re
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from desk import Refused
from desk.text import clean
from desk.time.deadlines import Rule

CODE = re.compile(r"[0-9]\.[0-9]{6}")
VERSION = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?")
CHANNELS = ("in_person", "online", "post")
ROLES = ("reception", "specialist", "leader")
NAME_LIMIT = 2_000
"""Letters in any one text of a procedure; the longest name ever published has 919."""
SHORT_LIMIT = 60
LIST_LIMIT = 500
MONEY_LIMIT = 1_000_000_000


@dataclass(frozen=True)
class PaperRule:
    """A paper the procedure asks for: how many originals and copies, and when ("" = always)."""

    key: str
    name: str
    original: int
    copies: int
    required: bool
    when: str


@dataclass(frozen=True)
class Fee:
    """What one channel (in_person, online, post) costs, in VND; None where the source does not state it."""

    channel: str
    amount: int | None
    per: str
    note: str


@dataclass(frozen=True)
class Step:
    """A step of the internal process, in working hours (8 to the day); returning the result counts none."""

    name: str
    role: str
    hours: float


@dataclass(frozen=True)
class Procedure:
    """One version of a procedure, pinned by the cases that were received under it.

    `limit` is None where the source states no limit the desk can count with; `limit_text` then says why. `special`
    marks variants (foreign element, border area, mobile, combined), `about` is the line that tells it apart.
    Versions are "YYYY-MM" or "YYYY-MM-DD", dates are ISO, `effective_to` is "" while the version is in force.
    """

    code: str
    version: str
    name: str
    short: str
    aliases: tuple[str, ...]
    field: str
    papers: tuple[PaperRule, ...]
    limit: Rule | None
    limit_text: str
    fees: tuple[Fee, ...]
    result: str
    legal: tuple[str, ...]
    steps: tuple[Step, ...]
    competent: str
    effective_from: str
    effective_to: str
    special: bool
    about: str
    source: str


def to_json(procedure: Procedure) -> dict[str, Any]:
    """A procedure as plain JSON values, field by field."""
    return asdict(procedure)


def from_kept(data: Mapping[str, Any]) -> Procedure:
    """The procedure `to_json` wrote into the desk's own file: trusted, so read many times faster than `from_json`."""
    return Procedure(
        **{
            **data,
            "aliases": tuple(data["aliases"]),
            "papers": tuple(PaperRule(**paper) for paper in data["papers"]),
            "limit": Rule(**data["limit"]) if data["limit"] else None,
            "fees": tuple(Fee(**fee) for fee in data["fees"]),
            "legal": tuple(data["legal"]),
            "steps": tuple(Step(**step) for step in data["steps"]),
        }
    )


def from_json(data: object) -> Procedure:
    """The procedure that `data` (a parsed JSON object of `to_json`'s shape) describes.

    Strict: raises Refused, naming record and field, for anything missing, unknown, of a wrong type or impossible.
    """
    record = str(data.get("code", "?"))[:20] if isinstance(data, Mapping) else "?"
    procedure: Procedure = _read(Procedure, data, record, "")
    _check(procedure)
    return procedure


def _read(kind: Any, value: Any, record: str, field: str) -> Any:
    """`value` as the type `kind`, recursively: the dataclasses above, tuples, options and plain values."""
    if isinstance(kind, type) and is_dataclass(kind):
        return _read_object(kind, value, record, field)
    origin = get_origin(kind)
    if origin is tuple and isinstance(value, list) and len(value) <= LIST_LIMIT:
        item = get_args(kind)[0]
        return tuple(_read(item, each, record, f"{field}[{n}]") for n, each in enumerate(value))
    if origin in (Union, UnionType):
        return _read_option(kind, value, record, field)
    if kind is str and isinstance(value, str):
        return _read_text(value, record, field)
    if type(value) is kind or (kind is float and type(value) is int):
        return value
    raise Refused("procedures.wrong_type", record=record, name=field or "-")


def _read_option(kind: Any, value: Any, record: str, field: str) -> Any:
    kinds = get_args(kind)
    if value is None and NoneType in kinds:
        return None
    return _read(next(each for each in kinds if each is not NoneType), value, record, field)


def _read_text(value: str, record: str, field: str) -> str:
    if len(value) > NAME_LIMIT:
        raise Refused("procedures.too_long", record=record, name=field, limit=NAME_LIMIT)
    return clean(value)


def _read_object(kind: type, value: Any, record: str, field: str) -> Any:
    if not isinstance(value, Mapping):
        raise Refused("procedures.wrong_type", record=record, name=field or "-")
    shape, needed = _shape(kind)
    prefix = f"{field}." if field else ""
    for name in value.keys() - shape.keys():
        raise Refused("procedures.unknown_field", record=record, name=f"{prefix}{str(name)[:40]}")
    for name in needed - value.keys():
        raise Refused("procedures.missing", record=record, name=f"{prefix}{name}")
    values = {name: _read(shape[name], each, record, f"{prefix}{name}") for name, each in value.items()}
    try:
        return kind(**values)
    except Refused as wrong:
        raise Refused("procedures.impossible", record=record, name=field) from wrong


@cache
def _shape(kind: type) -> tuple[dict[str, Any], frozenset[str]]:
    """The fields of a dataclass with their types, and those that have no default."""
    hints = get_type_hints(kind)
    needed = (f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)
    return {f.name: hints[f.name] for f in fields(kind)}, frozenset(needed)


def _check(procedure: Procedure) -> None:
    """Raise Refused for values that are well typed but impossible."""
    paper_keys = [paper.key for paper in procedure.papers]
    wrong = {
        "code": not CODE.fullmatch(procedure.code),
        "version": not VERSION.fullmatch(procedure.version),
        "name": not procedure.name,
        "short": not 0 < len(procedure.short) <= SHORT_LIMIT,
        "field": not procedure.field,
        "effective_from": not _is_date(procedure.effective_from),
        "effective_to": procedure.effective_to != "" and not _is_date(procedure.effective_to),
        "papers.key": "" in paper_keys or len(set(paper_keys)) < len(paper_keys),
        "papers.name": any(not paper.name for paper in procedure.papers),
        "papers.original": any(not (0 <= p.original < 100 and 0 <= p.copies < 100) for p in procedure.papers),
        "fees.channel": any(fee.channel not in CHANNELS for fee in procedure.fees),
        "fees.amount": any(fee.amount is not None and not 0 <= fee.amount <= MONEY_LIMIT for fee in procedure.fees),
        "steps.role": any(step.role not in ROLES for step in procedure.steps),
        "steps.hours": any(not 0 <= step.hours < 10_000 for step in procedure.steps),
    }
    for name in (name for name, is_wrong in wrong.items() if is_wrong):
        raise Refused("procedures.impossible", record=procedure.code, name=name)


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
