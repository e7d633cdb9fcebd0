"""The translation catalogue: every text a person sees, by key. Vietnamese by default, English complete.

Texts live in `resources/texts/<language>/<area>.toml`; the key `counter.save` is the entry `save` of `counter.toml`
(nested tables join with dots). Values are filled in as by `str.format`; `{count:case|cases}` is the first word for 1,
the second for any other count.
"""

import string
import tomllib
from functools import cache
from typing import Any

from resources import RESOURCES

LANGUAGES = ("vi", "en")
FOLDER = RESOURCES / "texts"

_language = "vi"


def use(language: str) -> None:
    """Speak `language` ('vi' or 'en') from now on; anything else is taken as Vietnamese."""
    global _language
    _language = language if language in LANGUAGES else "vi"


def language() -> str:
    """The language in use, 'vi' or 'en'."""
    return _language


def text(key: str, **values: Any) -> str:
    """The text of `key` in the language in use, with `values` filled in.

    Raises KeyError for a key that is in no catalogue: a bug, which a test over all keys keeps out.
    """
    template = catalogue(_language)[key]
    if not values:
        return template
    return _COUNTING.format(template, **values) if "|" in template else template.format(**values)


class _Counting(string.Formatter):
    """Chooses between "one|many" by the count beside it, which may be written with its groups of three."""

    def format_field(self, value: Any, spec: str) -> str:
        one, bar, many = spec.partition("|")
        if not bar:
            return str(super().format_field(value, spec))
        return one if str(value) == "1" else many


_COUNTING = _Counting()


def known(key: str) -> bool:
    """Whether the catalogue has `key`; for keys built from data such as a state's name."""
    return key in catalogue(_language)


@cache
def catalogue(language: str) -> dict[str, str]:
    """Every text of one language, by full key."""
    found: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.toml")):
        _flatten(path.stem, tomllib.loads(path.read_text(encoding="utf-8")), found)
    return found


def _flatten(prefix: str, table: dict[str, Any], into: dict[str, str]) -> None:
    for name, value in table.items():
        if isinstance(value, dict):
            _flatten(f"{prefix}.{name}", value, into)
        else:
            into[f"{prefix}.{name}"] = str(value)


class Phrase:
    """A text inside another one, put into words only when the whole is shown; an unknown key shows its last part."""

    def __init__(self, key: str, **values: Any) -> None:
        self._key, self._values = key, values

    def __str__(self) -> str:
        return text(self._key, **self._values) if known(self._key) else self._key.rpartition(".")[2]

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)
