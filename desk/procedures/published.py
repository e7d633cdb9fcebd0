"""Importing procedures as the national portal published them: repaired or reported record by record, never silently.

Turns crawled records into `Procedure`s and remarks. Keeps nothing (`catalogue` does) and guesses nothing: a limit
without its unit or a fee that contradicts its note is left open and named. The words people use (short name, aliases)
come from the program's own catalogue.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from desk import Refused
from desk.procedures import catalogue
from desk.procedures.procedure import CODE, NAME_LIMIT, SHORT_LIMIT, VERSION, Procedure, from_json, to_json
from desk.procedures.published_parts import Record, fees, limit, papers, stored
from desk.words import text
from resources import RESOURCES

SPOKEN = RESOURCES / "spoken.json"
FILE_LIMIT = 200
"""Megabytes of one catalogue file; the whole national list is about 20."""
RECORD_LIMIT = 20_000

OUT, OPEN, REPAIRED = "out", "open", "repaired"
_OUT = frozenset({"refused", "duplicate"})
_OPEN = frozenset({
    "limit_lost", "limit_differs", "limit_missing", "limit_unread", "fee_missing", "fee_unstated", "fee_two",
    "fee_province", "fee_small", "fee_foreign", "fee_unread", "channel_unread", "form_file_kept", "no_papers",
})  # fmt: skip

_CODE_WITHOUT_DOT = re.compile(r"([0-9])([0-9]{6})")
_CODE_IN_NAME = re.compile(r"\s*\(\d\.\d{6}\)\s*$")
_RESULT_CODE = re.compile(r"\s*Mã:\s*\S*$")
_VARIANT = re.compile(r"yếu tố nước ngoài|biên giới|lưu động|liên thông|toàn trình", re.IGNORECASE)
_DATE_IN_NAME = re.compile(r"(?<!\d)(20\d\d-\d\d(?:-\d\d)?)(?!\d)")
_NOTHING = "Không có thông tin"


@dataclass(frozen=True)
class Remark:
    """What was repaired in, left out of or noticed about the record `code`; `kind` is stable, `text` is shown."""

    code: str
    kind: str
    text: str

    @property
    def weight(self) -> str:
        """OUT for a record that was left out, OPEN for a value a person must still find, REPAIRED for the rest."""
        return OUT if self.kind in _OUT else OPEN if self.kind in _OPEN else REPAIRED


@dataclass(frozen=True)
class Imported:
    """The procedures of a file and everything there is to say about them, in the file's order."""

    procedures: tuple[Procedure, ...]
    report: tuple[Remark, ...]

    @property
    def refused(self) -> tuple[Remark, ...]:
        """The records that were not imported."""
        return tuple(remark for remark in self.report if remark.kind == "refused")


def read_file(path: Path) -> Imported:
    """The procedures of a file: our own catalogue format, or the portal's records.

    The version of portal records is the date in the file's name ("..._2026-07.json"), else the day it was written.
    Raises Refused for a file that is neither, too large or cannot be read.
    """
    data = _parsed(path)
    if isinstance(data, Mapping) and data.get("format") == catalogue.FORMAT:
        return _own(data)
    records = data.get("procedures") if isinstance(data, Mapping) else data
    if not isinstance(records, list) or not any(isinstance(each, Mapping) and "ma" in each for each in records):
        raise Refused("procedures.not_a_catalogue", file=path.name)
    return import_published(records, version=_version_of(path))


def _own(data: Mapping[str, Any]) -> Imported:
    """The procedures of our own format, record by record: one that is wrong or said twice is left out with a remark.

    Raises Refused for a newer format.
    """
    records = catalogue.records(data)
    if len(records) > RECORD_LIMIT:
        raise Refused("procedures.too_many", count=len(records), limit=RECORD_LIMIT)
    found: dict[tuple[str, str], Procedure] = {}
    report: list[Remark] = []
    for record in records:
        try:
            procedure = from_json(record)
        except Refused as wrong:
            named = str(record.get("code", "?"))[:20] if isinstance(record, Mapping) else "?"
            report.append(_remark(named, "refused", {"why": "procedures.remark.refused_invalid", "reason": wrong}))
            continue
        if (key := (procedure.code, procedure.version)) in found:
            report.append(_remark(procedure.code, "duplicate", {}))
        found.setdefault(key, procedure)
    return Imported(tuple(found.values()), tuple(report))


def _parsed(path: Path) -> Any:
    try:
        if path.stat().st_size > FILE_LIMIT * 1_000_000:
            raise Refused("procedures.file_too_large", file=path.name, limit=FILE_LIMIT)
        return json.loads(path.read_bytes())
    except OSError as wrong:
        raise Refused("procedures.not_readable", file=path.name) from wrong
    except (ValueError, RecursionError) as wrong:
        raise Refused("procedures.not_a_catalogue", file=path.name) from wrong


