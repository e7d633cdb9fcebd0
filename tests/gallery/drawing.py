"""All pictures in their order, drawn one after another into a folder; `faults` measures what is wrong with each."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from tests.gallery.doors import DOORS
from tests.gallery.faults import faults
from tests.gallery.keeping import KEEPING
from tests.gallery.keys import KEYS
from tests.gallery.receiving import COUNTER
from tests.gallery.studio import Studio
from tests.gallery.travelling import TRAVELLING
from tests.gallery.working import WORKING

VIEWS = {**DOORS, **COUNTER, **WORKING, **TRAVELLING, **KEEPING, **KEYS}
FAST = 80
"""How Qt is asked for a PNG that is made quickly and a little larger."""


@dataclass(frozen=True)
class Drawn:
    """A picture and what is wrong with what it shows."""

    name: str
    path: Path
    wrong: list[str]


def draw(office, folder, scratch, *, language="vi", theme="light", size=(1366, 768), only="", every=1, keep=True):
    """Draw each `every`-th picture whose name begins with `only`; yields `Drawn` as they are made.

    With `keep` all are written into the folder, without it those with which something is wrong.
    """
    folder.mkdir(parents=True, exist_ok=True)
    studio = Studio(office, scratch, language, theme, size)
    try:
        for name in [name for name in VIEWS if name.startswith(only)][::every]:
            shown = VIEWS[name](studio)
            yield taken(studio, name, shown if isinstance(shown, QWidget) else studio.window, folder, language, keep)
    finally:
        studio.close()


def taken(studio, name, shown, folder, language, keep):
    """The picture of what is on show; then it is put away."""
    picture, path = shown.grab(), folder / f"{name}.png"
    if (wrong := faults(shown, picture, language)) or keep:
        assert picture.save(str(path), "PNG", FAST)
    studio.tidy()
    return Drawn(name, path, wrong)
