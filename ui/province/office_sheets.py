"""The sheets about an office and its PCs: a name, a PC let enrol others, one taken out, keys recovered."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desk import Spoken
from desk.words import text
from sync.keys.member import Member
from sync.province import acts
from sync.province.secret import Secret
from ui.joining.meaning import Meaning
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Item, Pane, row
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.province.hand import Hand
from ui.theme.tokens import STRONG


class _Asking(QObject):
    """A sheet with one action, open when made; `done(code)` comes when it was taken."""

    done = Signal(str)

    def __init__(self, over: QWidget, hand: Hand, code: str, title: str, action: Button, *items: Item) -> None:
        super().__init__(over)
        self.hand, self.code, self.go = hand, code, action
        self.wrong = Banner("late", "")
        self.wrong.hide()
        body = Pane(None, margins=(20, 16, 20, 16), gap=14).add(*items, self.wrong, None)
        self.sheet = Sheet(over, title, body)
        self.sheet.foot((action, 1))
        self.sheet.closed.connect(self.sheet.deleteLater)
        self.sheet.closed.connect(self.deleteLater)
        action.clicked.connect(lambda: hand.with_secret(self._try))

    def _try(self, secret: Secret) -> None:
        try:
            said = self.act(secret)
        except Spoken as refused:
            self.refuse(refused)
            return
        if said:
            self.sheet.close_sheet()
            self.hand.renew(self.code)
            self.hand.told.emit("ok", said)
            self.hand.send(self.code)
            self.done.emit(self.code)

    def act(self, secret: Secret) -> str:
        """Do it; what to say then, "" where something is missing. Raises a Spoken error."""
        raise NotImplementedError

    def refuse(self, refused: Spoken) -> None:
        """Say why not."""
        self.wrong.say("late", str(refused))
        self.wrong.show()


class Naming(_Asking):
    """A new office, or another name for one."""

    def __init__(self, over: QWidget, hand: Hand, code: str, name: str) -> None:
        self._new, self._begins = not code, False
        self.code_field = Field(text("province_window.office_code"), text=code, labelled=True, placeholder="00562")
        self.name = Field(text("province_window.office_name"), text=name, labelled=True)
        title = text("province_window.add_office" if self._new else "province_window.rename_title")
        action = text("province_window.add_office" if self._new else "province_window.rename_go")
        go = Button(action, "primary", icon="check", key="F9")
        fields = (self.code_field, self.name) if self._new else (self.name,)
        about = Text(text("province_window.office_name_hint"), "small", ink="text3", wrap=True)
        super().__init__(over, hand, code, title, go, *fields, about)
        self.code_field.entered.connect(self.name.setFocus)
        self.name.entered.connect(go.click)
        self.sheet.open(fields[0])

    def act(self, secret: Secret) -> str:
        """Begin the office, or rename it."""
        code, name = self.code_field.text(), self.name.text()
        if not name:
            self.name.refuse(text("province_window.name_missing"))
            self.name.setFocus()
            return ""
        if self._new and code in self.hand.offices:
            self.code_field.refuse(text("province_window.office_exists"))
            self.code_field.setFocus()
            return ""
        roster = acts.open_office(self.hand.folder, secret, code, name, new=self._begins)
        self.code = roster.office
        return text("province_window.office_kept", name=roster.name)

    def _learnt(self, begins: bool) -> None:
        self._begins = begins
        self.hand.with_secret(self._try)

    def refuse(self, refused: Spoken) -> None:
        """A code that can be none stands at its field; what has to be learnt first is learnt, where it can be."""
        if refused.key == "province.learn_first" and self.hand.linked:
            self.hand.learn(self.code_field.text(), self._learnt)
        elif getattr(refused, "field", "") == "office" and self._new:
            self.code_field.refuse(str(refused))
            self.code_field.setFocus()
        else:
            super().refuse(refused)


class Delegating(_Asking):
    """Lets a PC enrol and revoke others of its office, or takes that back."""

    def __init__(self, over: QWidget, hand: Hand, code: str, member: Member) -> None:
        self._member, self._takes_back = member, hand.offices[code].roster.may_enrol(member.id)
        key = "withdraw" if self._takes_back else "delegate"
        self.first = Field(text("province_window.first_number"), text="80", labelled=True)
        self.last = Field(text("province_window.last_number"), text="89", labelled=True)
        go = Button(text(f"province_window.{key}"), "primary", icon="handshake", key="F9")
        items: list[Item] = [Meaning(text(f"province_window.{key}_means", name=member.name))]
        if not self._takes_back:
            items += [row((self.first, 1), (self.last, 1), gap=12)]
            items += [Text(text("province_window.numbers_hint"), "small", ink="text3", wrap=True)]
        super().__init__(over, hand, code, text(f"province_window.{key}_title", name=member.name), go, *items)
        self.first.entered.connect(self.last.setFocus)
        self.last.entered.connect(go.click)
        self.sheet.open(go if self._takes_back else self.first)

    def act(self, secret: Secret) -> str:
        """Let it, or no longer."""
        if self._takes_back:
            acts.withdraw(self.hand.folder, secret, self.code, self._member.id)
            return text("province_window.withdrawn", name=self._member.name)
        for field in (self.first, self.last):
            if not field.text().isdecimal():
                field.refuse(text("province_window.number_wrong"))
                field.setFocus()
                return ""
        numbers = range(int(self.first.text()), int(self.last.text()) + 1)
        acts.delegate(self.hand.folder, secret, self.code, self._member.id, numbers)
        return text("province_window.delegated", name=self._member.name)


class Revoking(_Asking):
    """Takes a PC out: what that means, the last change that stands, and why."""

    def __init__(self, over: QWidget, hand: Hand, code: str, member: Member) -> None:
        self._member = member
        self.reason = Field(text("province_window.reason"), labelled=True, placeholder=text("province_window.why_like"))
        self.last = Field(text("province_window.last_change"), labelled=True)
        go = Button(text("province_window.revoke_go"), "primary", icon="prohibit", key="F9")
        title = text("province_window.revoke_title", name=member.name)
        hint = Text(text("province_window.last_change_hint"), "small", ink="text3", wrap=True)
        means = Meaning(text("province_window.revoke_means", name=member.name))
        super().__init__(over, hand, code, title, go, means, self.reason, self.last, hint)
        self.reason.entered.connect(go.click)
        self._show_last(hand.offices[code].heads.get(member.id))
        self.sheet.open(self.reason)
        if hand.linked:
            hand.ask([code], lambda: self._show_last(hand.offices[code].heads.get(member.id, 0)))

    def _show_last(self, last: int | None) -> None:
        """Offer the last change that the server holds; nothing where that is not known here."""
        if not self.last.edit.isModified():
            self.last.set_text("" if last is None else str(last))

    def act(self, secret: Secret) -> str:
        """Take it out; without a reason nothing happens."""
        if not self.reason.text():
            self.reason.refuse(text("province_window.reason_missing"))
            self.reason.setFocus()
            return ""
        if not self.last.text().isdecimal():
            self.last.refuse(text(f"province_window.{'number_wrong' if self.last.text() else 'last_unknown'}"))
            self.last.setFocus()
            return ""
        last = int(self.last.text())
        acts.revoke(self.hand.folder, secret, self.code, self._member.id, last, self.reason.text())
        return text("province_window.revoked", name=self._member.name, last=last)


class Recovering(_Asking):
    """Writes the content keys of an office into files: whoever has them reads its cases."""

    def __init__(self, over: QWidget, hand: Hand, code: str) -> None:
        go = Button(text("province_window.recover_go"), "primary", icon="key", key="F9")
        office = Text(hand.offices[code].roster.name or code, "body", weight=STRONG, wrap=True)
        means = Meaning(text("province_window.recover_means"), tone="late")
        super().__init__(over, hand, code, text("province_window.recover"), go, office, means)
        self.folder: Path | None = None
        self.sheet.open(go)

    def act(self, secret: Secret) -> str:
        """Ask for a folder and write them."""
        if self.folder is None:
            chosen = QFileDialog.getExistingDirectory(
                self.sheet, text("province_window.recover_where"), str(Path.home())
            )  # fmt: skip
            if not chosen:
                return ""
            self.folder = Path(chosen)
        files = acts.write_keys(self.hand.folder, secret, self.code, self.folder)
        return text("province_window.recovered", count=len(files), folder=self.folder)
