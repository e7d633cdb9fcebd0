"""The banner of a case in conflict: which field, how many values, from which PCs, and the way to settle it."""

from PySide6.QtCore import Signal

from desk.cases import field_label
from desk.words import text
from sync.desk import Desk
from ui.cases.casefile import CaseFile
from ui.kit.banner import Banner
from ui.kit.button import Button


class DisputeBanner(Banner):
    """Hidden while nothing is in conflict. `settle_wanted(field)` comes from its button."""

    settle_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        self._field = ""
        self._choose = Button(text("case_page.choose_short"), height=32)
        self._choose.clicked.connect(lambda: self.settle_wanted.emit(self._field))
        super().__init__("conflict", "", actions=[self._choose])
        self._desk = desk
        self.hide()

    def show_case(self, file: CaseFile) -> None:
        """Speak of that case."""
        self.setVisible(bool(file.disputes))
        if not file.disputes:
            return
        self._field, versions = next(iter(file.disputes.items()))
        devices = text("case_page.and").join(
            dict.fromkeys(self._desk.device_name(version.device) for version in versions[:3])
        )
        lead = text("case_page.disputed", field=field_label(self._field), count=len({repr(v.value) for v in versions}))
        more = len(file.disputes) - 1
        rest = text("case_page.disputed_more", count=more) if more else text("case_page.disputed_hint")
        self.say("conflict", text("case_page.disputed_from", devices=devices, rest=rest), lead=lead)
