"""`casedesk procedures hint | show | diff`: what the office knows of a procedure, and what the catalogue says."""

import argparse
from contextlib import nullcontext
from datetime import date
from typing import Any

from desk import Refused, store
from desk.procedures import hint_list, hints
from desk.procedures.catalogue import Difference, differences, starter
from desk.procedures.hints import Hint
from desk.procedures.procedure import Procedure, to_json
from desk.procedures.value_words import area, say, sides
from desk.words import text
from sync.desk import Desk
from ui.command.answer import Answer, Lines, moment, pairs, said, short, table
from ui.command.opening import desk_of, has_home

ONE_LINE = (
    "code",
    "version",
    "name",
    "short",
    "about",
    "field",
    "limit",
    "limit_text",
    "result",
    "competent",
    "source",
)


def add(args: argparse.Namespace) -> Answer:
    """Write a hint on a procedure down."""
    with desk_of(args) as desk:
        if args.code not in desk.catalogue:
            raise Refused("procedures.unknown", field="code", code=args.code[:40])
        change, _ = desk.do(
            lambda hand: hints.add(
                args.code, args.text, only_me=args.only_me, at=hand.at, new_id=hand.new_id, by=hand.by
            )
        )
        data = _shape(desk, Hint(change.edits[0].id, **change.edits[0].fields))
    key = "hints.added_own" if args.only_me else "hints.added"
    return Answer(data, said(key, code=args.code))


def listing(args: argparse.Namespace) -> Answer:
    """The hints this officer is shown, on one procedure or on all."""
    with desk_of(args) as desk:
        data = _hints(desk, args.code)
    heads = [text(f"hints.head.{name}") for name in ("id", "code", "text", "who", "by", "at")]
    rows = [(h["id"], h["procedure"], short(h["text"], 70), _who(h), h["by"], moment(h["at"])) for h in data]
    return Answer(data, lambda: table(heads, rows, text("hints.none")))


def _hints(desk: Desk, code: str = "") -> list[dict[str, Any]]:
    if code:
        return [_shape(desk, hint) for hint in hint_list.hints_for(desk.db, code, desk.by)]
    return [_shape(desk, hint) for hint in hint_list.every_hint(desk.db, desk.by)]


def _shape(desk: Desk, hint: Hint) -> dict[str, Any]:
    return {
        "id": hint.id, "procedure": hint.procedure, "text": hint.text, "only_me": bool(hint.only),
        "by": desk.officer_name(hint.by), "at": hint.at,
    }  # fmt: skip


def _who(shape: dict[str, Any]) -> str:
    return text("hints.only_me") if shape["only_me"] else text("hints.everybody")


def void(args: argparse.Namespace) -> Answer:
    """Take a hint back."""
    with desk_of(args) as desk:
        hint = store.get(desk.db, Hint, args.id)
        if hint is None:
            raise Refused("hints.none_such", field="id", id=args.id[:40])
        desk.do(lambda hand: hints.void(hint, args.reason, by=hand.by))
    return Answer({"id": hint.id, "procedure": hint.procedure, "reason": args.reason}, said("hints.voided"))


def show(args: argparse.Namespace) -> Answer:
    """Everything about one procedure. Without a home: what comes with the program."""
    notes: list[dict[str, Any]] = []
    with desk_of(args) if has_home(args) else nullcontext() as desk:
        known, today = (desk.catalogue, desk.now().date()) if desk else (starter(), date.today())
        if desk:
            notes = _hints(desk, args.code)
    procedure = known.get(args.code, args.version) if args.version else known.in_force(args.code, today)
    versions = [
        {"version": v.version, "effective_from": v.effective_from, "effective_to": v.effective_to}
        for v in known.versions(args.code)
    ]
    data = {**to_json(procedure), "versions": versions, "hints": notes}
    return Answer(data, lambda: _page(procedure, data))


def _page(procedure: Procedure, data: dict[str, Any]) -> Lines:
    values = {**vars(procedure), "limit": say(procedure.limit)}
    yield from pairs((text(f"hints.field.{name}"), values[name]) for name in ONE_LINE)
    for name in ("papers", "fees", "steps", "legal"):
        yield from _part(name, [say(each) for each in values[name]])
    yield from _part("versions", [_version(each) for each in data["versions"]])
    yield from _part("hints", [f"{hint['text']}  ({_who(hint)}, {hint['by']})" for hint in data["hints"]])


def _part(name: str, lines: list[str]) -> Lines:
    if lines:
        yield ""
        yield text(f"hints.part.{name}")
        yield from (f"  {line}" for line in lines)


def _version(each: dict[str, str]) -> str:
    words = {"version": each["version"], "since": each["effective_from"]}
    if each["effective_to"]:
        return text("hints.say.version_until", until=each["effective_to"], **words)
    return text("hints.say.version", **words)


def diff(args: argparse.Namespace) -> Answer:
    """Where two versions of a procedure differ."""
    with desk_of(args) if has_home(args) else nullcontext() as desk:
        known = desk.catalogue if desk else starter()
    if args.code not in known:
        raise Refused("procedures.unknown", field="code", code=args.code[:40])
    before, after = known.get(args.code, args.v1), known.get(args.code, args.v2)
    if before == after:
        return Answer([], said("hints.same"))
    found = [each for each in differences(before, after) if each.field != "version"]
    return Answer([vars(each) for each in found], lambda: [_changed(each) for each in found] or [text("hints.same")])


def _changed(each: Difference) -> str:
    part = each.field.partition(".")[2]
    before, after = sides(each)
    name = text(f"hints.field.{area(each)}") + (f" ({part})" if part else "")
    return text("hints.say.changed", field=name, before=before, after=after)
