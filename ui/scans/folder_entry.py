"""The entry of the scanner's folder for the settings: which folder, and whether files are deleted from it."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desk import Refused
from desk.words import text
from ui.kit.button import Button
from ui.kit.check_box import CheckBox
from ui.kit.layout import Pane, row
from ui.kit.notice import Notice
from ui.kit.text import Elided, Text
from ui.scans.scanner import Scanner, ScannerWatch
from ui.session import Session
from ui.theme.tokens import STRONG


class ScannerFolderEntry(Pane):
    """Shows and changes the folder that the shelf watches."""

    def __init__(self, session: Session) -> None:
        super().__init__(None, gap=8)
        self._watch = ScannerWatch.of(session)
        self._folder = Elided("", "body")
        self.choose = Button(text("scans.folder.choose"), icon="folder-open", height=38)
        self.stop = Button(text("scans.folder.stop"), "quiet", icon="x", height=38)
        self.clear = CheckBox(text("scans.folder.clear"), on=self._watch.scanner.clear)
        self.notice = Notice()
        self.add(
            Text(text("scans.folder.title"), "section", weight=STRONG),
            Text(text("scans.folder.about"), "secondary", ink="text2", wrap=True),
            row((self._folder, 1), self.stop, self.choose), self.clear, self.notice,
        )  # fmt: skip
        self.choose.clicked.connect(self._ask)
        self.stop.clicked.connect(lambda: self.set_folder(""))
        self.clear.clicked.connect(lambda on: self.set_folder(self._watch.scanner.folder))
        self._show()

    def set_folder(self, folder: str) -> None:
        """Watch that folder, "" for none."""
        self.notice.hide()
        try:
            self._watch.set(Scanner(folder, self.clear.isChecked()))
        except Refused as error:
            self.notice.say(str(error), tone="late", seconds=0)
        self._show()

    def _ask(self) -> None:
        start = self._watch.scanner.folder or str(Path.home())
        if chosen := QFileDialog.getExistingDirectory(self, text("scans.folder.choose"), start):
            self.set_folder(chosen)

    def _show(self) -> None:
        folder = self._watch.scanner.folder
        self._folder.say(folder or text("scans.folder.none"), ink="text" if folder else "text3")
        self.stop.setVisible(bool(folder))
        if folder:
            self.clear.release()
        else:
            self.clear.hold(text("scans.folder.none"))
