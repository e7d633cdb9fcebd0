"""Many fields in conflict at once: a rule chosen, what it would change shown line by line, settled in one stroke."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal

from desk.reconcile.disputes import Dispute
from desk.words import text
from sync.desk import Desk
from sync.reconcile import patterns
from sync.reconcile.patterns import Outcome, Pattern
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.segmented import Segmented
from ui.kit.text import Chip, Text
from ui.kit.two_line_list import Entry, TwoLineList
from ui.reconcile.told import label, told
from ui.theme.tokens import STRONG

MOST_PCS = 2
"""PCs offered to take the values of; what others wrote is settled one by one."""

LEFT = ("no_such_pc", "never_by_itself", "no_suggestion")
"""Why a rule leaves a field open."""


class GroupPane(Pane):
    """`back()` returns to one after another; `changed()` when another rule was chosen."""

    back = Signal()
    changed = Signal()
    undo = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("surface", margins=(20, 12, 20, 12), gap=8)
        self._desk = desk
        self._disputes: Sequence[Dispute] = ()
        self._rules: list[str] = []
        self.outcomes: list[Outcome] = []
        self._title, self._chip = Text("", "title", weight=STRONG), Chip("", "conflict", icon="stack")
        back = Button(text("reconcile.group_back"), "quiet", icon="arrow-left", key="Esc", height=32)
        back.clicked.connect(self.back)
        self._about = Text("", "secondary", ink="text2", wrap=True)
        self._take = Pane(None)
        self.rule: Segmented | None = None
        self.lines = TwoLineList(text("reconcile.group_lines"))
        self._undo = Button(text("reconcile.undo"), icon="arrow-u-up-left", height=32)
        self._undo.clicked.connect(self.undo)
        self.done = Banner("ok", "", actions=[self._undo])
        self.done.hide()
        self.add(row(self._title, 6, (self._chip, Qt.AlignmentFlag.AlignVCenter), None, back), self._about)
        self.add(Text(text("reconcile.group_take"), "secondary", weight=STRONG), self._take, (self.lines, 1), self.done)

    def show_group(self, pattern: Pattern, disputes: Sequence[Dispute]) -> None:
        """Show a group; nothing is chosen yet."""
        self._disputes = disputes
        self._title.say(label(pattern.field))
        self._chip.say(text("reconcile.group_count", count=len(disputes)), "conflict", icon="stack")
        pcs, cause = " + ".join(pattern.pcs), text(f"disputes.cause.{pattern.cause}")
        self._about.say(text("reconcile.group_about", pcs=pcs, cause=cause))
        self.done.hide()
        pcs_offered = pattern.pcs[:MOST_PCS]
        self._offer([*(f"pc:{pc}" for pc in pcs_offered), "suggested", "displayed"], pcs_offered)
        self._follow(0)

    def _offer(self, rules: list[str], pcs: Sequence[str]) -> None:
        self._rules = rules
        words = [*(text("reconcile.take_pc", pc=pc) for pc in pcs)]
        words += [text("reconcile.take_suggested"), text("reconcile.take_displayed")]
        while (item := self._take.body.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.rule = Segmented(list(zip(rules, words, strict=True)), name=text("reconcile.group_take"))
        self.rule.changed.connect(lambda key: self._follow(self._rules.index(key)))
        self._take.add(self.rule)

    def _follow(self, place: int) -> None:
        """What the rule would change, before anything is written."""
        take = patterns.taking(self._desk, self._rules[place])
        self.outcomes = patterns.dry(self._desk, self._disputes, take)
        self.lines.show_rows([_line(self._desk, outcome) for outcome in self.outcomes], "")
        self.changed.emit()

    def count(self) -> int:
        """How many the rule settles."""
        return sum(outcome.value is not None for outcome in self.outcomes)

    def say_done(self, count: int, left: Sequence[str]) -> None:
        """Say what was settled and what was left, with the way back."""
        words = text("reconcile.group_done", count=count)
        self.done.say("soon" if left else "ok", " ".join([words, *left[:2]]))
        self._undo.setVisible(count > 0)
        self.done.show()
        self.lines.show_rows([], "")
        self.outcomes = []


def _line(desk: Desk, outcome: Outcome) -> Entry:
    field = outcome.dispute.field
    name = f"{outcome.case.number} · {outcome.case.applicant_name}"
    if outcome.value is None:
        left = text(f"disputes.left.{outcome.why}") if outcome.why in LEFT else outcome.why
        return Entry(outcome.dispute.key, name, left, chip=(text("reconcile.stays_open"), "soon"))
    lost = dict.fromkeys(version.value for version in outcome.versions if version.value != outcome.value)
    words = [told(desk, field, value) or text("case_page.empty_value") for value in (outcome.value, *lost)]
    return Entry(outcome.dispute.key, name, text("reconcile.would_be", value=words[0], lost=", ".join(words[1:])))
