"""Tokens keep their contrast, the type has our letters, an icon costs one font."""

import sys

import pytest
from PySide6.QtGui import QFont

from ui.kit.text import Text
from ui.theme import fonts, icons, palette, tokens
from ui.theme.dress import dress
from ui.theme.qss import sheet


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", tokens.THEMES)
@pytest.mark.parametrize(("ink", "ground", "least"), tokens.CONTRAST)
def test_every_promised_contrast_is_kept(theme, ink, ground, least):
    colours = tokens.THEMES[theme]
    assert contrast(colours[ink], colours[ground]) >= least


def test_both_themes_name_the_same_colours():
    assert tokens.LIGHT.keys() == tokens.DARK.keys()


def test_no_type_is_below_eleven_pixels():
    assert min(tokens.TYPE.values()) >= 11
    assert {fonts.font(size).pixelSize() for size in tokens.TYPE} == set(tokens.TYPE.values())


def test_the_screen_font_has_every_vietnamese_letter(qapp):
    assert fonts.has_all_letters(fonts.family())
    assert fonts.has_all_letters(fonts.family(fonts.FORMS))


def test_a_font_without_our_letters_is_not_taken(qapp, monkeypatch):
    monkeypatch.setattr(fonts, "has_all_letters", lambda name: name == "DejaVu Sans")
    assert fonts.family.__wrapped__(("Noto Sans", "DejaVu Sans")) == "DejaVu Sans"
    assert fonts.family.__wrapped__(("No Such Font",)) == QFont().family()


@pytest.mark.parametrize("size", tokens.TYPE)
def test_a_line_has_room_for_stacked_marks(qapp, size):
    marks = fonts.metrics(size).tightBoundingRect("ỄẰỢỮgjy")
    assert fonts.line_height(size) >= max(marks.height(), tokens.TYPE[size] * 1.35)


def test_an_icon_is_painted_in_its_colour_and_kept(qapp):
    found = icons.pixmap("tray", 24, "late", 2.0)
    assert found.width() == 48
    assert icons.pixmap("tray", 24, "late", 2.0).cacheKey() == found.cacheKey()
    image = found.toImage()
    pixels = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
    painted = {pixel.name().upper() for pixel in pixels if pixel.alpha() == 255}
    assert painted == {tokens.LIGHT["late"]}


def test_an_icon_nobody_drew_is_a_bug_before_painting(qapp):
    with pytest.raises(KeyError):
        icons.named("no-such-icon")


def test_one_font_is_loaded_for_all_icons(qapp):
    icons.named("tray")
    assert list(icons._phosphor().charmap) == ["ph"]
    assert sys.modules["qtpy"].API == "pyside6"


def test_a_theme_nobody_made_is_refused():
    with pytest.raises(KeyError):
        palette.use("sepia")


def test_the_theme_changes_what_is_already_on_show(qapp, show):
    label = show(Text("Đã giao", ink="ok"))
    dress(qapp, "dark")
    assert label.palette().windowText().color().name().upper() == tokens.DARK["ok"]
    assert palette.theme() == "dark"


@pytest.mark.parametrize("theme", tokens.THEMES)
def test_the_style_sheet_is_complete(theme):
    assert "{" in sheet(theme)
    assert "{{" not in sheet(theme)
