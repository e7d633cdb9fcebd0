"""USB sticks in the window: a file is written from the panel of delivery; one is taken in after a look at it."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desk import Spoken
from desk.scans import scan_words
from desk.words import text
from sync.carriers.bundle_in import Preview, Taken
from sync.carriers.bundle_out import Written
from sync.scans import scan_bundle, travel
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.check_box import CheckBox
from ui.kit.layout import Pane
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.session import Session
from ui.words_of_arriving import of_file
from ui.words_of_bundles import amiss, said, scans_taken, scans_written, what_was_written


class StickLine(Pane):
    """The two buttons for the foot of the delivery panel, and what came of them."""

    def __init__(self, session: Session) -> None:
        super().__init__(None, gap=0, margins=(0, 14, 0, 0))
        self._session = session
        self._write = Button(text("bundle.window.write"), icon="export", key="F5")
        self._read = Button(text("bundle.window.read"), icon="download-simple", key="F6")
        self._write.setToolTip(text("bundle.window.write_what"))
        self._write.clicked.connect(self.ask_folder)
        self._read.clicked.connect(self.ask_file)
        self._said = Banner("accent", "")
        self._said.hide()
        waiting = travel.queue(session.desk)
        size = scan_words.size(waiting.bytes)
        self.scans = CheckBox(text("scans_window.on_stick", count=waiting.waiting, size=size), on=True)
        self.scans.setVisible(bool(waiting.waiting))
        self.add(self.scans, self._said)

    @property
    def buttons(self) -> tuple[Button, Button]:
        """Write, read."""
        return self._write, self._read

    def ask_folder(self) -> None:
        """Ask where the stick is, and write."""
        if chosen := QFileDialog.getExistingDirectory(self, text("bundle.window.choose_folder"), str(Path.home())):
            self.write(Path(chosen))

    def ask_file(self) -> None:
        """Ask which file, and show what it would bring."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, text("bundle.window.choose_file"), str(Path.home()), text("bundle.window.files")
        )  # fmt: skip
        if chosen:
            self.look(Path(chosen))

    def write(self, path: Path) -> None:
        """Write to a folder, saying when the stick may be pulled."""
        self._say("wait", text("bundle.window.working"))
        self._session.stick.write(self, path, self._written, lambda error: self._say("late", str(error)))

    def look(self, path: Path) -> None:
        """Open what a file would bring, over the window."""
        sheet = usb_sheet(self.window(), self._session, path)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _written(self, written: Written) -> None:
        said = what_was_written(written, written.file.name)
        if self.scans.isHidden() or not self.scans.isChecked():
            self._say("ok", said)
            return
        self._session.stick.write_scans(
            self, written.file,
            lambda scans: self._say("ok", " ".join((said, *scans_written(scans, scans.file.name)))),
            lambda error: self._say("late", f"{said} {error}"),
        )  # fmt: skip

    def _say(self, tone: str, words: str) -> None:
        self._said.say(tone, words)
        self._said.show()
        for button in self.buttons:
            button.setEnabled(tone != "wait")


def usb_sheet(over: QWidget, session: Session, path: Path) -> Sheet:
    """A sheet that says what a file would bring, takes it in on F9, and says what came of it."""
    body = _File(session, path)
    sheet = Sheet(over, text("bundle.window.title"), body)
    sheet.foot((body.take, 1))
    return sheet


class _File(Pane):
    def __init__(self, session: Session, path: Path) -> None:
        super().__init__(None, gap=12, margins=(20, 14, 20, 20))
        self._session, self._path = session, path
        self.take = Button(text("bundle.window.take"), "primary", key="F9")
        self.take.clicked.connect(self._take)
        self.take.setEnabled(False)
        self._said = Banner("wait", text("bundle.window.working"))
        self.add(Text(path.name, "secondary", ink="text2", wrap=True), self._said, None)
        self._scans = scan_bundle.is_scans(path)
        if self._scans:
            self._said.say("accent", text("scans_window.stick_file"))
            self.take.setEnabled(True)
        else:
            session.stick.preview(self, path, self._show, self._refused)

    def _show(self, found: Preview) -> None:
        self._said.say("conflict" if found.conflicts or found.aside else "accent", " ".join(of_file(found)))
        self.take.setEnabled(True)

    def _take(self) -> None:
        self.take.setEnabled(False)
        self._said.say("wait", text("bundle.window.working"))
        stick = self._session.stick
        if self._scans:
            stick.read_scans(self, self._path, self._took_scans, self._refused)
        else:
            stick.read(self, self._path, self._taken, self._refused)

    def _took_scans(self, taken: scan_bundle.Taken) -> None:
        self._said.say("ok", scans_taken(taken))
        for sha256 in taken.hashes:
            self._session.scans.came.emit(sha256)
        self._session.scans.recount()

    def _taken(self, taken: Taken) -> None:
        lines = [*said(taken), *amiss(taken)]
        self._said.say("late" if amiss(taken) else "conflict" if taken.conflicts else "ok", " ".join(lines))
        self._session.syncing.told.emit(self._session.syncing.delivery)

    def _refused(self, error: Spoken) -> None:
        self._said.say("late", str(error))
