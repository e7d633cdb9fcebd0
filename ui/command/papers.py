"""`casedesk case papers`: the papers of a case, those that are still missing, and what was brought later."""

import argparse
from collections.abc import Iterable
from typing import Any

from desk import Refused, counter, store
from desk.cases import Case, CasePaper, PaperGiven
from desk.casework import paper_words, work
from desk.casework.papers import Brought, Handed, known
from desk.procedures.procedure import PaperRule, Procedure
from desk.record import Change
from desk.text import fold
from desk.words import text
from sync.desk import Desk
from sync.paperwork import pinned
from ui.command.answer import Answer, Lines, short
from ui.command.grammar import Usage
from ui.command.opening import desk_of


def papers(args: argparse.Namespace) -> Answer:
    """List the papers of a case, or note those that were brought after it was received."""
    with desk_of(args) as desk:
        desk.demand("read")
        case = counter.case_here(desk.db, args.number)
        noted: list[str] = []
        if came := brought(desk, case, args):
            change, _ = desk.do(lambda hand: work.hand_in(desk.db, hand, case.id, came))
            noted = noted_in(change)
        desk.audit("view", case.id)
        data = _shape(desk, case, noted)
    return Answer(data, lambda: _lines(data))


def brought(desk: Desk, case: Case, args: argparse.Namespace) -> Brought | None:
    """The papers that were typed (`given`, `--extra`) as they become part of the case; None for none. Raises Usage."""
    given, extra = ([_assigned(word) for word in words] for words in (args.given, args.extra))
    held = store.children(desk.db, CasePaper, case.id)
    return _brought(case, held, pinned(desk, case), given, extra) if given or extra else None


def noted_in(change: Change) -> list[str]:
    """The record ids of the papers that a change noted."""
    return [edit.id for edit in change.edits if edit.kind == "paper"]


def _assigned(word: str) -> tuple[str, Handed]:
    """ "giay_chung_sinh=copy:2" as the paper and how it came."""
    name, equals, how = word.rpartition("=")
    form, colon, copies = how.partition(":")
    if not (equals and name.strip() and form) or (colon and not (copies.isascii() and copies.isdecimal())):
        raise Usage(text("papers.not_an_assignment", word=short(word)))
    return name.strip(), Handed(form, int(copies[:12]) if colon else None)


def _brought(
    case: Case, held: list[CasePaper], procedure: Procedure | None, given: Iterable[tuple[str, Handed]],
    extra: Iterable[tuple[str, Handed]],
) -> Brought:  # fmt: skip
    """What was typed, as papers of the case, of its procedure's checklist, or of their own names. Raises Refused."""
    rules = procedure.papers if procedure else ()
    marked: dict[str, Handed] = {}
    added = [PaperGiven(name, handed.form, handed.copies or 1) for name, handed in extra]
    for name, handed in given:
        if paper := known(held, name):
            marked[paper.id] = handed
        elif rule := _rule(rules, name):
            added.append(PaperGiven(rule.name, handed.form, handed.copies or 1, rule.key))
        else:
            names = dict.fromkeys([*(p.key or p.name for p in held), *(rule.key for rule in rules)])
            raise Refused(
                "papers.unknown_named", field="papers", name=name[:80], number=case.number, known=", ".join(names)
            )
    return Brought(marked, added)


def _rule(rules: Iterable[PaperRule], said: str) -> PaperRule | None:
    wanted = fold(said[:2000]).strip()
    return next((rule for rule in rules if wanted in (fold(rule.key), fold(rule.name).strip())), None)


def _shape(desk: Desk, case: Case, noted: list[str]) -> dict[str, Any]:
    held = store.children(desk.db, CasePaper, case.id)
    rows = [{name: value for name, value in vars(paper).items() if name != "case_id"} for paper in held]
    waited = [vars(paper) for paper in work.awaited(desk.db, case, pinned(desk, case))]
    return {"number": case.number, "id": case.id, "noted": noted, "papers": rows, "awaited": waited}


def _lines(data: dict[str, Any]) -> Lines:
    for row in data["papers"]:
        mark = "✓" if row["id"] in data["noted"] else " "
        paper = paper_words.say_paper(row["name"], row)
        yield f"{mark} {text('papers.line.held', code=row['key'] or '-', paper=paper)}"
    for row in data["awaited"]:
        if not row["id"]:
            yield f"  {text('papers.line.awaited', code=row['key'], name=row['name'])}"
    if not data["papers"] and not data["awaited"]:
        yield text("papers.none")
