"""Shows a temporary password once, large enough to be read out across a counter."""

from desk.words import text
from ui.kit.banner import Banner
from ui.kit.layout import Pane
from ui.kit.text import Text
from ui.theme.tokens import STRONG


class Handing(Pane):
    """Hidden until there is something to hand over; what it shows is kept nowhere."""

    def __init__(self) -> None:
        super().__init__(None, gap=10)
        self._said = Banner("ok", "")
        self.password = Text("", "due", weight=STRONG, selectable=True)
        self._hint = Text(text("accounts.hand_over"), "small", ink="text2", wrap=True)
        self.add(self._said, self.password, self._hint)
        self.hide()

    def show_password(self, said: str, password: str) -> None:
        """Say what was done and show the password."""
        self._said.say("ok", said)
        self.password.say(password)
        self.show()
