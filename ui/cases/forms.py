"""The printed forms of a case over the window, as they will be on paper; once printed or saved, the case says so."""

from PySide6.QtWidgets import QWidget

from desk.words import text
from sync import paperwork
from ui.cases.casefile import CaseFile
from ui.cases.saying import capital
from ui.kit.sheet import Sheet
from ui.own_wording import warn
from ui.preview import Preview
from ui.session import Session

_WIDE = 720


def show_form(session: Session, over: QWidget, file: CaseFile, form: str) -> Preview:
    """The preview of a form of `paperwork.FORMS` in a sheet over the window."""
    desk, case = session.desk, file.case
    first = "A4" if form == paperwork.CONTROL else "A5"
    preview = Preview(
        lambda size: paperwork.form_pdf(desk, case, form, size),
        title=case.number,
        file_name=f"{case.number}-{form}.pdf",
        size=first,
    )
    warn(preview, desk, form)
    sheet = Sheet(over, capital(text(f"case_page.form.{form}")), preview, width=_WIDE)

    def keep(_: str) -> None:
        session.do(lambda hand: paperwork.form_printed(case, form, hand))

    preview.printed.connect(keep)
    preview.saved.connect(keep)
    preview.closed.connect(sheet.close_sheet)
    sheet.closed.connect(preview.close)
    sheet.closed.connect(sheet.deleteLater)
    sheet.open(preview.print_button)
    return preview
