"""The style sheet: only what paint can't reach, the standard widgets' bars, menus, tool tips and scroll areas."""

from ui.theme.tokens import GAP, RADIUS_CHIP, THEMES, TYPE


def sheet(theme: str) -> str:
    """The application's style sheet in that theme."""
    return _TEMPLATE.format(**THEMES[theme], small=TYPE["small"], gap=GAP, radius_chip=RADIUS_CHIP)


_TEMPLATE = """
QToolTip {{ background: {text}; color: {surface}; border: 0; padding: 5px 8px; font-size: {small}px; }}
QScrollArea, QAbstractItemView {{ background: transparent; border: 0; outline: 0; }}
QLineEdit, QPlainTextEdit {{ background: transparent; border: 0; padding: 0; }}
QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle {{ background: {line_strong}; border-radius: {radius_chip}px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {field}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QMenu {{ background: {raised}; color: {text}; border: 1px solid {line_strong}; padding: {gap}px; }}
QMenu::item {{ padding: 7px 20px 7px 12px; border-radius: {radius_chip}px; }}
QMenu::item:selected {{ background: {selected}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: {gap}px; }}
QMenu::icon {{ padding-left: 8px; }}
QComboBox QAbstractItemView {{ background: {raised}; color: {text}; border: 1px solid {line_strong};
         padding: {gap}px; }}
QComboBox QAbstractItemView::item {{ min-height: 32px; padding: 0 8px; border-radius: {radius_chip}px; }}
QComboBox QAbstractItemView::item:selected {{ background: {selected}; color: {text}; }}
"""
