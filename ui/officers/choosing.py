"""Two fields in which a person chooses a password, and beside them what it must be, ticked off as it is typed."""

from PySide6.QtCore import Signal

from desk.officers import passwords
from desk.words import text
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.text import Icon, Text

RULES = ("length", "small", "capital", "digit", "sign")


class Choosing(Pane):
    """A new password, typed twice. `entered` comes with the Enter key in the second field."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__(None, gap=12)
        self.new = Field(text("accounts.new"), labelled=True, secret=True)
        self.again = Field(text("accounts.again"), labelled=True, secret=True)
        self._rules = {kind: (Icon("circle", 16, "text3"), Text("", "small", ink="text2")) for kind in RULES}
        rules = Pane(None, gap=4)
        for kind, (mark, said) in self._rules.items():
            said.say(text(f"accounts.lacks.{kind}"))
            rules.add(row(mark, (said, 1), gap=8))
        self.add(self.new, rules, self.again)
        self.setFocusProxy(self.new)
        self.new.edited.connect(self._tick)
        self.new.entered.connect(self.again.setFocus)
        self.again.entered.connect(self.entered)
        self._tick("")

    def _tick(self, typed: str) -> None:
        lacking = passwords.lacks(typed)
        for kind, (mark, said) in self._rules.items():
            there = kind not in lacking
            mark.change("check-circle" if there else "circle", "ok" if there else "text3")
            done = "done" if there else "open"
            said.setAccessibleName(text(f"accounts.rule_{done}", rule=text(f"accounts.lacks.{kind}")))

    def chosen(self) -> str:
        """The password when both fields agree and it is strong; else "", with the reason at the field concerned."""
        typed = self.new.text()
        for field, wrong, reason in (
            (self.new, bool(passwords.lacks(typed)), "accounts.rules_open"),
            (self.again, self.again.text() != typed, "accounts.differ"),
        ):
            if wrong:
                field.refuse(text(reason))
                field.setFocus()
                return ""
        return typed

    def refuse(self, words: str) -> None:
        """Say why the desk does not take the password."""
        self.new.refuse(words)
        self.new.setFocus()

    def forget(self) -> None:
        """Take the passwords out of the fields."""
        self.new.set_text("")
        self.again.set_text("")
        self._tick("")
