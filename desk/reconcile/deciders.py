"""Who decides between values, and where a second officer has to agree. Data, laid down by the office or its province.

Pure: nobody here knows who is logged in. What is at stake stands on the field itself (`desk.record.Rule.care`).
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from desk import Refused
from desk.officers.officer import Role
from desk.reconcile.kept import Policy
from desk.record import Change, Edit, rules
from desk.words import Phrase
from resources import RESOURCES

CARES = ("typing", "identity", "money", "law", "number")
PERSONS = ("author", "assignee")
"""Who may decide because the case concerns them, whatever role they hold."""

WHO = (*PERSONS, *Role)
POLICY = "policy"
"""The record id of an office's policy."""


@dataclass(frozen=True)
class Deciders:
    """`decides`: what is at stake -> roles and persons who may settle it; `two`: fields that take two officers."""

    decides: Mapping[str, frozenset[str]]
    two: frozenset[str]

    def may(self, care: str, roles: Collection[Role], *, author: bool, assignee: bool) -> bool:
        """Whether an officer with these roles may settle a field of this care."""
        held = {*roles, *(("author",) if author else ()), *(("assignee",) if assignee else ())}
        return not self.decides[care].isdisjoint(held)

    def demand(self, field: str, care: str, roles: Collection[Role], *, author: bool, assignee: bool) -> None:
        """Raise Refused, naming who may, unless the officer may settle the field."""
        if not self.may(care, roles, author=author, assignee=assignee):
            raise Refused("disputes.not_yours", field=field, name=Phrase(f"cases.field.{field}"), who=self.names(care))

    def names(self, care: str) -> str:
        """Who may settle what is at stake, in words."""
        return ", ".join(str(Phrase(f"disputes.who.{who}")) for who in WHO if who in self.decides[care])


def in_force(policy: Policy | None) -> Deciders:
    """What the office laid down, and the program's own rules where it did not."""
    start = _starter()
    if policy is None:
        return start
    own = {care: frozenset(words.split()) for care in CARES if (words := getattr(policy, f"for_{care}"))}
    return Deciders({**start.decides, **own}, frozenset(policy.two.split()) or start.two)


@cache
def _starter() -> Deciders:
    given = tomllib.loads((RESOURCES / "reconcile" / "policy.toml").read_text(encoding="utf-8"))
    return Deciders({care: frozenset(given["decides"][care]) for care in CARES}, frozenset(given["two"]["fields"]))


def lay_down(policy: Policy | None, values: Mapping[str, str], known: Collection[str], *, by: str) -> Change:
    """Change the office's policy. `known` are the fields there are.

    Raises Refused for a word that is no role, person or field, when nobody would be left to decide, and when nothing
    would change.
    """
    held = policy or Policy(POLICY)
    for name, value in values.items():
        _check(name, value.split(), known)
    changed = {_field(name): " ".join(value.split()) if name != "phrases" else value for name, value in values.items()}
    fresh = {name: value for name, value in changed.items() if getattr(held, name) != value}
    if not fresh:
        raise Refused("disputes.policy_same", field="policy")
    return Change("policy", (Edit("policy", POLICY, fresh),), by)


def _field(name: str) -> str:
    return f"for_{name}" if name in CARES else name


def _check(name: str, words: Collection[str], known: Collection[str]) -> None:
    if _field(name) not in {f.name for f in fields(Policy)} - {"id"}:
        raise Refused("disputes.policy_unknown", field=name, name=name, known=", ".join((*CARES, "two", "phrases")))
    allowed: Collection[Any] = known if name == "two" else WHO
    if name != "phrases" and (wrong := [word for word in words if word not in allowed]):
        raise Refused("disputes.policy_unknown", field=name, name=wrong[0], known=", ".join(allowed))
    if name in CARES and not words:
        raise Refused("disputes.policy_nobody", field=name, name=Phrase(f"disputes.care.{name}"))


def care_of(record: type, field: str) -> str:
    """What is at stake in a field of a kind of record; 'law' for one that this version does not know."""
    rule = rules(record).get(field)
    return rule.care if rule else "law"
