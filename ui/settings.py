"""Settings of this PC's window: language, theme, who may log in, what this program is."""

from PySide6.QtCore import Signal

from ui.places import Place


class Settings(Place):
    """The place of settings. `settings_wanted(name, value)` asks for a language or theme."""

    settings_wanted = Signal(str, str)
