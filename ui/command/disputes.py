"""`casedesk conflict twice | online | same | number | agree | decline | object | answer | lost | policy`, void cases.

What is decided beside plain fields: a case received twice, a portal number bound twice, what takes two officers, and
what the author of a value that lost asks anew.
"""

import argparse
from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any

from desk import Refused, counter, store
from desk.cases import Case
from desk.casework import binding
from desk.counter import Hand
from desk.officers import rights
from desk.reconcile import deciders, online
from desk.reconcile.kept import OnlineCase, Overruled, Policy
from desk.record import Change
from desk.words import text
from sync.desk import Desk
from sync.reconcile import deciding, guard
from ui.command.answer import Answer, said
from ui.command.opening import desk_of

Decide = Callable[[Desk, Hand], Change]


def _done(args: argparse.Namespace, decide: Decide, key: str) -> Answer:
    """Write one decision down, and say it was."""
    with desk_of(args) as desk:
        change, _ = desk.do(lambda hand: decide(desk, hand))
    data = {"action": change.action, "reason": change.reason, "ids": [edit.id for edit in change.edits]}
    return Answer(data, said(f"disputes.done.{key}"))


def twice(args: argparse.Namespace) -> Answer:
    """Two cases that are one, or only look alike."""

    def decide(desk: Desk, hand: Hand) -> Change:
        first, second = (counter.case_here(desk.db, number).id for number in (args.number, args.other))
        kept = counter.case_here(desk.db, args.keep).id if args.keep else ""
        if kept and kept not in (first, second):
            raise Refused("cases.no_such_case", number=args.keep)
        return deciding.twice(desk, hand, first, second, kept, args.reason)

    return _done(args, decide, "merged" if args.keep else "apart")


def note(args: argparse.Namespace) -> Answer:
    """Note a case as the online software has it, and name the cases here that it may be."""
    copied = {name: value for name in online.COPIED if (value := getattr(args, name, ""))}
    with desk_of(args) as desk:
        meant = counter.case_here(desk.db, args.case).id if args.case else ""
        change, _ = desk.do(lambda hand: deciding.note_online(desk, hand, args.portal, copied, meant))
        noted = store.get(desk.db, OnlineCase, change.edits[0].id)
        alike = [case.number for case in online.alike(desk.db, noted)] if noted else []
    data = {"id": change.edits[0].id, "alike": alike}
    key = "online.noted_alike" if alike else "online.noted"
    return Answer(data, said(key, number=args.portal, alike=", ".join(alike)))


def same(args: argparse.Namespace) -> Answer:
    """A noted case of the online software is one here, or none of them."""

    def decide(desk: Desk, hand: Hand) -> Change:
        kept = counter.case_here(desk.db, args.case).id if args.case else ""
        record = online.online_id(binding.portal_number(args.portal))
        return deciding.one_online(desk, hand, record, kept, args.reason)

    return _done(args, decide, "same" if args.case else "apart")


def number(args: argparse.Namespace) -> Answer:
    """Of the cases that hold one portal number only one holds it on."""

    def decide(desk: Desk, hand: Hand) -> Change:
        return deciding.release_number(desk, hand, counter.case_here(desk.db, args.number).id, args.reason)

    return _done(args, decide, "number")


def agree(args: argparse.Namespace) -> Answer:
    """Agree to another officer's proposal."""
    return _done(args, lambda desk, hand: deciding.agree(desk, hand, args.id), "agreed")


def decline(args: argparse.Namespace) -> Answer:
    """Say no to a proposal, or take one's own back."""
    return _done(args, lambda desk, hand: deciding.decline(desk, hand, args.id, args.reason), "declined")


def object_to(args: argparse.Namespace) -> Answer:
    """Ask for a new decision about one's own value that lost."""
    return _done(args, lambda desk, hand: deciding.object_to(desk, hand, args.id, args.reason), "objected")


def heard(args: argparse.Namespace) -> Answer:
    """Say that one has read it."""
    return _done(args, lambda desk, hand: deciding.heard(desk, hand, args.id), "heard")


def answer(args: argparse.Namespace) -> Answer:
    """Decide anew after an objection."""
    return _done(args, lambda desk, hand: deciding.answer(desk, hand, args.id, args.value, args.reason), "answered")


def lost(args: argparse.Namespace) -> Answer:
    """One's own values that lost and that one has not said to know."""
    with desk_of(args) as desk:
        found = store.select(desk.db, Overruled, "WHERE author = ? AND heard_at = '' ORDER BY id", [desk.by])
        data = [asdict(each) | {"number": _number(desk, each.case_id)} for each in found]
    return Answer(data, lambda: (text("disputes.lost", **row) for row in data))


def _number(desk: Desk, case_id: str) -> str:
    case = store.get(desk.db, Case, case_id) if case_id else None
    return case.number if case else ""


def mass(args: argparse.Namespace) -> Answer:
    """Say of changes that would touch many cases whether they are taken in."""
    verdict = "allowed" if args.allow else "refused"
    return _done(args, lambda desk, hand: deciding.mass(desk, hand, args.id, verdict, args.reason), verdict)


def void(args: argparse.Namespace) -> Answer:
    """Take a case out of use; it stays readable."""
    return _done(args, lambda desk, hand: deciding.void(desk, hand, args.number, args.reason), "void")


def restore(args: argparse.Namespace) -> Answer:
    """Put a void case back into use."""
    return _done(args, lambda desk, hand: deciding.restore(desk, hand, args.number, args.reason), "restored")


def policy(args: argparse.Namespace) -> Answer:
    """Show who decides what, or lay it down: `typing="author leader"`, `two="phone applicant_name"`."""
    given = dict(_pair(word) for word in args.values)
    with desk_of(args) as desk:
        if given:
            rights.demand(desk.roles, "policy")
            desk.do(lambda hand: deciders.lay_down(_held(desk), given, _fields(), by=hand.by))
        now = deciders.in_force(_held(desk))
    data = {care: sorted(now.decides[care]) for care in deciders.CARES} | {"two": sorted(now.two)}
    limits = guard.limits()
    return Answer({**data, "mass": limits}, lambda: (f"{name}: {' '.join(words)}" for name, words in data.items()))


def _held(desk: Desk) -> Policy | None:
    return store.get(desk.db, Policy, deciders.POLICY)


def _fields() -> list[str]:
    return [f.name for f in fields(Case) if f.name != "id"]


def _pair(word: str) -> tuple[str, Any]:
    name, equals, value = word.partition("=")
    if not equals:
        raise Refused("disputes.policy_unknown", field=word, name=word, known=", ".join((*deciders.CARES, "two")))
    return name, value
