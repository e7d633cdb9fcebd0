"""The choice of the language, each under its own name."""

from desk import words
from ui.kit.segmented import Segmented

LANGUAGES = (("vi", "Tiếng Việt"), ("en", "English"))


def languages(name: str = "") -> Segmented:
    """The choice, with the language in use chosen; `name` is what a screen reader calls it."""
    return Segmented(LANGUAGES, words.language(), name=name or words.text("login.language"))
