"""The case desk's domain and local store. No Qt, no network, no knowledge of sync."""

from typing import Any

from desk import words


class Spoken(Exception):
    """An error whose text a person reads: `key` names it in the translation catalogue, `values` fill it in."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values = key, values

    def __str__(self) -> str:
        return words.text(self.key, **self.values)


class Refused(Spoken):
    """The request breaks a rule of the desk; the person changes it. `field` is the field it concerns."""

    def __init__(self, key: str, *, field: str | None = None, **values: Any) -> None:
        super().__init__(key, **values)
        self.field = field


class Unusable(Spoken):
    """The surroundings fail: disk full, file damaged, locked or not ours. The text says what the person can do."""
