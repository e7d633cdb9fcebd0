"""A form of a case, opened to print; the print is written down when it is on its way."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk.cases import Case
from desk.words import text
from sync import paperwork
from ui.own_wording import warn
from ui.preview import Preview
from ui.session import Session

WIDEST, LEAST_HEIGHT = 860, 360


def open_form(session: Session, case: Case, over: QWidget, form: str = paperwork.SLIP) -> None:
    """Show a form of a case (01 is its slip) exactly as it will print, in a window of its own before `over`."""
    desk = session.desk
    preview = Preview(
        lambda size: paperwork.form_pdf(desk, case, form, size),
        title=text(f"counter.form.{form}", number=case.number), file_name=f"{case.number}-{form}.pdf",
    )  # fmt: skip

    def printed() -> None:
        session.do(lambda hand: paperwork.form_printed(case, form, hand))

    preview.printed.connect(printed)
    preview.saved.connect(printed)
    preview.printed.connect(preview.close)
    warn(preview, desk, form)
    open_preview(preview, over)


def open_preview(preview: Preview, over: QWidget) -> None:
    """Show a preview in a window of its own before `over`."""
    preview.setParent(over, Qt.WindowType.Window)
    preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    preview.resize(min(WIDEST, over.width() - 40), max(LEAST_HEIGHT, over.height() - 60))
    preview.show()
