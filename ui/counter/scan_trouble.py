"""Why a card's code was not taken, or what is doubtful about one that was: one sentence, and the way on."""

from PySide6.QtCore import Signal

from desk.people.identity_card import CardError
from desk.words import text
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.layout import Pane


class ScanTrouble(Pane):
    """`number_wanted(str)` takes the identity number when the scan held nothing else."""

    number_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(None)
        self._number = ""
        self._use = Button(text("counter.scan.use"), height=28)
        self._away = Button("", "quiet", icon="x", height=28, name=text("counter.scan.away"))
        self._banner = Banner("soon", "", icon="qr-code", actions=[self._use, self._away])
        self._use.clicked.connect(lambda: self.number_wanted.emit(self._number))
        self._use.clicked.connect(self.hide)
        self._away.clicked.connect(self.hide)
        self.add(self._banner)
        self.hide()

    def say(self, error: CardError) -> None:
        """Show it."""
        self._number = error.number
        self._use.setVisible(bool(error.number))
        self._banner.say("soon", str(error), icon="qr-code")
        self.show()

    def warn(self, kinds: tuple[str, ...]) -> None:
        """Show the first doubt about a card that was read; nothing without one."""
        self._number = ""
        self._use.hide()
        if kinds:
            self._banner.say("soon", text(f"card.warning.{kinds[0]}"), icon="identification-card")
        self.setVisible(bool(kinds))
