"""What stands on the counter's form as a whole: the procedure chosen, the values, whether it can be saved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from desk import Refused, cases, counter
from desk.cases import Case, CasePaper
from desk.counter import Hand
from desk.procedures.procedure import Procedure
from desk.record import Change
from desk.words import text
from sync.desk import Desk
from ui.counter.applicant import Applicant
from ui.counter.due_card import Earlier, written
from ui.counter.papers import PaperList
from ui.counter.promise import Promise
from ui.counter.search import ProcedureSearch

AT = "%H:%M %d/%m/%Y"


@dataclass(frozen=True)
class Entered:
    """A case that is not received yet, its papers, and its procedure."""

    case: Case
    papers: Sequence[CasePaper]
    procedure: Procedure


class Form:
    """`shown` is the procedure on the screen, `procedure` the one that was chosen."""

    def __init__(
        self, desk: Desk, search: ProcedureSearch, applicant: Applicant, papers: PaperList, promise: Promise
    ) -> None:
        self._desk, self._search, self._applicant = desk, search, applicant
        self._papers, self._promise = papers, promise
        self.shown: Procedure | None = None
        self.procedure: Procedure | None = None

    def show_procedure(
        self, procedure: Procedure | None, *, chosen: bool, papers: Mapping[str, list[Any]] | None = None
    ) -> None:
        """Show the papers and the promise of a procedure; `chosen` when Enter took it."""
        if procedure is not self.shown or papers is not None:
            rules = procedure.papers if procedure else ()
            self._papers.show_papers(procedure.code if procedure else "", rules, papers)
            self._promise.show_procedure(procedure, self._desk.now())
        self.shown, self.procedure = procedure, procedure if chosen else None

    def readiness(self) -> tuple[str, str]:
        """What saving would do, or what it waits for, and its tone."""
        if wrong := self._hindrance():
            return str(wrong), "soon"
        here, needed, missing = self._papers.counts()
        if missing:
            return text("counter.ready.missing", count=missing), "soon"
        if self._desk.catalogue.precedes(self._desk.now().date()):
            return text("healing.counter_clock"), "soon"
        return text("counter.ready.all" if needed else "counter.ready.no_papers", here=here, needed=needed), "ok"

    def _hindrance(self) -> Refused | None:
        if self.procedure is None:
            return Refused("counter.ready.take" if self.shown else "counter.ready.procedure", field="procedure")
        return self._applicant.first_wrong(self._desk.now().date())

    def is_whole(self) -> bool:
        """Whether nothing hinders saving."""
        return self._hindrance() is None

    def require_whole(self) -> Procedure:
        """The procedure, once nothing hinders saving. Raises Refused with the field that does."""
        if wrong := self._hindrance():
            raise wrong
        self._promise.values()
        assert self.procedure is not None
        return self.procedure

    def decision(self) -> Callable[[Hand], Change]:
        """The decision that receives the case as it stands. Raises Refused with the field that hinders."""
        desk, procedure, papers = self._desk, self.require_whole(), self._papers.given()
        values, earlier = {**self._applicant.values(), **self._promise.values()}, self._promise.due.earlier
        at = earlier.at if earlier else ""

        def decide(hand: Hand) -> Change:
            change = counter.receive(desk.db, hand, procedure, desk.calendar, values, papers, at)
            return entered_later(change, earlier, hand) if earlier else change

        return decide

    def entered(self) -> Entered:
        """What is entered as a case would hold it, without a number. Raises Refused with the field that hinders."""
        procedure, desk = self.require_whole(), self._desk
        values = {**self._applicant.values(), **self._promise.values()}
        case = Case("", office=desk.office.code, procedure=procedure.code, procedure_version=procedure.version)
        case = replace(case, procedure_name=procedure.short or procedure.name, received_at=desk.hand().at, **values)
        papers = [CasePaper("", **asdict(paper)) for paper in self._papers.given()]
        return Entered(case, papers, procedure)

    def shown_to_citizen(self) -> dict[str, Any]:
        """What of it the citizen may check, by fields of a case; the fee only where one is stated."""
        name = self.shown and (self.shown.short or self.shown.name)
        found: dict[str, Any] = {"procedure_name": name or "", **self._applicant.values()}
        try:
            promised = self._promise.values()
        except Refused:
            return found
        return {**found, "fee": promised["fee"]} if promised["fee"] else found

    def state(self) -> dict[str, Any] | None:
        """Everything on the form as plain values; None when nothing was typed or chosen."""
        person, ticked = self._applicant.values(), any(state[0] for state in self._papers.state().values())
        typed = {name for name in person if name != "applicant_kind"}
        if not (typed or ticked or self.procedure or self._search.query()):
            return None
        return {
            "query": self._search.query(),
            "procedure": self.procedure and [self.procedure.code, self.procedure.version],
            "person": person,
            "card": self._applicant.from_card(),
            "papers": self._papers.state(),
            "promise": self._promise.state(),
        }

    def show_state(self, state: Mapping[str, Any]) -> None:
        """Show what `state` said; a procedure no longer known is left to be chosen anew."""
        found = self.procedure_of(state)
        self._search.search(state.get("query", ""), found.code if found else "")
        if found:
            self.show_procedure(found, chosen=True, papers=state.get("papers", {}))
        self._promise.show_state(state.get("promise", {}), self._desk.now())
        self._applicant.show_values(state.get("person", {}), state.get("card", []))

    def take_usual(self, usual: Mapping[str, Any]) -> None:
        """Tick and choose as the officer did last for this procedure."""
        self._papers.take_forms(usual["papers"])
        kept = {name: value for name, value in self._promise.state().items() if name not in usual["promise"]}
        self._promise.show_state({**kept, **usual["promise"]}, self._desk.now())

    def clear(self) -> None:
        """An empty form."""
        self._papers.forget()
        self.show_procedure(None, chosen=False)
        self._promise.show_state({}, self._desk.now())
        self._applicant.show_values({})
        self._search.field.allow()
        self._search.search("")

    def procedure_of(self, state: Mapping[str, Any]) -> Procedure | None:
        """The procedure that `state` says was chosen."""
        pinned = state.get("procedure")
        try:
            return self._desk.catalogue.get(*pinned) if pinned else None
        except Refused:
            return None


def entered_later(change: Change, earlier: Earlier, hand: Hand) -> Change:
    """The change that receives a case, with the note that it was received on paper and entered later."""
    at, entered = written(earlier.at, AT), written(hand.at, AT)
    said = text("counter.earlier.note", at=at, entered=entered, reason=earlier.reason)
    noted = cases.add_note(Case(change.edits[0].id), said, now=hand.at, new_id=hand.new_id, by=hand.by)
    return replace(change, edits=(*change.edits, *noted.edits), reason=earlier.reason)


def received(change: Change) -> Case:
    """The case that a change received."""
    return Case(change.edits[0].id, **change.edits[0].fields)
