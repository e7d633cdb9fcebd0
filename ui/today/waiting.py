"""What waits for a person beside the cases: decisions, mass changes, drafts, what was not taken, days off.

Each is a row with the place it opens; a place nobody may enter makes no row.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from desk import lists, store
from desk.cases import Case, field_label
from desk.lists.drafted import Drafted
from desk.procedures.money_words import grouped
from desk.reconcile import disputes
from desk.time.calendar import Calendar
from desk.time.deadline_words import say_day
from desk.words import text
from sync import segments
from sync.delivery import delivery
from sync.desk import Desk, local
from sync.reconcile import guard
from ui.cases import saying
from ui.kit.two_line_list import Entry
from ui.session import Session

DRAFT = "draft:"
"""How the key of a draft's row begins; its owner follows."""

DRAFTS, NAMED = 3, 2
AHEAD = 7
"""Days within which a day off is told."""


def rows(session: Session) -> list[Entry]:
    """Everything that waits, the most pressing first; keys are "reconcile", "delivery", "calendar", "drafts", DRAFT…"""
    desk = session.desk
    found = [*_refused(session), *_mass(desk), *_disputed(session)]
    if desk.may("receive"):
        found += _drafts(desk)
    return [*found, *(Entry("calendar", *said, icon="calendar-blank") for said in days_ahead(desk))]


def _refused(session: Session) -> Iterator[Entry]:
    """What the server or this PC did not take; it stays here until somebody has seen to it."""
    desk = session.desk
    now = delivery(desk)
    if session.syncing.needs_person:
        yield Entry(
            "delivery", text("today.refused", count=grouped(now.waiting)), now.reason, icon="warning-circle",
            chip=(text("today.see"), "late"),
        )  # fmt: skip
    aside = [each for each in segments.aside(desk.db) if each[2] != guard.REASON]
    if aside:
        pcs = sorted({desk.device_name(device) for device, _, _ in aside})
        yield Entry(
            "delivery", text("today.aside", count=len(aside)), text("today.aside_of", pcs=", ".join(pcs)),
            icon="warning-circle", chip=(text("today.see"), "soon"),
        )  # fmt: skip


def _mass(desk: Desk) -> Iterator[Entry]:
    held = guard.held(desk.db)
    if held:
        pcs = ", ".join(sorted({desk.device_name(each.device) for each in held}))
        hint = "today.mass_yours" if desk.may("mass") else "today.mass_admin"
        changes = sum(each.last - each.first + 1 for each in held)
        name = text("today.mass", pcs=pcs, count=grouped(changes))
        yield Entry("reconcile", name, text(hint), icon="stack", chip=(text("today.held"), "conflict"))


def _disputed(session: Session) -> Iterator[Entry]:
    """The same count as at the foot, which knows the mass changes too; a quick one until that is there."""
    desk = session.desk
    count = session.disputed - len(guard.held(desk.db)) if session.disputed else disputes.count(desk.db)
    if count <= 0 or not desk.may("reconcile"):
        return
    first = [each for each in disputes.registers(desk.db, NAMED) if each.cases]
    named = [
        f"{case.number}: {str(field_label(each.field)).lower()}"
        for each in first
        if (case := store.get(desk.db, Case, each.cases[0]))
    ]
    hint = ", ".join(named) or text("today.disputed_hint")
    chip = (text("today.decide"), "conflict")
    yield Entry("reconcile", text("today.disputed", count=grouped(count)), hint, icon="git-diff", chip=chip)


def _drafts(desk: Desk) -> Iterator[Entry]:
    kept = lists.drafted(desk.db, desk.by)
    for each in kept[:DRAFTS]:
        at = saying.when(local(each.at), desk.now())
        name = each.name or text("list.draft_nobody")
        yield Entry(f"{DRAFT}{each.owner}", text("today.draft", name=name), _about(desk, each), at, icon="note-pencil")
    if len(kept) > DRAFTS:
        yield Entry("drafts", text("today.drafts_more", count=len(kept) - DRAFTS), "", icon="note-pencil")


def _about(desk: Desk, draft: Drafted) -> str:
    versions = desk.catalogue.versions(draft.procedure)
    return (versions[0].short or versions[0].name) if versions else text("list.draft_nothing")


def days_ahead(desk: Desk) -> Iterator[tuple[str, str]]:
    """(sentence, what follows from it) about days off and days worked in exchange from today on."""
    calendar, today = desk.calendar, desk.now().date()
    if not calendar.works(today) or calendar.name(today):
        key = "today.day.exchange_now" if calendar.works(today) else "today.day.off_now"
        name = calendar.name(today) or text("today.day.weekend")
        yield text(key, name=name), text("today.day.next", day=say_day(calendar.working_day_after(today)))
    ahead = [today + timedelta(days=n) for n in range(1, AHEAD + 1)]
    if marked := next((day for day in ahead if calendar.name(day)), None):
        yield _marked(calendar, today, marked)
    year = today.year + 1
    if today.month == 12 and not calendar.announced(year):
        yield text("today.day.not_announced", year=year), text("today.day.not_announced_hint")


def _marked(calendar: Calendar, today: date, day: date) -> tuple[str, str]:
    """The next day that is not as usual, and until when."""
    when = text("today.day.tomorrow") if day == today + timedelta(days=1) else saying.capital(say_day(day))
    if calendar.works(day):
        return text("today.day.exchange", day=when, name=calendar.name(day)), text("today.day.exchange_hint")
    following = say_day(calendar.working_day_from(day))
    return text("today.day.off", day=when, name=calendar.name(day)), text("today.day.next", day=following)
