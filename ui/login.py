"""The first screen of the day: who is it, and the password. Knows no file and no key; it calls `unlock`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from desk import Spoken, words
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.languages import languages
from ui.kit.layout import Pane, column, row
from ui.kit.radio_row import RadioRow
from ui.kit.scroll import scrolled
from ui.kit.text import Icon, Text
from ui.shell.mark import Mark
from ui.shell.status_line import LIGHTS, StatusSentence, date_only
from ui.theme.tokens import STRONG

PAUSES = (0, 0, 5, 10, 30, 60)  # seconds to wait after the 1st, 2nd, ... wrong password; the last one holds on
_FORM, _SIDE, _OFFICERS_SHOWN = 400, 480, 4


def pause(count: int) -> int:
    """Seconds to wait after `count` wrong passwords in a row."""
    return PAUSES[min(count, len(PAUSES)) - 1] if count else 0


class LogIn(Pane):
    """The log-in screen.

    `officers` are (login, name) pairs known on this PC, the last one at work first. `unlock(login, password)` opens
    the desk or raises Refused (wrong password; its value `seconds`, if any, is the wait asked for) or another error
    the person can read. `unlocked` carries what it returned; `language_chosen` asks for the screen in 'vi' or 'en'.
    """

    unlocked = Signal(object)
    language_chosen = Signal(str)

    def __init__(
        self,
        office: str,
        officers: Sequence[tuple[str, str]],
        unlock: Callable[[str, str], Any],
        *,
        pc: str = "",
        version: str = "",
        status: StatusSentence | None = None,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__("surface", across=True)
        self._unlock, self._count, self._seconds = unlock, 0, 0
        self._form = _Form(officers)
        self._form.open.clicked.connect(self._try)
        self._form.password.entered.connect(self._try)
        self._form.login.entered.connect(self._form.password.setFocus)
        self._form.language.changed.connect(self.language_chosen)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)
        self._side = _Welcome(office, pc, version, status, now)
        self.add((self._side, 0), (scrolled(self._form, sideways=True), 1))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._form.first().setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= _SIDE + _FORM + 80)

    def _try(self) -> None:
        if self._seconds or not self._form.complete():
            return
        self._form.busy(True)
        QTimer.singleShot(20, self, self._open)  # lets the button say so before the key is stretched

    def _open(self) -> None:
        try:
            opened = self._unlock(self._form.who(), self._form.password.text())
        except Spoken as refused:
            self._form.busy(False)
            self._refuse(refused)
        else:
            self._form.busy(False)
            self._count = 0
            self._form.forget()
            self.unlocked.emit(opened)

    def _refuse(self, refused: Spoken) -> None:
        self._count += 1
        self._seconds = int(refused.values.get("seconds", pause(self._count)))
        key = "login.wait" if self._seconds else "login.tried" if self._count > 1 else ""
        if refused.key == "vault.locked":  # says itself how long
            key = ""
        text = words.text(key, words=refused, count=self._count, seconds=self._seconds) if key else str(refused)
        self._form.forget()
        self._form.password.refuse(text)
        self._form.password.setFocus()
        if self._seconds:
            self._form.wait(self._seconds)
            self._second.start()

    def _tick(self) -> None:
        self._seconds -= 1
        self._form.wait(self._seconds)
        if not self._seconds:
            self._second.stop()


class _Welcome(Pane):
    """The left half: whose desk this is, what day it is, how things stand."""

    def __init__(
        self, office: str, pc: str, version: str, status: StatusSentence | None, now: Callable[[], datetime]
    ) -> None:
        super().__init__("rail", edges="r", margins=(48, 44, 48, 32), gap=0)
        self.setMinimumWidth(_SIDE)
        self.setMaximumWidth(_SIDE + 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._now = now
        self._time, self._date = Text("", "figure", weight=STRONG), Text("", "body", ink="text2")
        self.add(row(Mark(40), Text(words.text("shell.name"), "section", weight=STRONG), None, gap=12), None)
        name, _, place = office.partition(", ")
        self.add(Text(name, "figure", weight=STRONG, wrap=True), Text(place, "section", ink="text2", wrap=True), 10)
        self.add(Text(pc, "body", ink="text2", wrap=True), 40)
        self.add(self._time, 2, self._date, None)
        sentence = status or StatusSentence("ok", (words.text("login.offline"),))
        said = Text(str(sentence), "secondary", ink="text2", wrap=True)
        light = Icon(LIGHTS[sentence.light], 18, sentence.light, meaning=words.text(f"shell.light.{sentence.light}"))
        self.add(row((light, Qt.AlignmentFlag.AlignTop), (said, 1), gap=10), 20)
        self.add(Text(words.text("login.version", version=version), "small", ink="text3"))
        timer = QTimer(self)
        timer.timeout.connect(self._tell_time)
        timer.start(5_000)
        self._tell_time()

    def _tell_time(self) -> None:
        at = self._now()
        self._time.say(f"{at:%H:%M}")
        self._date.say(date_only(at))


class _Form(Pane):
    """The right half: officer, password, the one button."""

    def __init__(self, officers: Sequence[tuple[str, str]]) -> None:
        super().__init__("surface", margins=(40, 32, 40, 24), gap=0)
        self._logins = [login for login, _ in officers]
        self._rows = QButtonGroup(self)
        self.login = Field(words.text("login.login"), labelled=True, icon="user", height=44)
        self.password = Field(words.text("login.password"), labelled=True, icon="lock-key", secret=True, height=44)
        self._hint = Banner("soon", "", icon="keyboard", pad=6)
        self.open = Button(words.text("login.open"), "primary", icon="arrow-right", key="Enter", bind=False)
        self.language = languages()
        self._hint.hide()
        inner = QWidget()
        inner.setFixedWidth(_FORM)
        inner.setLayout(self._column(officers))
        self.add(None, row(None, inner, None), 16, None, row(None, self.language))
        self.password.edit.installEventFilter(self)
        self.password.edited.connect(self._watch_letters)
        self._rows.idToggled.connect(self._turn_to)
        self._turn_to()

    def _column(self, officers: Sequence[tuple[str, str]]) -> Any:
        title = Text(words.text("login.title"), "due", weight=STRONG)
        who = Text(words.text("login.who" if officers else "login.who_unknown"), "body", ink="text2", wrap=True)
        found = column(title, 2, who, 20, gap=0)
        if officers:
            found.addWidget(self._known(officers))
            found.addSpacing(16)
        for item in (self.login, self.password, self._hint):
            found.addWidget(item)
            found.addSpacing(12)
        found.addSpacing(8)
        found.addWidget(self.open)
        return found

    def _known(self, officers: Sequence[tuple[str, str]]) -> QWidget:
        pane = Pane(None, gap=6)
        pane.setAccessibleName(words.text("login.officers"))
        rows = [RadioRow(name, login if login != name else "") for login, name in officers]
        rows.append(RadioRow(words.text("login.someone_else"), words.text("login.someone_else_hint")))
        for number, each in enumerate(rows):
            self._rows.addButton(each, number)
            pane.add(each)
        rows[0].setChecked(True)
        if len(rows) <= _OFFICERS_SHOWN:
            return pane
        area = scrolled(pane)
        area.setFixedHeight(_OFFICERS_SHOWN * (rows[0].height() + 6))
        return area

    def first(self) -> QWidget:
        """Where the keyboard starts: the password when somebody is known here, else the login name."""
        return self.password if self._logins else self.login

    def who(self) -> str:
        """The login name chosen or typed."""
        number = self._rows.checkedId()
        return self._logins[number] if 0 <= number < len(self._logins) else self.login.text()

    def complete(self) -> bool:
        """Whether both are there; says what is missing otherwise."""
        for field, key in ((self.login, "login.login_missing"), (self.password, "login.password_missing")):
            missing = not (self.who() if field is self.login else field.text())
            if missing:
                field.refuse(words.text(key))
                field.setFocus()
                return False
        return True

    def busy(self, on: bool) -> None:
        """Say that the desk is being opened."""
        self.open.setText(words.text("login.opening" if on else "login.open"))
        self.open.setEnabled(not on)

    def wait(self, seconds: int) -> None:
        """Say how long until the next try; 0 lets it go on."""
        if seconds:
            self.open.setText(words.text("login.waiting", seconds=seconds))
            self.open.hold(words.text("login.waiting", seconds=seconds))
        else:
            self.open.setText(words.text("login.open"))
            self.open.release()

    def forget(self) -> None:
        """Take the password out of the field."""
        self.password.set_text("")
        self._hint.hide()

    def _turn_to(self) -> None:
        known = 0 <= self._rows.checkedId() < len(self._logins)
        self.login.setVisible(not known)
        self.password.allow()

    def _watch_letters(self, text: str) -> None:
        if not text.isascii():
            self._warn("login.typing_tool")
        elif self._hint.accessibleName() == words.text("login.typing_tool"):
            self._hint.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._watch_caps(event)
        return super().eventFilter(watched, event)

    def _watch_caps(self, event: QKeyEvent) -> None:
        letter, shift = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_CapsLock:
            self._hint.hide()
        elif letter.isalpha() and letter.isascii():
            if letter.isupper() != shift:
                self._warn("login.caps")
            else:
                self._hint.hide()

    def _warn(self, key: str) -> None:
        self._hint.say("soon", words.text(key), icon="keyboard")
        self._hint.show()
