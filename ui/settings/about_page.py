"""What this program is, whose PC this is, and where its data lies."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desk.words import text
from ui.kit.button import Button
from ui.kit.layout import row
from ui.kit.text import Text
from ui.session import Session
from ui.settings.page import LABEL, Page, line
from ui.version import VERSION


class AboutPage(Page):
    """Program, office, PC, folder."""

    def __init__(self, session: Session) -> None:
        super().__init__(text("settings.about"))
        desk, folder = session.desk, session.folder
        for name, value in (
            ("program", f"{text('shell.name')} {VERSION}"),
            ("office", f"{desk.office.name} ({desk.office.code})"),
            ("pc", f"{desk.device.name} · {desk.device.id}"),
            ("folder", str(folder or "")),
        ):
            if value:
                self.add(line(text(f"settings.{name}"), (Text(value, "secondary", wrap=True, selectable=True), 1)))
        if folder:
            show = Button(text("settings.open_folder"), icon="folder-open", height=32)
            show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
            self.add(row(show, None, margins=(LABEL + 8, 4, 0, 0)))
        self.add(None)
