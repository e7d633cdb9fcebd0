"""Backups of this PC: where they go by themselves, when the last one was written, one now, and how to restore."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from desk import Spoken
from desk.words import text
from sync.backup import daily, noted
from sync.backup.writing import KEPT, Written
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.notice import Notice
from ui.kit.text import Elided, Text
from ui.session import Session
from ui.settings.page import LABEL, Page, line
from ui.theme.tokens import STRONG
from ui.words_of_backup import size_of
from ui.words_of_delivery import moment


class BackupPage(Page):
    """Shows and changes the folder of backups; F9 writes one now."""

    def __init__(self, session: Session) -> None:
        super().__init__(text("backup.page.title"), text("backup.page.about", kept=KEPT))
        self._session = session
        self.folder = Elided("", "body")
        self.choose = Button(text("backup.page.choose"), icon="folder-open", height=38)
        self.stop = Button(text("backup.page.stop"), "quiet", icon="x", height=38)
        self.last = Text("", "secondary", wrap=True)
        self.trouble = Notice()
        self.now = Button(text("backup.page.now"), "primary", icon="download-simple", key="F9", height=38)
        self.how_far = Text("", "secondary", ink="text2")
        self.notice = Notice()
        self._lay()
        self.choose.clicked.connect(self._ask)
        self.stop.clicked.connect(lambda: self.set_folder(""))
        self.now.clicked.connect(self.write)
        session.backing.told.connect(self._show)
        session.backing.changed.connect(self._show)
        self.setFocusProxy(self.choose)
        self._show()

    def _lay(self) -> None:
        self.add(
            line(text("backup.page.folder"), (self.folder, 1), self.stop, self.choose),
            line(text("backup.page.last"), (self.last, 1)),
            self.trouble,
            row(self.now, self.how_far, None, margins=(LABEL + 8, 8, 0, 0)),
        )
        self.add(self.notice, 20)
        self.add(Text(text("backup.page.restore"), "section", weight=STRONG))
        steps = Pane(None, gap=8)
        for number in range(1, 5):
            words = text(f"backup.page.step_{number}", folder=text("backup.page.folder_like"))
            steps.add(
                row(
                    (Text(f"{number}.", "secondary", ink="text3"), Qt.AlignmentFlag.AlignTop),
                    (Text(words, "secondary", wrap=True), 1),
                )
            )
        self.add(steps, None)

    def set_folder(self, folder: str) -> None:
        """Let backups go there by themselves, "" for nowhere; today's is written at once."""
        self.notice.hide()
        try:
            elsewhere = daily.choose(self._session.desk, folder)
        except Spoken as error:
            self.notice.say(str(error), tone="late", seconds=0)
            return
        if folder and not elsewhere:
            self.notice.say(text("backup.page.same_disk"), tone="soon", seconds=0)
        self._session.backing.look()
        self._session.backing.changed.emit()

    def write(self) -> None:
        """Write a backup now, into the folder that is set, or one that is asked for."""
        if self._session.backing.under_way:
            return
        if folder := noted.of(self._session.desk).folder:
            self.notice.hide()
            self._session.backing.write(Path(folder), self._written, self._failed)
        else:
            self._ask()

    def _written(self, written: Written) -> None:
        if isValid(self):
            values = {"changes": written.changes, "path": written.path, "size": size_of(written.size)}
            self.notice.say(text("backup.written", **values))

    def _failed(self, error: Spoken) -> None:
        if isValid(self):
            self.notice.hide()  # what is noted of it stands above

    def _ask(self) -> None:
        start = noted.of(self._session.desk).folder or str(Path.home())
        if chosen := QFileDialog.getExistingDirectory(self, text("backup.page.choose"), start):
            self.set_folder(chosen)

    def _show(self) -> None:
        desk, backing = self._session.desk, self._session.backing
        now = noted.of(desk)
        self.folder.say(now.folder or text("backup.page.none"), ink="text" if now.folder else "text3")
        self.stop.setVisible(bool(now.folder))
        values = {"time": moment(now.at, desk.now()), "size": size_of(now.size), "changes": now.changes}
        self.last.say(text("backup.page.was", **values) if now.at else text("backup.page.never"))
        self.how_far.say(text("backup.page.under_way", share=backing.share) if backing.under_way else "")
        if now.reason and not backing.under_way:
            self.trouble.say(now.reason, tone="late", seconds=0)
        else:
            self.trouble.hide()
