"""A group of disputes on the screen: opened, a rule chosen, settled in one stroke, taken back in one."""

from collections.abc import Iterable, Sequence

from desk import Refused
from desk.reconcile.disputes import Dispute
from desk.reconcile.settling import reason_for
from desk.words import text
from sync.reconcile import patterns
from sync.reconcile.patterns import Pattern
from ui.reconcile.deciding import Deciding
from ui.reconcile.group_pane import GroupPane
from ui.reconcile.told import label
from ui.session import Session


class Many:
    """Joins the pane of a group with the pane that decides."""

    def __init__(self, session: Session, pane: GroupPane, deciding: Deciding) -> None:
        self._session, self._pane, self._deciding = session, pane, deciding
        self._group = ""
        self.open = False
        pane.changed.connect(self._say)
        pane.undo.connect(self.take_back)

    def about(self, pattern: Pattern, disputes: Sequence[Dispute]) -> str:
        """A group in words, for the line that offers it."""
        pcs = text("reconcile.joined").join(pattern.pcs)
        return text("reconcile.alike", count=len(disputes), field=label(pattern.field), pcs=pcs)

    def begin(self, pattern: Pattern, disputes: Sequence[Dispute]) -> None:
        """Show a group."""
        self.open = True
        self._deciding.clear()
        self._pane.show_group(pattern, disputes)
        if self._pane.rule:
            self._pane.rule.setFocus()

    def end(self) -> None:
        """Back to one after another."""
        self.open = False
        self._deciding.clear()

    def _say(self) -> None:
        if self.open:
            count = self._pane.count()
            name = text("reconcile.group_fields", count=count) if count else ""
            self._deciding.show_result(text("reconcile.group_result"), name, name)

    def settle(self) -> None:
        """Settle what the rule settles; what it leaves stays open."""
        desk = self._session.desk
        try:
            reason = reason_for(self._deciding.reason.value())
        except Refused as wrong:
            self._deciding.reason.refuse(text("reconcile.reason_needed"))
            self._deciding.reason.setFocus()
            self._deciding.refuse(str(wrong))
            return
        self._group = desk.hand().new_id()
        done = list(patterns.settle(desk, self._pane.outcomes, reason, self._group))
        self._session.tell({("case", outcome.case.id) for outcome, left in done if not left})
        self._pane.say_done(sum(not left for _, left in done), _reasons(left for _, left in done))
        self._deciding.clear()

    def take_back(self) -> None:
        """Take back what was just settled, as new changes."""
        desk = self._session.desk
        done = list(patterns.take_back(desk, self._group, text("reconcile.group_undone")))
        self._session.tell({(each.kind, each.record) for each, left in done if not left})
        self._pane.say_done(0, [text("disputes.taken_back", count=sum(not left for _, left in done))])


def _reasons(left: Iterable[str]) -> list[str]:
    """Why some were left, each reason once."""
    return list(dict.fromkeys(filter(None, left)))
