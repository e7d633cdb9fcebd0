"""The counter as it looks: the four sections in their columns, and where each of them says what hinders or follows."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt

from desk import Refused, Spoken
from ui.counter.citizens_view import CitizensView
from ui.counter.columns import LEAST, Columns
from ui.counter.form import Form
from ui.counter.hints import HintNote
from ui.counter.papers_section import Papers
from ui.counter.person import Person
from ui.counter.promise import Promise
from ui.counter.received import Received
from ui.counter.search import ProcedureSearch
from ui.kit.layout import Pane
from ui.places import Place
from ui.scans.draft_pile import DraftPile
from ui.session import Session
from ui.usual import usual


class Sections(Place):
    """Shows; what is done with what is shown is decided by who inherits."""

    def __init__(self, session: Session, pile: Callable[[], DraftPile]) -> None:
        super().__init__(session)
        desk = session.desk
        self.search = ProcedureSearch(lambda: session.finder, lambda: usual(desk))
        self.hint = HintNote(session)
        self.search.add(self.hint)
        middle = Pane("surface", margins=(20, 10, 20, 10))
        self.person, self.promise = Person(desk, middle), Promise(desk.calendar)
        self.applicant, self.alike = self.person.applicant, self.person.alike
        self.papers_section, self.received = Papers(session, pile()), Received()
        self.papers = self.papers_section.list
        self.citizen = CitizensView(session, self)
        middle.add(self.person, 4, (self.papers_section, 1), 6, self.received)
        self.columns = Columns(self.search, middle, self.promise, self.applicant)
        self.add(self.columns)
        self.form = Form(desk, self.search, self.applicant, self.papers, self.promise)
        self.setFocusProxy(self.search)

    def minimumSizeHint(self) -> QSize:
        """What it needs when finding and filling take turns."""
        return QSize(LEAST, super().minimumSizeHint().height())

    def follow_form(self, *, usual_known: bool) -> None:
        """Let every section say what follows from the others; `usual_known` where the officer did the same before."""
        shown, chosen = self.form.shown, self.form.procedure
        self.papers_section.follow(known=shown is not None, chosen=chosen is not None)
        self.papers_section.offer_last(usual_known)
        self.promise.say_ready(*self.form.readiness())
        self.hint.show_procedure(shown)
        self.columns.show_procedure(shown, chosen=chosen is not None)
        self.citizen.follow(self.form.shown_to_citizen() if self.form.state() else {}, whole=self.form.is_whole())

    def look_for_others(self, *, anew: bool = False) -> None:
        """A possible duplicate of what is entered; of the case just received, where nothing is."""
        now, case, values = self.session.desk.now(), self.received.case, self.applicant.values()
        entered = {**values, "procedure": self.form.shown.code if self.form.shown else ""}
        self.alike.look(vars(case) if case and not values else entered, now, anew=anew)

    def show_hindrance(self, why: Spoken) -> None:
        """Say why nothing was saved, at the field it is about."""
        words, field = str(why), (why.field or "") if isinstance(why, Refused) else ""
        if field == "procedure":
            self.columns.take_turns(finding=True)
            self.search.refuse(words)
            self.search.setFocus()
        elif cell := self.applicant.field(field):
            cell.refuse(words)
            cell.setFocus(Qt.FocusReason.OtherFocusReason)
        elif at := self.promise.field(field):
            at.refuse("")
            at.setFocus()
        self.promise.say_ready(words, "soon" if isinstance(why, Refused) else "late")

    def clear(self) -> None:
        """An empty counter, the keyboard where the next citizen begins."""
        self.form.clear()
        self.person.forget()
        self.columns.take_turns(finding=True)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
