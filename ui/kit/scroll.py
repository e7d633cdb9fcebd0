"""Areas that scroll when there is less room than what they hold needs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


def scrolled(body: QWidget, *, sideways: bool = False) -> QScrollArea:
    """`body` in a scroll area without frame or ground; its sideways bar only on request."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    if not sideways:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFocusProxy(body)
    area.setWidget(body)
    area.viewport().setAutoFillBackground(False)
    body.setAutoFillBackground(False)
    return area


def turn_to(area: QScrollArea, body: QWidget) -> None:
    """Show another body in the area; the one before is dropped."""
    area.setWidget(body)
    body.setAutoFillBackground(False)  # Qt switches it on for every new body


def yielding(widget: QWidget, least: int) -> QWidget:
    """Let `widget` take whatever height is left, at least `least`, instead of asking for all it could fill."""
    widget.setSizePolicy(widget.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Ignored)
    widget.setMinimumHeight(least)
    return widget
