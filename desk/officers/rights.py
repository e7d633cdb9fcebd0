"""What each role may do and read. Pure: roles in, yes or no out; nobody here knows who is logged in.

Rights are asked for where a decision is made, at the PC of the officer who makes it. The log takes in what other PCs
decided without asking again: any order and subset must fold alike, and every change names who made it.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from desk import Refused
from desk.cases import Case
from desk.officers.officer import Role
from desk.record import Edit
from desk.words import Phrase, text

AT_CASES = frozenset({Role.RECEPTION, Role.SPECIALIST, Role.LEADER})
"""The roles that work on cases and so read what citizens brought."""

EVERYONE = frozenset(Role)
_ADMIN = frozenset({Role.ADMIN})
_WATCHES = frozenset({Role.ADMIN, Role.IT})

HELD_BY: Mapping[str, frozenset[Role]] = {
    "receive": frozenset({Role.RECEPTION, Role.SPECIALIST}),
    "finish": frozenset({Role.SPECIALIST, Role.LEADER}),
    "stop": frozenset({Role.SPECIALIST, Role.LEADER}),
    "appoint": _ADMIN,
    "duty": _ADMIN,
    "set_roles": _ADMIN,
    "reset": _ADMIN,
    **dict.fromkeys(("open_door", "take_in", "let_in_pc", "revoke_pc"), _ADMIN),
    "unlock": _WATCHES,
    "audit": _WATCHES,
    **dict.fromkeys(("reconcile", "merge", "void", "restore"), AT_CASES | {Role.IT}),
    **dict.fromkeys(("settle", "propose", "decline", "unsettle", "heard", "object"), EVERYONE),  # `reconcile.deciders`
    "mass": _WATCHES,
    "take_over": AT_CASES | _WATCHES,
    "policy": _WATCHES | {Role.LEADER},
    "own_file": _WATCHES | {Role.LEADER},
    "export_log": _WATCHES | {Role.LEADER},
    "password": EVERYONE,
}
"""Who may do what; an action that is not named here is work on cases, reading included."""

MASK = "•••"

_SECRET = {"account": "lock", "doorway": "key"}
"""Fields that an export says no more of than that they were changed."""

_PLAIN: Mapping[str, frozenset[str]] = {
    "case": frozenset({
        "id", "number", "portal_number", "office", "competent_office", "procedure", "procedure_version",
        "procedure_name", "applicant_kind", "channel", "sets", "fee", "fee_paid", "collect", "state", "received_at",
        "due_at", "assignee", "result_date", "returned_at", "received_by",
    }),
    "paper": frozenset({"case_id", "key", "name", "form", "copies"}),
    "move": frozenset({"case_id", "action", "stage", "at"}),
    "print": frozenset({"case_id", "form", "copies", "at"}),
    "officer": frozenset({"name", "roles", "position"}),
    "duty": frozenset({"officer", "role", "field", "since", "until"}),
    "account": frozenset({"officer"}),
    "ownfile": frozenset({"name", "n", "text", "by", "at"}),
}  # fmt: skip
"""The fields that say nothing of a citizen. What is not listed is taken to: new kinds of records are masked unasked."""


def may(roles: Collection[Role], action: str) -> bool:
    """Whether one of the roles may take an action."""
    return not HELD_BY.get(action, AT_CASES).isdisjoint(roles)


def demand(roles: Collection[Role], action: str) -> None:
    """Raise Refused, naming the roles that may, unless one of `roles` may take the action."""
    if not may(roles, action):
        holders = sorted(HELD_BY.get(action, AT_CASES), key=list(Role).index)
        raise Refused("rights.refused", what=_what(action), who=_Names(holders))


def _what(action: str) -> Phrase:
    named = Phrase(f"rights.action.{action}")
    return named if str(named) != action else Phrase("rights.action.work")


class _Names:
    """Roles in words, in whatever language is spoken when it is shown."""

    def __init__(self, roles: Collection[Role]) -> None:
        self._roles = roles

    def __str__(self) -> str:
        return ", ".join(str(Phrase(f"officers.role.{role}")) for role in self._roles)


def reads(roles: Collection[Role]) -> bool:
    """Whether one of the roles reads citizens' data; administrators and IT people by themselves do not."""
    return may(roles, "read")


def shown(case: Case, roles: Collection[Role]) -> Case:
    """A case as these roles may see it in a list."""
    return case if reads(roles) else replace(case, **masked("case", vars(case)))


def exported(edit: Edit, roles: Collection[Role]) -> dict[str, Any]:
    """What an edit set, as these roles may have it in an export; the lock of an account shows that it was changed."""
    values = dict(edit.fields) if reads(roles) else masked(edit.kind, edit.fields)
    secret = _SECRET.get(edit.kind, "")
    return {**values, secret: text("accounts.export_lock")} if secret in values else values


def told(reason: str, roles: Collection[Role]) -> str:
    """A reason in an officer's own words, which may speak of a citizen."""
    return reason if reads(roles) or not reason else MASK


def masked(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """A record's values with all masked that may say something of a citizen."""
    plain = _PLAIN.get(kind, frozenset())
    return {name: value if name in plain or value in ("", None) else MASK for name, value in values.items()}
