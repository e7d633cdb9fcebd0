"""The procedures for citizens: sheets for the notice board, and one page for the web."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desk import Spoken
from desk.forms.board import board_pdf
from desk.procedures import publishing
from desk.procedures.procedure import Procedure
from desk.text import sort_key
from desk.words import text
from ui import saving
from ui.kit.button import Button
from ui.kit.choice import Choice
from ui.kit.layout import Pane
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.preview import Preview
from ui.preview_sheet import show_over
from ui.session import Session

PAGE = "index.html"


class Publishing(QObject):
    """The sheet in which field and form are chosen; `tell(words, tone)` says what was written."""

    def __init__(self, session: Session, over: QWidget, tell: Callable[[str, str], None]) -> None:
        super().__init__(over)
        self._session, self._tell, self._over = session, tell, over
        desk = session.desk
        self._day = desk.now().date()
        self._current = desk.catalogue.current(self._day)
        fields = sorted({each.field for each in self._current}, key=sort_key)
        every = text("catalogue_place.publish.every", count=len(self._current))
        self.field = Choice([("", every), *((each, each) for each in fields)], name=text("hints.field.field"))
        self.board = Button(text("catalogue_place.publish.board"), "primary", icon="push-pin", key="F9")
        self.web = Button(text("catalogue_place.publish.web"), icon="globe", key="Ctrl+S", height=42)
        self.said = Text("", "secondary", ink="text2", wrap=True)
        body = Pane(None, margins=(20, 16, 20, 16), gap=14)
        body.add(Text(text("catalogue_place.publish.about"), "secondary", ink="text2", wrap=True))
        body.add(self.field, self.web, self.said, None)
        self.sheet = Sheet(over.window(), text("catalogue_place.publish.title"), body)
        self.sheet.foot((self.board, 1))
        self.board.clicked.connect(self.show_board)
        self.web.clicked.connect(self.ask_folder)
        self.sheet.closed.connect(self.sheet.deleteLater)
        self.sheet.open(self.field)

    def chosen(self) -> list[Procedure]:
        """The procedures of the field that is chosen."""
        return [each for each in self._current if self.field.chosen() in ("", each.field)]

    def _office(self) -> str:
        return self._session.desk.office.name or self._session.desk.office.code

    def show_board(self) -> None:
        """Make the sheets beside the work, then show them as they will be on paper."""
        found, office, day = self.chosen(), self._office(), self._day
        self.board.hold(text("catalogue_place.publish.making"))
        self.said.say(text("catalogue_place.publish.making"))
        self._session.background.run(lambda: board_pdf(found, office, day), self._preview, self._failed)

    def _preview(self, pdf: bytes) -> None:
        self.sheet.close_sheet()
        title = text("catalogue_place.publish.board")
        preview = Preview(lambda _: pdf, title=office_line(self._office()), file_name="niem-yet.pdf", size="A4")
        preview.size_choice.hide()
        show_over(self._over, preview, title)

    def ask_folder(self) -> None:
        """Ask for the folder of the web page and write it there."""
        chosen = QFileDialog.getExistingDirectory(self._over, text("catalogue_place.publish.folder"), str(Path.home()))
        if chosen:
            self.write(Path(chosen))

    def write(self, folder: Path) -> None:
        """Write the page into that folder."""
        found, office, day = self.chosen(), publishing.Office(self._office()), self._day
        self.said.say(text("catalogue_place.publish.making"))

        def made() -> Path:
            saving.write_whole(folder / PAGE, publishing.page(found, office, day).encode())
            return folder / PAGE

        self._session.background.run(made, lambda path: self._written(path, len(found)), self._failed)

    def _written(self, path: Path, count: int) -> None:
        self.sheet.close_sheet()
        self._tell(text("publish.done", count=count, file=path), "ok")

    def _failed(self, error: BaseException) -> None:
        self.board.release()
        if not isinstance(error, Spoken):
            raise error
        self.said.say(str(error), ink="late")


def office_line(office: str) -> str:
    """The title of the preview: whose list it is."""
    return f"{text('publish.page.heading')} · {office}"
