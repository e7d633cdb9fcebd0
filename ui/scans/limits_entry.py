"""The entry of scans on their way for the settings: how much of the line they take, when, and what is kept here."""

from dataclasses import replace

from desk import Spoken
from desk.words import text
from sync.scans import limits
from ui.kit.button import Button
from ui.kit.check_box import CheckBox
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.notice import Notice
from ui.kit.text import Text
from ui.session import Session
from ui.theme.tokens import STRONG

WIDE = 220


class LimitsEntry(Pane):
    """Shows and changes the limits of this PC; they hold from the next file on."""

    def __init__(self, session: Session) -> None:
        super().__init__(None, gap=10)
        self._session, now = session, limits.of(session.desk)
        self.kbps = Field(text("scans_window.kbps"), labelled=True, placeholder=text("scans_window.any"))
        self.kbps.set_text(str(now.kbps) if now.kbps else "")
        self.hours = Field(text("scans_window.hours"), labelled=True, placeholder=text("scans_window.hours_like"))
        self.hours.set_text(now.hours)
        for field in (self.kbps, self.hours):
            field.setFixedWidth(WIDE)
            field.entered.connect(self.save)
        self.everything = CheckBox(text("scans_window.everything"), on=now.everything)
        self.paused = CheckBox(text("scans_window.paused"), on=now.paused)
        self.keep = Button(text("scans_window.keep"), key="Ctrl+S", height=38)
        self.notice = Notice()
        self.keep.clicked.connect(self.save)
        self._fill()

    def _fill(self) -> None:
        self.add(
            Text(text("scans_window.limits"), "section", weight=STRONG),
            Text(text("scans_window.limits_about"), "secondary", ink="text2", wrap=True),
            row(self.kbps, self.hours, None, gap=12), self.everything, self.paused, row(self.keep, None), self.notice,
        )  # fmt: skip

    def save(self) -> None:
        """Let what stands here hold from now on."""
        written = self.kbps.text().strip()
        if written and not written.isdecimal():
            self.kbps.refuse(text("scans_travel.bad_kbps", most=limits.MOST_KBPS))
            return
        wanted = replace(
            limits.of(self._session.desk), kbps=int(written or 0), hours=self.hours.text().strip(),
            everything=self.everything.isChecked(), paused=self.paused.isChecked(),
        )  # fmt: skip
        try:
            now = limits.put(self._session.desk, wanted)
        except Spoken as error:
            {"kbps": self.kbps, "hours": self.hours}[str(error.values.get("field", "hours"))].refuse(str(error))
            return
        self.hours.set_text(now.hours)
        self.notice.say(text("scans_window.kept"))
        self._session.scans.go()
