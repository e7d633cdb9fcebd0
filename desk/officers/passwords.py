"""What a password must be: at least eight characters of four kinds (QCVN 12:2026/BCA). Keeps none."""

import secrets

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


def temporary() -> str:
    """A password that can be read out and typed, for one log-in: four letters, four digits, four letters."""
    groups = ["".join(secrets.choice(letters) for _ in range(4)) for letters in (_READABLE, "23456789", _READABLE)]
    return "-".join(groups).capitalize()


_READABLE = "abcdefghkmnpqrstuvxy"  # no letter that is taken for a digit


def said(missing: list[str]) -> str:
    """What is lacking, in words."""
    return ", ".join(text(f"accounts.lacks.{kind}") for kind in missing)
