"""`casedesk procedures search | import`: finding a procedure as it is asked for, and bringing in newer ones."""

import argparse
from contextlib import nullcontext
from datetime import date
from typing import Any

from desk.find import Finder, Hit
from desk.procedures import catalogue, hint_list, published
from desk.procedures.catalogue import Catalogue
from desk.time.deadline_words import state_limit
from desk.words import text
from ui.command import reading
from ui.command.answer import Answer, Lines, short, table
from ui.command.grammar import Usage
from ui.command.opening import desk_of, has_home


def search(args: argparse.Namespace) -> Answer:
    """Procedures for a query, best first; with `--queries` a list of such lists, one for each line of the file."""
    query = " ".join(args.query)
    if bool(args.query) == (args.queries is not None):
        raise Usage(text("command.search_usage"))
    lines = [query] if args.queries is None else reading.text_of(args.queries).splitlines()
    known, notes = _catalogue(args)
    finder = Finder(known.current(date.today()), notes)
    found = [finder.search(line, max(args.limit, 0)) for line in lines]
    data = [[_hit(hit) for hit in hits] for hits in found]
    return Answer(
        data if args.queries is not None else data[0],
        lambda: [line for query, hits in zip(lines, found, strict=True) for line in _lines(query, hits)],
    )


def _catalogue(args: argparse.Namespace) -> tuple[Catalogue, dict[str, str]]:
    """The catalogue in use at the home and the hints on it; what the program ships with where there is no home."""
    with desk_of(args) if has_home(args) else nullcontext() as desk:
        return (desk.catalogue, hint_list.searched(desk.db, desk.by)) if desk else (catalogue.starter(), {})


def _hit(hit: Hit) -> dict[str, Any]:
    procedure = hit.procedure
    return {
        "code": procedure.code,
        "name": procedure.name,
        "short": procedure.short,
        "version": procedure.version,
        "field": procedure.field,
        "limit": procedure.limit.to_json() if procedure.limit else None,
        "papers": [{"key": paper.key, "name": paper.name, "required": paper.required} for paper in procedure.papers],
        "score": round(hit.score, 4),
    }


def _lines(query: str, hits: list[Hit]) -> Lines:
    heads = [text(f"command.head.{name}") for name in ("code", "procedure", "limit")]
    rows = [(hit.procedure.code, short(hit.shown, 70), _limit(hit)) for hit in hits]
    return table(heads, rows, text("command.no_procedure", query=short(query)))


def _limit(hit: Hit) -> str:
    return state_limit(hit.procedure.limit) if hit.procedure.limit else short(hit.procedure.limit_text, 30)


def import_file(args: argparse.Namespace) -> Answer:
    """Bring procedures in from a file: all that can be read, with a report of what was repaired or refused."""
    with desk_of(args) as desk:
        imported = published.read_file(args.file)
        desk.keep_procedures(catalogue.rows(imported.procedures), args.file.name)
    data = {
        "imported": len(imported.procedures),
        "refused": len(imported.refused),
        "report": [vars(remark) for remark in imported.report],
    }
    refusals = [f"{remark.code}: {remark.text}" for remark in imported.refused]
    return Answer(data, lambda: _report(data), status=1 if refusals else 0, errors=refusals)


def _report(data: dict[str, Any]) -> Lines:
    yield text("command.imported", count=data["imported"], refused=data["refused"])
    rows = [(remark["code"], short(remark["text"], 100)) for remark in data["report"] if remark["kind"] != "refused"]
    if rows:
        yield from table([text("command.head.code"), text("command.head.remark")], rows, "")
