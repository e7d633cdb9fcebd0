"""The sheet of a case's printed forms, 01 to 06: each opens in its preview, or says what it waits for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk import Refused, store
from desk.cases import Print
from desk.words import text
from sync import paperwork
from sync.desk import Desk
from ui.cases import saying
from ui.cases.casefile import CaseFile
from ui.casework.deed import Deed
from ui.kit.layout import Pane
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.theme.tokens import STRONG


class FormSheet(Sheet):
    """`chosen(form)` comes on a click, Enter, or the form's own number."""

    chosen = Signal(str)

    def __init__(self, over: QWidget, file: CaseFile, desk: Desk) -> None:
        body = Pane(None, gap=4, margins=(14, 14, 14, 16))
        super().__init__(over, text("casework.forms.title"), body, width=520)
        head = Text(f"{file.case.number} · {file.case.applicant_name}", "body", weight=STRONG, wrap=True)
        body.add(Pane(None, margins=(8, 0, 8, 6)).add(head))
        self.deeds = {form: self._deed(form, file, desk) for form in paperwork.FORMS}
        body.add(*self.deeds.values(), None)

    def _deed(self, form: str, file: CaseFile, desk: Desk) -> Deed:
        deed = Deed(text("casework.forms.line", form=form, name=saying.capital(text(f"case_page.form.{form}"))),
                    "printer", key=form[-1], hint=_printed(form, file, desk))  # fmt: skip
        deed.clicked.connect(lambda: self._choose(form))
        try:
            desk.demand("read")
            paperwork.occasion(desk, file.case, form)
        except Refused as missing:
            deed.say(deed.text(), saying.capital(str(missing.values.get("missing", missing))))
        return deed

    def _choose(self, form: str) -> None:
        self.close_sheet()
        self.chosen.emit(form)

    def start(self) -> None:
        """Open it, the keyboard on the first form."""
        self.open(next(deed for deed in self.deeds.values() if deed.isEnabled()))


def _printed(form: str, file: CaseFile, desk: Desk) -> str:
    """How often it was printed, and when last."""
    times = sorted(each.at for each in store.children(desk.db, Print, file.case.id) if each.form == form)
    if not times:
        return text("casework.forms.never")
    at = saying.moment(times[-1])
    return text("casework.forms.printed", count=len(times), time=saying.when(at, desk.now()) if at else times[-1])
