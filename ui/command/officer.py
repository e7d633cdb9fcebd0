"""`casedesk officer`: who works at this office, what they may do, their passwords. No secret is an argument."""

import argparse
from typing import Any

from desk import Refused, store
from desk.officers import officer as officers
from desk.officers import staff
from desk.officers.officer import Officer, Role
from desk.words import text
from sync import home
from sync.desk import Desk
from sync.keys import accounts, vault
from sync.keys.vault import Lock
from ui.command.answer import Answer, said, table
from ui.command.grammar import Usage
from ui.command.opening import chosen_password, desk_of, password

NEW = "CASEDESK_NEW_PASSWORD"


def add(args: argparse.Namespace) -> Answer:
    """Appoint an officer with an account; their first password comes from CASEDESK_NEW_PASSWORD or is typed."""
    roles = _roles(args.role) or [Role.RECEPTION]
    with desk_of(args) as desk:
        desk.demand("appoint")
        first = chosen_password(NEW)
        desk.do(accounts.add(desk.db, args.name, roles, first, until=args.until, provisional=not args.own))
    data = {"name": args.name.strip(), "roles": [str(role) for role in roles], "until": args.until or None}
    return Answer(data, said("accounts.added" if not args.own else "command.officer_added", name=data["name"]))


def _roles(names: list[str]) -> list[Role]:
    return [_role(name) for name in names]


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        raise Refused("command.unknown_role", field="role", role=name, known=", ".join(Role)) from None


def listing(args: argparse.Namespace) -> Answer:
    """The office's officers as known here, and which of them may log in at this PC."""
    with desk_of(args) as desk:
        locks = {lock.officer: lock for lock in home.read(args.home).locks}
        found = store.select(desk.db, Officer, "ORDER BY id")
        data = [_shape(desk, each, locks.get(each.id)) for each in found]
    heads = [text(f"command.head.{name}") for name in ("name", "roles", "log_in")]
    return Answer(data, lambda: table(heads, [(each["name"], _held(each), _stands(each)) for each in data], ""))


def _shape(desk: Desk, officer: Officer, lock: Lock | None) -> dict[str, Any]:
    today = desk.now().date().isoformat()
    duties = [duty for duty in staff.duties_of(desk.db, officer.id) if duty.holds(today)]
    return {
        "id": officer.id,
        "name": officer.name,
        "roles": officer.roles.split(),
        "duties": [{name: getattr(each, name) for name in ("role", "field", "since", "until")} for each in duties],
        "logs_in_here": lock is not None,
        "locked": bool(lock and vault.locked(lock) and vault.wait(lock, int(desk.clock()))),
        "must_change": bool(lock and lock.provisional),
        "disputed": accounts.disputed(desk.db, officer.id),
    }


def _held(each: dict[str, Any]) -> str:
    named = [text(f"officers.role.{role}") for role in each["roles"]]
    for duty in each["duties"]:
        role = text(f"officers.role.{duty['role']}")
        named.append(text("accounts.until", role=role, until=duty["until"] or text("accounts.temporary")))
    return ", ".join(named)


def _stands(each: dict[str, Any]) -> str:
    remarks = {"locked": "accounts.locked", "must_change": "accounts.provisional", "disputed": "accounts.disputed"}
    said = [text("command.yes")] if each["logs_in_here"] else []
    return ", ".join([*said, *(text(key) for name, key in remarks.items() if each[name])])


def change_password(args: argparse.Namespace) -> Answer:
    """Have another password for oneself, from CASEDESK_NEW_PASSWORD or typed."""
    before = password()
    with desk_of(args, before) as desk:
        desk.do(accounts.choose(desk.db, chosen_password(NEW), before))
        data = {"name": desk.officer.name}
    return Answer(data, said("accounts.changed"))


def reset(args: argparse.Namespace) -> Answer:
    """Give an officer a temporary password, from CASEDESK_NEW_PASSWORD or typed. Needs no network."""
    with desk_of(args) as desk:
        officer = staff.named(desk.db, args.name)
        desk.demand("reset")
        desk.do(accounts.reset(desk.db, officer.id, chosen_password(NEW)))
    return Answer({"id": officer.id, "name": officer.name}, said("accounts.reset", name=officer.name))


def unlock(args: argparse.Namespace) -> Answer:
    """Let an officer who typed too many wrong passwords at this PC try again."""
    with desk_of(args) as desk:
        desk.demand("unlock")
        officer = staff.named(desk.db, args.name)
        home.reopen(args.home, officer.id)
        desk.audit("unlock", officer.id)
    return Answer({"id": officer.id, "name": officer.name}, said("accounts.unlocked", name=officer.name))


def roles(args: argparse.Namespace) -> Answer:
    """Show what an officer holds; with --role set it, or with --until add to it for a time."""
    if (args.until or args.field) and not args.role:
        raise Usage(text("command.roles_usage"))
    wanted = _roles(args.role)
    with desk_of(args) as desk:
        officer = staff.named(desk.db, args.name)
        if wanted and (args.until or args.field):
            _assign(desk, officer, wanted, args)
        elif wanted:
            desk.demand("set_roles")
            desk.do(
                lambda hand: staff.set_roles(
                    desk.db, officer, wanted, by=hand.by, today=hand.now.date(), reason=args.reason
                )
            )
        data = _shape(desk, staff.named(desk.db, officer.id), None)
    del data["logs_in_here"], data["locked"], data["must_change"]
    return Answer(data, said("accounts.roles_set", name=officer.name, roles=_held(data)))


def _assign(desk: Desk, officer: Officer, wanted: list[Role], args: argparse.Namespace) -> None:
    desk.demand("duty")
    desk.do(
        lambda hand: officers.give(
            [
                officers.duty(
                    officer.id, role, until=args.until, since=hand.at[:10], new_id=hand.new_id(), field=args.field
                )
                for role in wanted
            ],
            by=hand.by,
        )
    )
