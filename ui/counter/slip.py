"""The slip of a case, opened to print; the print is written down when it is on its way."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk.cases import Case
from desk.words import text
from sync import paperwork
from ui.session import Session

WIDEST, LEAST_HEIGHT = 860, 360


def open_slip(session: Session, case: Case, over: QWidget) -> None:
    """Show form 01 of a case exactly as it will print, in a window of its own before `over`."""
    from ui.preview import Preview

    desk = session.desk
    preview = Preview(
        lambda size: paperwork.slip_pdf(desk, case, size),
        title=text("counter.slip", number=case.number), file_name=f"{case.number}.pdf",
    )  # fmt: skip
    preview.setParent(over, Qt.WindowType.Window)
    preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def printed() -> None:
        session.do(lambda hand: paperwork.slip_printed(case, hand))

    preview.printed.connect(printed)
    preview.saved.connect(printed)
    preview.printed.connect(preview.close)
    preview.resize(min(WIDEST, over.width() - 40), max(LEAST_HEIGHT, over.height() - 60))
    preview.show()
