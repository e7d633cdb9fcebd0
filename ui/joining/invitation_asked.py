"""What an invitation needs to be told: the new PC's name, which dead PC it replaces, how long it lasts."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from desk.words import text
from sync.keys.invitation import MOST_DAYS
from sync.keys.member import Member
from ui.kit.choice import Choice
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.text import Text


class InvitationAsked(Pane):
    """`members` may be replaced; `entered` comes with Enter in the last field."""

    entered = Signal()

    def __init__(self, members: Sequence[Member], days: int) -> None:
        super().__init__(None, gap=14)
        self.name = Field(text("new_pc.name_asked"), labelled=True, placeholder=text("new_pc.pc_name_like"))
        none = ("", text("new_pc.replaces_none"))
        options = [none, *((each.id, f"{each.name} · {each.id}") for each in members)]
        self.replaces = Choice(options, "", name=text("new_pc.replaces"), height=38)
        self._days = Field(text("new_pc.days"), text=str(days), labelled=True)
        self._days.setMaximumWidth(140)
        self._wrong = Text("", "secondary", ink="late", wrap=True)
        self._wrong.hide()
        replaces = Pane(None, gap=4).add(Text(text("new_pc.replaces"), "secondary", ink="text2"), self.replaces)
        replaces.add(Text(text("new_pc.replaces_hint"), "small", ink="text3", wrap=True))
        self.add(self.name, replaces, row(self._days, None), self._wrong)
        self.setFocusProxy(self.name)
        self.name.entered.connect(self._days.setFocus)
        self._days.entered.connect(self.entered)

    def days(self) -> int:
        """How many days it lasts; 0, with the reason at the field, for what cannot be."""
        said = self._days.text()
        if said.isdecimal() and 1 <= int(said) <= MOST_DAYS:
            return int(said)
        self._days.refuse(text("new_pc.days_wrong", most=MOST_DAYS))
        self._days.setFocus()
        return 0

    def refuse(self, why: str) -> None:
        """Say why there is no invitation."""
        self._wrong.say(why)
        self._wrong.show()