def _version_of(path: Path) -> str:
    named = _DATE_IN_NAME.search(path.name)
    return named[1] if named else date.fromtimestamp(path.stat().st_mtime).isoformat()


def import_published(records: Iterable[object], version: str) -> Imported:
    """The portal's records as procedures of this version ("YYYY-MM" or "YYYY-MM-DD").

    A record that cannot be used is left out with a remark of kind "refused"; one that says a code again, with
    "duplicate". Raises Refused for a version of another form or more than RECORD_LIMIT records.
    """
    if not VERSION.fullmatch(version):
        raise Refused("procedures.impossible", record="-", name="version")
    every = list(records)
    if len(every) > RECORD_LIMIT:
        raise Refused("procedures.too_many", count=len(every), limit=RECORD_LIMIT)
    found: dict[str, Procedure] = {}
    report: list[Remark] = []
    for data in every:
        record = Record(data)
        procedure = _procedure(record, version)
        if procedure and procedure.code in found:
            record.remarks = {"duplicate": {}}
        elif procedure:
            found[procedure.code] = procedure
        report += [_remark(record.code, kind, values) for kind, values in record.remarks.items()]
    return Imported(tuple(found.values()), tuple(report))


def _remark(code: str, kind: str, values: Mapping[str, Any]) -> Remark:
    if kind == "refused":
        return Remark(code, kind, text("procedures.remark.refused", why=text(values["why"], **values)))
    return Remark(code, kind, text(f"procedures.remark.{kind}", **values))


def _procedure(record: Record, version: str) -> Procedure | None:
    """The procedure of a record, or None when its remarks say why there is none."""
    name = _identified(record)
    if not name:
        return None
    rule, limit_text = limit(record)
    decision = record.words("quyet_dinh")
    competent = record.words("co_quan_thuc_hien")
    plain = Procedure(
        code=record.code,
        version=version,
        name=name,
        short=_short(name),
        aliases=(),
        field=record.words("linh_vuc") or _NOTHING,
        papers=papers(record),
        limit=rule,
        limit_text=limit_text,
        fees=fees(record),
        result=_results(record),
        legal=(stored("decision", number=decision),) if decision else (),
        steps=(),
        competent="" if competent == _NOTHING else competent,
        effective_from=version if len(version) > 7 else f"{version}-01",
        effective_to="",
        special=bool(_VARIANT.search(name)),
        about="",
        source=stored("source", version=version),
    )
    return _checked(record, _spoken(record, plain))


def _identified(record: Record) -> str:
    """The record's name, once its code is in order; "" when it is refused."""
    if not record.is_object:
        return record.refuse("refused_not_object")
    given = record.code
    record.code = _CODE_WITHOUT_DOT.sub(r"\1.\2", given) if _CODE_WITHOUT_DOT.fullmatch(given) else given
    if not CODE.fullmatch(record.code):
        return record.refuse("refused_code", value=given[:20])
    if record.code != given:
        record.say("code_repaired", value=given)
    if record.is_longer("ten", NAME_LIMIT):
        return record.refuse("refused_name_long", limit=NAME_LIMIT)
    name = _CODE_IN_NAME.sub("", record.words("ten")).rstrip(" .;,")
    return name or record.refuse("refused_name")


def _results(record: Record) -> str:
    names = (_RESULT_CODE.sub("", result.words("ten")) for result in record.items("ket_qua"))
    return "; ".join(dict.fromkeys(name.strip(" -.;") for name in names if name))[:NAME_LIMIT]


def _short(name: str) -> str:
    bare = re.sub(r"\s*\([^)]*\)", "", re.sub(r"^Thủ tục ", "", name)) or name
    short = bare[:1].upper() + bare[1:]
    if len(short) <= SHORT_LIMIT:
        return short
    return short[: SHORT_LIMIT - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    """Short name and aliases of procedures that the starter catalogue leaves out, by code."""
    words: dict[str, dict[str, Any]] = json.loads(SPOKEN.read_bytes())
    return words


def _spoken(record: Record, procedure: Procedure) -> Procedure:
    """The procedure with the words people use for it, and what else the program knows better than the file."""
    ours = catalogue.starter().versions(procedure.code)
    if not ours:
        words = _words().get(procedure.code, {"short": procedure.short, "aliases": ()})
        return replace(procedure, short=words["short"], aliases=tuple(words["aliases"]))
    known = ours[0]
    if procedure.limit is None and known.limit is not None:
        value = record.forget_limit()
        record.say("limit_known", value=value)
        procedure = replace(procedure, limit=known.limit, limit_text=known.limit_text)
    return replace(
        procedure, short=known.short, aliases=known.aliases, about=known.about, special=known.special, steps=known.steps
    )


def _checked(record: Record, procedure: Procedure) -> Procedure | None:
    """The procedure as our own format takes it, so that nothing imported can fail later."""
    try:
        return from_json(json.loads(json.dumps(to_json(procedure))))
    except Refused as wrong:
        record.refuse("refused_invalid", reason=str(wrong))
        return None
