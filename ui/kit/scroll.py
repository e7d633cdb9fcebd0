"""Areas that scroll when there is less room than what they hold needs."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QWidget

CALM = 200
"""ms within which a bar that went and comes back does so for its own sake."""


class Scrolled(QScrollArea):
    """An area whose upright bar stays once it went and came back for its own sake.

    Words that break another way beside the bar may need it only while it is there, or only while it is not: Qt alone
    would switch it for ever, at worst within itself until the program ends. So what is inside is measured once a turn.
    """

    def __init__(self) -> None:
        super().__init__()
        self._needed, self._worth, self._outer, self._measuring = False, False, QSize(), False
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._measure_again)
        self._calm = QTimer(self, singleShot=True, interval=CALM)
        self._calm.timeout.connect(self._settle)
        self.verticalScrollBar().rangeChanged.connect(self._need_changed)

    @property
    def held(self) -> bool:
        """Whether the bar stays, needed or not."""
        return self.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOn

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Resize or watched is not self.widget():
            return super().eventFilter(watched, event)
        if self._measuring:
            self._again.start()
            return False
        self._measuring = True
        try:
            return super().eventFilter(watched, event)
        finally:
            self._measuring = False

    def _measure_again(self) -> None:
        QApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def resizeEvent(self, event: QResizeEvent) -> None:
        before, self._outer = self._outer, self.size()  # the event tells of the room beside the bar
        if self.held and before != self._outer:
            self._let_go()
        super().resizeEvent(event)

    def _need_changed(self, least: int, most: int) -> None:
        before, self._needed = self._needed, most > least
        if self.held:
            if self._worth and not self._needed and not self._calm.isActive():
                self._let_go()  # what is shown has become shorter
            self._worth = self._worth or (self._needed and not self._calm.isActive())
        elif before and not self._needed:
            self._calm.start()
        elif self._needed and not before and self._calm.isActive():
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
            self._calm.start()

    def _settle(self) -> None:
        self._worth = self._needed

    def _let_go(self) -> None:
        self._worth = False
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)


def scrolled(body: QWidget, *, sideways: bool = False) -> QScrollArea:
    """`body` in a scroll area without frame or ground; its sideways bar only on request."""
    area = Scrolled()
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
