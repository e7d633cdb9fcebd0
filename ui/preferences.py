"""What one PC's window remembers between days: language, theme, size, who worked last. No secret, no citizen."""

import json
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from desk.words import LANGUAGES

FILE = "window.json"
THEMES = ("light", "dark")
SCALES = (100, 115, 130, 150)


@dataclass(frozen=True)
class Preferences:
    """Sizes in pixels, the scale of all that is shown in per cent; `officer` is the record id of who logged in last."""

    language: str = "vi"
    theme: str = "light"
    width: int = 1366
    height: int = 768
    maximised: bool = True
    officer: str = ""
    scale: int = 100

    def sound(self) -> "Preferences":
        """The same with impossible values put right."""
        return replace(
            self,
            language=self.language if self.language in LANGUAGES else "vi",
            theme=self.theme if self.theme in THEMES else "light",
            width=min(max(self.width, 640), 16_000),
            height=min(max(self.height, 360), 16_000),
            scale=self.scale if self.scale in SCALES else 100,
        )


def load(folder: Path) -> Preferences:
    """What is remembered in a home; the defaults where there is nothing, or nothing that can be read."""
    try:
        data: Any = json.loads((folder / FILE).read_text(encoding="utf-8"))
        kinds = {field.name: type(field.default) for field in fields(Preferences)}
        return Preferences(**{name: data[name] for name, kind in kinds.items() if type(data.get(name)) is kind}).sound()
    except (OSError, ValueError, AttributeError):
        return Preferences()


def save(folder: Path, preferences: Preferences) -> None:
    """Remember them; a disk that cannot take it is no reason to trouble anybody."""
    with suppress(OSError):
        draft = folder / f"{FILE}.new"
        draft.write_text(json.dumps(vars(preferences), indent=1), encoding="utf-8")
        draft.replace(folder / FILE)
