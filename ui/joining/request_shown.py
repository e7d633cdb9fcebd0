"""One PC that asks: where, when, the words to compare, whether it was invited, what it shall be called."""

from desk.words import text
from sync.keys.request import Request
from ui.joining import moments
from ui.joining.fingerprint import Fingerprint
from ui.kit.banner import Banner
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.text import Text
from ui.theme.tokens import STRONG


class RequestShown(Pane):
    """`name` and `number` are what the PC shall have; an empty number is the next one."""

    def __init__(self) -> None:
        super().__init__(None, gap=12)
        self._title, self._about = Text("", "section", weight=STRONG, wrap=True), Text("", "secondary", ink="text2")
        self.fingerprint = Fingerprint()
        self.judged = Banner("wait", "")
        self.name = Field(text("new_pc.name_given"), labelled=True)
        self.number = Field(text("new_pc.number_given"), labelled=True)
        self.add(self._title, self._about, Text(text("new_pc.compare_there"), "body", wrap=True))
        self.add(self.fingerprint, self.judged, row((self.name, 3), (self.number, 2), gap=12))

    def show_request(self, request: Request, title: str) -> None:
        """Show another request."""
        self._title.say(title)
        self._about.say(text("new_pc.asked_at", time=moments.said(request.at)))
        self.fingerprint.say(request.words, request.device)
        self.name.set_text(request.name)
        self.number.set_text("")
        self.number.allow()

    def number_chosen(self) -> int | None:
        """The number written, 0 for none; None, with the reason at the field, for what is no number."""
        said = self.number.text()
        if said and not said.isdecimal():
            self.number.refuse(text("new_pc.number_wrong"))
            self.number.setFocus()
            return None
        return int(said or 0)

    def refuse(self, why: str, field: str = "") -> None:
        """Say why it was not taken in, at the number where it is that."""
        if field == "pc":
            self.number.refuse(why)
            self.number.setFocus()
        else:
            self.judged.say("late", why)
