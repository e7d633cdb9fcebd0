"""A panel that slides over the window from the right, in place of a dialog box. Esc closes it and loses nothing."""

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QStyle, QWidget
from shiboken6 import isValid

from desk import words
from ui.kit.button import Button
from ui.kit.layout import Item, Pane, row
from ui.kit.scroll import scrolled
from ui.kit.text import Elided
from ui.theme.palette import colour
from ui.theme.tokens import HEADER, MOTION, STRONG


class Sheet(QWidget):
    """Covers `over` with a veil and a panel of `width`; hidden until `open`. What was written in it stays.

    `closed` comes on every way out.
    """

    closed = Signal()

    def __init__(self, over: QWidget, title: str, body: QWidget, *, width: int = 460) -> None:
        super().__init__(over)
        self._over, self._width = over, width
        self._back_to: QWidget | None = None
        self._hushed: list[QShortcut] = []
        self._panel = Pane("raised", edges="l")
        self._panel.setParent(self)
        self.title = Elided(title, "section", weight=STRONG)
        self._close = Button("", "quiet", icon="x", name=words.text("kit.close"))
        self._close.clicked.connect(self.close_sheet)
        head = Pane(None, edges="b", across=True, gap=8, margins=(20, 0, 10, 0))
        head.setFixedHeight(HEADER)
        head.add((self.title, 1), self._close)
        self._scroll = scrolled(body)
        self._foot = Pane(None, margins=(20, 10, 20, 14), gap=8)
        self._foot.hide()
        self._panel.add(head, (self._scroll, 1), self._foot)
        self._motion = QPropertyAnimation(self._panel, b"pos", self)
        self._motion.setDuration(MOTION)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.setAccessibleName(title)
        over.installEventFilter(self)
        self.hide()

    def foot(self, *items: Item) -> None:
        """What always stands at the bottom: the action of the sheet, last at the right."""
        self._foot.add(row(*items))
        self._foot.show()

    def open(self, focus: QWidget | None = None) -> None:
        """Slide in; the keyboard goes to `focus`, and back where it was on leaving."""
        if self.isHidden():
            self._back_to = QApplication.focusWidget()
            self._hush()
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self._place()
        (focus or self._reach()[0]).setFocus(Qt.FocusReason.OtherFocusReason)
        if self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0:
            end = self._panel.pos()
            self._motion.setStartValue(end + QPoint(48, 0))
            self._motion.setEndValue(end)
            self._motion.start()

    def close_sheet(self) -> None:
        """Go away and give the keyboard back."""
        if self.isHidden():
            return
        self._motion.stop()
        self.hide()
        for shortcut in filter(isValid, self._hushed):
            shortcut.setEnabled(True)
        if self._back_to is not None and isValid(self._back_to):
            self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def edge(self) -> int:
        """Where the panel begins, in pixels from the left of what it covers."""
        return self.width() - min(self._width, self.width())

    def _hush(self) -> None:
        """Switch off the keys of what lies below, so that F9 is the sheet's own."""
        below = self._over.window().findChildren(QShortcut)
        self._hushed = [each for each in below if each.isEnabled() and not self.isAncestorOf(_owner(each))]
        for shortcut in self._hushed:
            shortcut.setEnabled(False)

    def _reach(self) -> list[QWidget]:
        """What the tab key reaches in here: the body's fields, the foot, and the closing cross last."""
        inside = [*self._scroll.findChildren(QWidget), *self._foot.findChildren(QWidget)]
        return [each for each in inside if _takes_tab(each)] + [self._close]

    def _place(self) -> None:
        wide = min(self._width, self.width())
        self._panel.setGeometry(QRect(self.width() - wide, 0, wide, self.height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
            self._place()
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        moved = super().focusNextPrevChild(forward)
        now = QApplication.focusWidget()
        if now is None or not self.isAncestorOf(now):
            self._reach()[0 if forward else -1].setFocus(Qt.FocusReason.TabFocusReason)
        return moved

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close_sheet()

    def paintEvent(self, event: QPaintEvent) -> None:
        veil = QColor(colour("shadow"))
        veil.setAlphaF(0.32)
        QPainter(self).fillRect(self.rect(), veil)


def _owner(shortcut: QShortcut) -> QWidget:
    owner = shortcut.parent()
    assert isinstance(owner, QWidget)
    return owner


def _takes_tab(widget: QWidget) -> bool:
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
