"""The line that says whether this PC is well, and below it what to do where it is not."""

from collections.abc import Sequence

from ui.kit.banner import Banner
from ui.kit.layout import Pane, Rule, row
from ui.kit.text import Elided, Icon, Text
from ui.theme.tokens import STRONG
from ui.today.soundness import Sign, wanting

LIGHTS = {"ok": ("check-circle", "ok"), "soon": ("warning-circle", "soon"), "late": ("warning-circle", "late"),
          "unknown": ("question", "text3")}  # fmt: skip
MOST = 2
"""Sentences of advice below the line; the others are the tool tips of what they are about."""


class _Part(Pane):
    """One sign: its light, what it is about, how it is."""

    def __init__(self) -> None:
        super().__init__(None, margins=(14, 7, 10, 7), across=True, gap=9)
        self._light = Icon("question", 18, "text3")
        self._title, self._words = Text("", "caption", ink="text3"), Elided("", "secondary", weight=STRONG)
        told = Pane(None).add(self._title, self._words)
        self.add(self._light, (told, 1))

    def say(self, sign: Sign) -> None:
        """Show that sign."""
        self._light.change(*LIGHTS[sign.state])
        self._title.say(sign.title)
        self._words.say(sign.words, ink={"soon": "soon", "late": "late", "unknown": "text2"}.get(sign.state, "text"))
        self.setToolTip(". ".join(filter(None, (f"{sign.title}: {sign.words}", sign.advice))))
        self.setAccessibleName(self.toolTip())


class SoundLine(Pane):
    """Follows `show_signs`; keeps its height while all is well."""

    def __init__(self) -> None:
        super().__init__("surface", edges="b")
        self._parts: list[_Part] = []
        self._line = row(gap=0)
        self._banners = [Banner("soon", "") for _ in range(MOST)]
        self._advice = Pane(None, gap=6, margins=(14, 4, 14, 10)).add(*self._banners)
        self._advice.hide()
        self.add(self._line, self._advice)

    def show_signs(self, signs: Sequence[Sign]) -> None:
        """Show how everything is now."""
        while len(self._parts) < len(signs):
            self._add_part()
        for part, sign in zip(self._parts, signs, strict=True):
            part.say(sign)
        told = [sign for sign in wanting(signs) if sign.advice][:MOST]
        for banner, sign in zip(self._banners, told, strict=False):
            banner.say(sign.state, sign.advice, lead=f"{sign.title}.", icon=LIGHTS[sign.state][0])
        for number, banner in enumerate(self._banners):
            banner.setVisible(number < len(told))
        self._advice.setVisible(bool(told))

    def _add_part(self) -> None:
        if self._parts:
            self._line.addWidget(Rule(upright=True))
        self._parts.append(part := _Part())
        self._line.addWidget(part, 1)
