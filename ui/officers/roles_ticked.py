"""The five roles as check boxes, and until when they are held."""

from collections.abc import Iterable

from desk.officers.officer import Role
from desk.words import text
from ui import days
from ui.kit.check_box import CheckBox
from ui.kit.field import Field
from ui.kit.layout import Pane
from ui.kit.text import Text


class RolesTicked(Pane):
    """Which roles are ticked, and the last day, "" where there is none; with `seconded` also a field of work."""

    def __init__(self, roles: Iterable[str] = (), *, seconded: bool = False) -> None:
        super().__init__(None, gap=2)
        held = set(roles)
        self.boxes = {role: CheckBox(capital(text(f"officers.role.{role}")), on=role in held) for role in Role}
        self.until = Field(text("accounts.until_day"), labelled=True, placeholder=text("accounts.no_end"))
        self.field = Field(text("accounts.field"), labelled=True, placeholder=text("accounts.field_hint"))
        self.field.setVisible(seconded)
        self.wrong = Text("", "small", ink="late", wrap=True)
        self.wrong.hide()
        self.add(
            Text(text("accounts.roles"), "secondary", ink="text2"), *self.boxes.values(), self.wrong, 8, self.until
        )
        self.add(8, self.field)

    def last_day(self) -> str:
        """The last day as records have it, "" for none. Raises Refused for a day that is none."""
        written = self.until.text()
        return days.read(written, "until").isoformat() if written else ""

    def chosen(self) -> list[Role]:
        """The roles that are ticked; says so where none is."""
        found = [role for role, box in self.boxes.items() if box.isChecked()]
        self.wrong.say("" if found else text("accounts.roles_none"))
        self.wrong.setVisible(not found)
        return found


def capital(words: str) -> str:
    """Words at the beginning of a line."""
    return words[:1].upper() + words[1:]
