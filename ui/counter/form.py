"""What stands on the counter's form as a whole: the procedure chosen, the values, whether it can be saved."""

from collections.abc import Callable, Mapping
from typing import Any

from desk import Refused, counter
from desk.cases import Case
from desk.counter import Hand
from desk.procedures.procedure import Procedure
from desk.record import Change
from desk.words import text
from sync.desk import Desk
from ui.counter.applicant import Applicant
from ui.counter.papers import PaperList
from ui.counter.promise import Promise
from ui.counter.search import ProcedureSearch


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
        if self.procedure is None:
            return text("counter.ready.take" if self.shown else "counter.ready.procedure"), "soon"
        wrong = self._applicant.first_wrong(self._desk.now().date())
        if wrong:
            return str(wrong), "soon"
        here, needed, missing = self._papers.counts()
        if missing:
            return text("counter.ready.missing", count=missing), "soon"
        return text("counter.ready.all" if needed else "counter.ready.no_papers", here=here, needed=needed), "ok"

    def receive(self, do: Callable[[Callable[[Hand], Change]], Change]) -> Case:
        """Receive the case. Raises Refused with the field that hinders; nothing was written then."""
        if self.procedure is None:
            raise Refused("counter.ready.take" if self.shown else "counter.ready.procedure", field="procedure")
        if wrong := self._applicant.first_wrong(self._desk.now().date()):
            raise wrong
        desk, procedure, papers = self._desk, self.procedure, self._papers.given()
        values = {**self._applicant.values(), **self._promise.values()}
        change = do(lambda hand: counter.receive(desk.db, hand, procedure, desk.calendar, values, papers))
        return Case(change.edits[0].id, **change.edits[0].fields)

    def state(self) -> dict[str, Any] | None:
        """Everything on the form as plain values; None when nothing was typed or chosen."""
        person, ticked = self._applicant.values(), any(state[0] for state in self._papers.state().values())
        if not (person or ticked or self.procedure or self._search.query()):
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
        found = self._known(state.get("procedure"))
        self._search.search(state.get("query", ""), found.code if found else "")
        if found:
            self.show_procedure(found, chosen=True, papers=state.get("papers", {}))
        self._promise.show_state(state.get("promise", {}), self._desk.now())
        self._applicant.show_values(state.get("person", {}), state.get("card", []))

    def clear(self) -> None:
        """An empty form."""
        self._papers.forget()
        self.show_procedure(None, chosen=False)
        self._promise.show_state({}, self._desk.now())
        self._applicant.show_values({})
        self._search.field.allow()
        self._search.search("")

    def _known(self, pinned: list[str] | None) -> Procedure | None:
        try:
            return self._desk.catalogue.get(*pinned) if pinned else None
        except Refused:
            return None
