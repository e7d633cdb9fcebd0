"""One line of a list: a case, a draft, or the quiet heading of a group. What costs time is worked out when painted."""

from dataclasses import dataclass
from functools import cached_property

from desk import lists
from desk.cases import Case, field_label
from desk.find.marks import Marks, highlight
from desk.lifecycle import WAITING, stage_label
from desk.lists.drafted import Drafted
from desk.words import text
from sync.desk import Desk, local
from ui.cases import saying

Chips = tuple[tuple[str, str, str], ...]  # (words, tone, icon)


@dataclass(frozen=True)
class Heading:
    """A quiet line above a group: its key in `desk.lists.GROUPS`, and how many cases follow."""

    group: str
    count: int

    @property
    def words(self) -> str:
        """The heading as it is shown."""
        return text(f"list.group.{self.group}")


@dataclass(frozen=True)
class Signs:
    """What stands beside a case: values in conflict, not delivered, clock suspended; `soon` is when soon ends."""

    values: int = 0
    waits: bool = False
    halted: bool = False
    soon: str = ""


class Row:
    """One case as the list shows it; `search` is what it was found by, `grouped` whether its day stands above it."""

    def __init__(self, case: Case, desk: Desk, signs: Signs, *, search: str = "", grouped: bool = True) -> None:
        self.case, self._desk, self._signs, self._search, self._grouped = case, desk, signs, search, grouped

    @cached_property
    def due(self) -> saying.Due:
        """The due time and its tone."""
        now = self._desk.now()
        due = saying.due(self.case, now, self._desk.calendar, halted=self._signs.halted)
        if self._grouped or due.tone == "late" or (at := saying.moment(self.case.due_at)) is None:
            return due
        return due._replace(words=saying.when(at, now)) if at.date() == now.date() else due

    @property
    def number(self) -> str:
        """The number of the case."""
        return self.case.number

    @cached_property
    def name(self) -> str:
        """Who applies."""
        return self.case.applicant_name

    @cached_property
    def about(self) -> str:
        """The procedure; before it why the case was found, where nothing else on the row tells."""
        procedure = self.case.procedure_name or self.case.procedure
        if not self._search:
            return procedure
        shown = (self.case.applicant_name, self.case.number, procedure)
        field, held = lists.why(self._desk.db, self.case, self._search, shown)
        if not field:
            return procedure
        return text("list.found_in", field=field_label(field), value=saying.value(field, held), procedure=procedure)

    def marks(self, shown: str) -> Marks:
        """The letters of a text that were searched for."""
        return highlight(shown, self._search) if self._search else ()

    @cached_property
    def stage(self) -> str:
        """The stage it is in, as the beginning of a line."""
        return saying.capital(str(stage_label(self.case.stage)))

    @cached_property
    def who(self) -> str:
        """Who works on it."""
        return self._desk.officer_name(self.case.assignee) if self.case.assignee else ""

    @cached_property
    def chips(self) -> Chips:
        """The signs it carries, the most pressing first."""
        signs, case = self._signs, self.case
        found = []
        if signs.values:
            found.append((text("list.values", count=signs.values), "conflict", "git-fork"))
        if case.void_reason:
            found.append((text("list.void_chip"), "wait", ""))
        elif signs.halted or case.stage in WAITING:
            found.append((text("list.suspended_chip" if signs.halted else "list.halted_chip"), "wait", ""))
        elif saying.running(case) and self._is_soon():
            found.append((text("list.soon_chip"), "soon", ""))
        if signs.waits:
            found.append((text("list.undelivered"), "plain", ""))
        return tuple(found)

    def _is_soon(self) -> bool:
        """Whether it is due after today, but before anybody will have looked again."""
        at = saying.moment(self.case.due_at)
        return at is not None and at.date() > self._desk.now().date() and self.case.due_at < self._signs.soon

    def tip(self) -> str:
        """All that the row may have had to cut short."""
        return "\n".join(filter(None, (self.name, self.about, self.case.subject)))

    def spoken(self) -> str:
        """The row as a screen reader says it."""
        parts = (self.due.words, self.number, self.name, self.about, self.stage, self.who)
        return ", ".join(filter(None, (*parts, *(words for words, _, _ in self.chips))))


class DraftRow(Row):
    """What was begun at the counter: it has no number and no date yet."""

    def __init__(self, draft: Drafted, desk: Desk, search: str = "") -> None:
        case = Case(draft.owner, applicant_name=draft.name, procedure=draft.procedure)
        super().__init__(case, desk, Signs(), search=search)
        self.draft = draft

    @cached_property
    def due(self) -> saying.Due:
        """That it is a draft."""
        return saying.Due(text("list.draft"), "text3")

    @property
    def number(self) -> str:
        """When it was kept."""
        return saying.when(local(self.draft.at), self._desk.now())

    @cached_property
    def name(self) -> str:
        """Who applies, as far as it was written."""
        return self.case.applicant_name or text("list.draft_nobody")

    @cached_property
    def about(self) -> str:
        """The procedure chosen."""
        versions = self._desk.catalogue.versions(self.case.procedure)
        return (versions[0].short or versions[0].name) if versions else text("list.draft_nothing")

    @cached_property
    def stage(self) -> str:
        """Where it is."""
        return text("list.draft_stage")

    @cached_property
    def who(self) -> str:
        """Whose it is."""
        return self._desk.officer_name(self.draft.officer)

    @cached_property
    def chips(self) -> Chips:
        """None: nobody else knows of it."""
        return ()
