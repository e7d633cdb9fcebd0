"""Qt's own few words, such as the menu of an edit, in the language in use; Qt ships no Vietnamese."""

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from desk import words

_KEYS = {
    "&Undo": "kit.qt.undo",
    "&Redo": "kit.qt.redo",
    "Cu&t": "kit.qt.cut",
    "&Copy": "kit.qt.copy",
    "&Paste": "kit.qt.paste",
    "Delete": "kit.qt.delete",
    "Select All": "kit.qt.select_all",
    "&Open": "kit.qt.open",
    "&Save": "kit.qt.save",
    "Cancel": "kit.qt.cancel",
    "&Cancel": "kit.qt.cancel",
    "&Close": "kit.qt.close",
    "OK": "kit.qt.ok",
}


class QtWords(QTranslator):
    """Answers Qt's requests for a translation from our catalogue."""

    def translate(self, context: str, source: str, disambiguation: str | bytes | None = None, count: int = -1) -> str:
        """The word in the language in use; Qt's own where we have none, for '' would stand for a word of no letters."""
        key = _KEYS.get(source)
        return words.text(key) if key else source

    def isEmpty(self) -> bool:
        return False


def speak(app: QCoreApplication, owner: QObject | None = None) -> QtWords:
    """Let Qt ask us from now on; the translator lives as long as the application."""
    found = QtWords(owner or app)
    app.installTranslator(found)
    return found
