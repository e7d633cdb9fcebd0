"""Putting a theme on the running application, and changing it while windows are open."""

from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QApplication

from ui.theme import fonts, palette, qss


@runtime_checkable
class Tinted(Protocol):
    """A widget that carries colours in its own palette and must take them anew when the theme changes."""

    def retint(self) -> None: ...


def dress(app: QApplication, theme: str = "light") -> None:
    """Give the application our style, font and colours; everything already on show follows at once."""
    palette.use(theme)
    if not app.styleSheet():  # under a sheet the style does not tell its name
        app.setStyle("Fusion")
    app.setFont(fonts.font())
    app.setPalette(palette.of_application())
    if (sheet := qss.sheet(theme)) != app.styleSheet():
        app.setStyleSheet(sheet)
    for widget in app.allWidgets():
        if isinstance(widget, Tinted):
            widget.retint()
        widget.update()
