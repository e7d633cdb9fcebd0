"""The theme in use: colours by name. Everything painted asks here at the moment it paints."""

from PySide6.QtGui import QColor, QPalette

from ui.theme.tokens import THEMES

_theme = "light"


def use(theme: str) -> None:
    """Paint in 'light' or 'dark' from now on. Widgets on show follow through `ui.theme.dress`."""
    global _theme
    if theme not in THEMES:
        raise KeyError(theme)
    _theme = theme


def theme() -> str:
    """The theme in use, 'light' or 'dark'."""
    return _theme


def colour(name: str) -> QColor:
    """The colour of that token in the theme in use. Raises KeyError for a name that is no token."""
    return QColor(THEMES[_theme][name])


_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "text",
    QPalette.ColorRole.ToolTipText: "surface",
}


def of_application() -> QPalette:
    """The palette for standard widgets; style sheets alone leave selection and placeholder colours behind."""
    found = QPalette()
    for role, name in _ROLES.items():
        found.setColor(role, colour(name))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        found.setColor(QPalette.ColorGroup.Disabled, role, colour("disabled"))
    return found
