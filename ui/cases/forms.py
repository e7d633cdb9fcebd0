"""The printed forms of a case over the window, as they will be on paper; once printed or saved, the case says so."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desk import cases, forms
from desk.words import text
from sync import paperwork
from ui.cases.casefile import CaseFile
from ui.cases.saying import capital
from ui.kit.sheet import Sheet
from ui.preview import Preview
from ui.session import Session

COPIES = {"01": 2, "02": 2, "03": 2}
_WIDE = 720


def maker(session: Session, file: CaseFile, form: str, items: Sequence[str] = ()) -> Callable[[str], bytes]:
    """Makes form 01, 02 or 03 in a size; `items` are what is to be completed, or the reasons of a refusal."""
    desk, case = session.desk, file.case
    said, at = paperwork.slip(desk, case), desk.hand().at
    if form == "02":
        return lambda size: forms.supplement_pdf(said, items, at=at, contact=desk.officer.name, size=size)
    if form == "03":
        return lambda size: forms.refusal_pdf(said, items, at=at, size=size)
    return lambda size: paperwork.slip_pdf(desk, case, size)


def show_form(session: Session, over: QWidget, file: CaseFile, form: str, items: Sequence[str] = ()) -> Preview:
    """The preview of a form in a sheet over the window."""
    name = text(f"case_page.form.{form}")
    preview = Preview(
        maker(session, file, form, items), title=file.case.number, file_name=f"{file.case.number}-{form}.pdf"
    )
    sheet = Sheet(over, capital(name), preview, width=_WIDE)

    def keep(_: str) -> None:
        session.do(
            lambda hand: cases.printed(
                file.case, form, copies=COPIES[form], now=hand.at, new_id=hand.new_id, by=hand.by
            )
        )

    preview.printed.connect(keep)
    preview.saved.connect(keep)
    preview.closed.connect(sheet.close_sheet)
    sheet.closed.connect(preview.close)
    sheet.closed.connect(sheet.deleteLater)
    sheet.open(preview.print_button)
    return preview
