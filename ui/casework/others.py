"""What else can be done with a case, calmly below the usual step: quiet lines with their keys, held ones say why."""

from PySide6.QtCore import Signal

from desk import lifecycle
from desk.casework import offers
from desk.words import known, text
from ui.cases.casefile import CaseFile
from ui.cases.saying import capital
from ui.casework.deed import Deed
from ui.kit.layout import Pane
from ui.kit.text import Text
from ui.theme.tokens import STRONG

ICONS = {
    "take": "hand-palm",
    "handover": "arrow-right",
    "allot": "users",
    "finish": "check-circle",
    "ask_payment": "money",
    "suspend": "pause-circle",
    "resume": "play-circle",
    "apologise": "calendar-plus",
    "withdraw": "sign-out",
    "stop": "prohibit",
    "rate": "smiley",
    "forms": "printer",
}
KEYS = {
    "take": "Ctrl+T", "handover": "Ctrl+G", "allot": "Ctrl+Shift+G", "finish": "Ctrl+K", "suspend": "Ctrl+U",
    "resume": "Ctrl+U", "apologise": "Ctrl+H", "rate": "Ctrl+L",
    "forms": "Ctrl+Shift+P",
}  # fmt: skip
"""No two that are offered together share one."""

ELSEWHERE = frozenset({"ask_supplement", "refuse", "note", "edit", "bind"})
"""Offered by buttons of their own, or where the value itself stands."""


FORMS = "forms"


def words_of(name: str, file: CaseFile) -> str:
    """An action as a button names it; a hand-over by where the case goes."""
    if name == "handover" and (step := offers.onward(file.about)) and known(key := f"casework.onward.{step.role}"):
        return text(key)
    if name == "take" and offers.takes_next(file.about):
        return text("casework.take_up")
    key = f"casework.offer.{name}"
    return text(key) if known(key) else capital(str(lifecycle.label(name)))


def others(file: CaseFile) -> list[str]:
    """What is offered beside the usual step and the buttons of its own, in order."""
    usual = offers.usual(file.about)
    return [name for name in offers.offered(file.about) if name not in ELSEWHERE and name != usual]


_SHOWN = tuple(name for name in offers.OFFERED if name not in ELSEWHERE)


class Others(Pane):
    """`wanted(name)` is an action, or FORMS for the sheet of printed forms. Lines stay, and with them the keyboard."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(None)
        self._deeds = {name: self._deed(name) for name in (*_SHOWN, FORMS)}
        self.add(Text(text("casework.others"), "secondary", weight=STRONG), 2, *self._deeds.values())

    def _deed(self, name: str) -> Deed:
        deed = Deed("", ICONS[name], key=KEYS.get(name, ""))
        deed.clicked.connect(lambda: self.wanted.emit(name))
        return deed

    def show_case(self, file: CaseFile) -> None:
        """Offer what this case can have done to it."""
        shown = {FORMS, *others(file)}
        for name, deed in self._deeds.items():
            deed.setVisible(name in shown)
            if name in shown:
                deed.say(words_of(name, file), file.why_not(name) if name != FORMS else "")

    def deed(self, name: str) -> Deed:
        """The line of that action; hidden while it is not offered."""
        return self._deeds[name]
