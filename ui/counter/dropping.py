"""Files dropped anywhere on the counter."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class Drops(QObject):
    """`over(bool)` tells that files are held over the widget, `dropped(paths, place on the screen)` that they fell."""

    over = Signal(bool)
    dropped = Signal(list, QPoint)

    def __init__(self, onto: QWidget) -> None:
        super().__init__(onto)
        self._onto = onto
        onto.setAcceptDrops(True)
        for edit in onto.findChildren(QLineEdit):
            edit.setAcceptDrops(False)  # or it would take the file's path for a text
        onto.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            return self._come(event)
        if event.type() == QEvent.Type.DragLeave:
            self.over.emit(False)
        return False

    def _come(self, event: QDropEvent) -> bool:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)  # whoever the files come from keeps them
        event.accept()
        self.over.emit(isinstance(event, QDragEnterEvent))
        if not isinstance(event, QDragEnterEvent):
            self.dropped.emit(paths, self._onto.mapToGlobal(event.position().toPoint()))
        return True
