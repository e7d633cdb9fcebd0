"""What a password must be: at least eight characters of four kinds (QCVN 12:2026/BCA). Keeps none."""

from desk import Refused
from desk.text import fold
from desk.words import text

LENGTH = 8


def lacks(password: str) -> list[str]:
    """What a password is short of: 'length', 'small', 'capital', 'digit', 'sign'; nothing when it is good."""
    kinds = {
        "length": len(password) >= LENGTH,
        "small": any(letter.islower() for letter in password),
        "capital": any(letter.isupper() for letter in password),
        "digit": any(letter.isdigit() for letter in password),
        "sign": any(not letter.isalnum() and not letter.isspace() for letter in password),
    }
    return [kind for kind, there in kinds.items() if not there]


def demand(password: str, name: str = "", before: str = "") -> None:
    """Raise Refused for a password that is too weak, holds its owner's name, or is the one `before` it."""
    if missing := lacks(password):
        raise Refused("accounts.password_weak", field="password", missing=said(missing))
    if (word := fold(name).replace(" ", "")) and word in fold(password).replace(" ", ""):
        raise Refused("accounts.password_is_name", field="password")
    if password == before:
        raise Refused("accounts.password_same", field="password")


def said(missing: list[str]) -> str:
    """What is lacking, in words."""
    return ", ".join(text(f"accounts.lacks.{kind}") for kind in missing)
