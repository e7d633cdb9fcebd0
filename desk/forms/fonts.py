"""The serif family the printed forms are set in. Finds it and measures with it; never swaps it for another.

Official Vietnamese documents are set in Times New Roman (Decree 30/2020/NĐ-CP, Annex I); Tinos has the same
widths and stands in for it where Windows' fonts are absent. Liberation Serif lacks most Vietnamese letters.
"""

import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from desk import Unusable

Face = Literal["regular", "bold", "italic"]
FACES: tuple[Face, ...] = ("regular", "bold", "italic")
VIETNAMESE = "ẰẮẶẦẤẬỄỆỖỘỠỢỮỰỲỴĐằắặầấậễệỗộỡợữựỳỵđ"
FAMILIES: tuple[tuple[str, tuple[str, str, str]], ...] = (
    ("Times New Roman", ("times.ttf", "timesbd.ttf", "timesi.ttf")),
    ("Times New Roman", ("times_new_roman.ttf", "times_new_roman_bold.ttf", "times_new_roman_italic.ttf")),
    ("Tinos", ("tinos-regular.ttf", "tinos-bold.ttf", "tinos-italic.ttf")),
    ("FreeSerif", ("freeserif.ttf", "freeserifbold.ttf", "freeserifitalic.ttf")),
    ("Noto Serif", ("notoserif-regular.ttf", "notoserif-bold.ttf", "notoserif-italic.ttf")),
)


@dataclass(frozen=True)
class Family:
    """A family with every Vietnamese letter, by its three files."""

    name: str
    regular: Path
    bold: Path
    italic: Path


def folders() -> tuple[Path, ...]:
    """Where this system keeps fonts, the machine's before the person's."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        own = (Path(local) / "Microsoft" / "Windows" / "Fonts",) if local else ()
        return (Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", *own)
    home = Path.home()
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local" / "share" / "fonts",
        home / ".fonts",
    )


@cache
def find(places: tuple[Path, ...] | None = None) -> Family:
    """The first known family that is whole and has every Vietnamese letter.

    `places` are folders to look in, subfolders too; by default the system's and those fontconfig names.
    Raises Unusable, naming what to install.
    """
    family = _first_whole(_files(folders() if places is None else places))
    if family is None and places is None:
        family = _first_whole(_files(_fontconfig()))
    if family:
        return family
    raise Unusable("forms.no_font")


def _first_whole(files: dict[str, Path]) -> Family | None:
    for name, wanted in FAMILIES:
        paths = [files[each] for each in wanted if each in files]
        if len(paths) == len(wanted) and all(speaks_vietnamese(path) for path in paths):
            return Family(name, *paths)
    return None


def _files(places: Iterable[Path]) -> dict[str, Path]:
    known = {each for _, files in FAMILIES for each in files}
    found: dict[str, Path] = {}
    for place in places:
        for path in sorted(place.rglob("*.[tT][tT][fF]")):
            if path.name.lower() in known:
                found.setdefault(path.name.lower(), path)
    return found


def _fontconfig() -> tuple[Path, ...]:
    """Folders of the fonts that fontconfig knows, for systems that keep them elsewhere; none without fontconfig."""
    program = shutil.which("fc-list")
    if not program:
        return ()
    listed = subprocess.run([program, "--format=%{file}\n"], capture_output=True, text=True, check=False).stdout
    return tuple(sorted({Path(line).parent for line in listed.splitlines() if line}))


def speaks_vietnamese(path: Path) -> bool:
    """Whether the font file at `path` can be read and has every Vietnamese letter."""
    from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

    try:
        glyphs = TTFontFace(str(path)).charToGlyph
    except (TTFError, OSError):
        return False
    return all(ord(letter) in glyphs for letter in VIETNAMESE)


class Faces:
    """A family made ready for drawing: measures text and says what of it can be printed."""

    def __init__(self, family: Family) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        self._fonts: dict[Face, Any] = {}
        for face in FACES:
            path: Path = getattr(family, face)
            font = TTFont(f"{family.name} {face} {path}".replace(" ", "-"), str(path))
            pdfmetrics.registerFont(font)
            self._fonts[face] = font
        self._letters = frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in self._fonts.values()))
        self._missing = "□" if ord("□") in self._letters else "?"

    def name(self, face: Face) -> str:
        """The name under which the PDF canvas knows `face`."""
        return str(self._fonts[face].fontName)

    def width(self, text: str, face: Face, size: float) -> float:
        """The width of `text` in points."""
        return float(self._fonts[face].stringWidth(text, size))

    def printable(self, text: str) -> str:
        """`text` as it will stand on paper: composed, blanks folded, a box (□) for what has no glyph.

        Invisible formatting characters are left out: one of them can turn the letters of a name around.
        """
        shown = "".join(self._shown(letter) for letter in unicodedata.normalize("NFC", text))
        return " ".join(shown.split())

    def _shown(self, letter: str) -> str:
        if letter.isspace():
            return " "
        category = unicodedata.category(letter)
        if category == "Cf":
            return ""
        return letter if category != "Cc" and ord(letter) in self._letters else self._missing


@cache
def faces() -> Faces:
    """The forms' own faces, registered once. Raises Unusable when the family is missing."""
    return Faces(find())
