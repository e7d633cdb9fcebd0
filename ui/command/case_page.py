"""A case as `casedesk case show` prints it for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from desk import lifecycle
from desk.cases import Case, field_label
from desk.casework import paper_words
from desk.casework.work_words import say_kept, say_score
from desk.history import Written
from desk.lifecycle import stage_label
from desk.words import known, text
from ui.command.answer import Lines, moment, pairs, short

HIDDEN = frozenset({"id", "number", "state", "path", "assignee"})
TIMES = frozenset({"received_at", "due_at", "returned_at", "at"})
CHOSEN = frozenset({"channel", "applicant_kind", "collect", "fee_paid", "sex", "form"})


def page(case: Case, shown: Mapping[str, Any]) -> Lines:
    """The case, then what belongs to it, then its history."""
    yield text("command.case_title", number=case.number, state=stage_label(case.stage))
    yield from (f"  {shown['standing'][name]}" for name in ("said", "wait") if shown["standing"][name])
    fields = ((name, value) for name, value in shown["fields"].items() if name not in HIDDEN)
    yield from pairs(((str(field_label(name)), said(name, value)) for name, value in fields), indent="  ")
    yield from _part("papers", [f"{paper['name']} ({said('form', paper['form'])})" for paper in shown["papers"]])
    yield from _part("notes", [f"{moment(note['at'])}  {note['text']}" for note in shown["notes"]])
    yield from _part("handovers", [_passed(leg) for leg in shown["handovers"]])
    yield from _part("satisfaction", [say_score(tap["score"], tap["scale"]) for tap in shown["satisfaction"]])
    yield from _part("conflicts", [line for conflict in shown["conflicts"] for line in conflict_lines(conflict)])
    yield from _part("history", [line for entry in shown["history"] for line in _happened(entry, shown["papers"])])


def _part(name: str, lines: list[str]) -> Lines:
    if lines:
        yield ""
        yield text(f"command.part.{name}")
        yield from (f"  {line}" for line in lines)


def _passed(leg: Mapping[str, Any]) -> str:
    """A hand-over: when, from whom to whom, and how the step that ended was kept."""
    who = f"{moment(leg['at'])}  {leg['giver_name']} → {leg['taker_name']}"
    ended = ": ".join(filter(None, (leg["ended"], say_kept(leg["kept"]))))
    return "; ".join(filter(None, (who, ended, leg["note"])))


def conflict_lines(conflict: Mapping[str, Any]) -> Lines:
    """The versions of one field, numbered as `conflict settle --version` takes them."""
    field = conflict["field"]
    yield str(field_label(field))
    for version in conflict["versions"]:
        who = text("command.who", by=version["by"], device=version["device"], at=moment(version["at"]))
        yield f"  {version['n']}. {said(field, version['value'])}  ({who})"


def _happened(line: Mapping[str, Any], papers: Sequence[Mapping[str, Any]]) -> Lines:
    who = text("command.who", by=line["by"], device=line["device"], at=moment(line["at"]))
    reason = f": {line['reason']}" if line["reason"] else ""
    brought = _brought(line, papers)
    yield f"{who}  {lifecycle.label(line['action'])}{f': {brought}' if brought else ''}{reason}"
    if line["action"] == "receive":
        return
    for written in line["values"]:
        if written["kind"] == "case":
            name = written["field"]
            yield f"    {field_label(name)}: {said(name, written['before']) or '-'} → {said(name, written['after'])}"


def _brought(line: Mapping[str, Any], papers: Sequence[Mapping[str, Any]]) -> str:
    """The papers that came in with one change, in words."""
    if line["action"] not in paper_words.ACTIONS:
        return ""
    names = {paper["id"]: paper["name"] for paper in papers}
    written = [Written(**{name: value for name, value in each.items() if name != "path"}) for each in line["values"]]
    return paper_words.say_brought(written, lambda id: names.get(id, id))


def said(name: str, value: Any) -> str:
    """A field's value in words: times as people write them, choices by their label."""
    if value is None:
        return ""
    if name in TIMES:
        return moment(str(value))
    if name == "state":
        return str(stage_label(str(value)))
    if name in CHOSEN and known(key := f"cases.{name}.{value}"):
        return text(key)
    return short(str(value), 200)
