"""What the meaning of several values suggests, with the reason. Only ever suggested: a person decides.

Each test looks at one value against the others; the first that singles one out is the suggestion. Nothing is ever
suggested by who wrote later: no clock and no order tells which value is right.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk import Refused
from desk.lifecycle import STEP
from desk.people import identity
from desk.text import fold


@dataclass(frozen=True)
class Suggestion:
    """A value, and the reason as the key of a text in `disputes.suggested`."""

    value: Any
    reason: str


Test = Callable[[str, Any, Sequence[Any], Mapping[str, Any]], bool]
"""Whether the field's value is singled out among the others, given the record's other values."""


def suggest(field: str, values: Sequence[Any], record: Mapping[str, Any]) -> Suggestion | None:
    """What the values themselves suggest for a field of a record; None where they do not.

    `values` are those in conflict, equal ones once or more.
    """
    different = list(dict.fromkeys(values))
    for reason, test in _TESTS.items():
        chosen = [value for value in different if test(field, value, _others(different, value), record)]
        if len(chosen) == 1 and len(different) > 1:
            return Suggestion(chosen[0], reason)
    return None


def _others(values: Sequence[Any], value: Any) -> list[Any]:
    return [other for other in values if other != value]


def _only_valid(field: str, value: Any, others: Sequence[Any], record: Mapping[str, Any]) -> bool:
    """The only one that can be right: a phone that can be dialled, an identity number that fits the person."""
    sound = _SOUND.get(field)
    return bool(sound and sound(value, record) and not any(sound(other, record) for other in others))


def _sound_phone(value: Any, record: Mapping[str, Any]) -> bool:
    try:
        return bool(identity.check_phone(str(value)))
    except Refused:
        return False


def _sound_id(value: Any, record: Mapping[str, Any]) -> bool:
    birth, sex = str(record.get("birth_date") or ""), str(record.get("sex") or "")
    return bool(value) and not identity.check_id(str(value), birth, sex)


def _sound_mail(value: Any, record: Mapping[str, Any]) -> bool:
    name, at, host = str(value).partition("@")
    return bool(name and at and "." in host)


_SOUND: Mapping[str, Callable[[Any, Mapping[str, Any]], bool]] = {
    "phone": _sound_phone, "applicant_id": _sound_id, "submitter_id": _sound_id, "email": _sound_mail
}  # fmt: skip


def _not_empty(field: str, value: Any, others: Sequence[Any], record: Mapping[str, Any]) -> bool:
    """The only one that says anything."""
    return value not in ("", 0) and all(other in ("", 0) for other in others)


def _accented(field: str, value: Any, others: Sequence[Any], record: Mapping[str, Any]) -> bool:
    """The same letters as the others, and the only one written with its marks."""
    if not isinstance(value, str) or any(not isinstance(other, str) or fold(other) != fold(value) for other in others):
        return False
    return fold(value) != value.lower() and all(fold(other) == other.lower() for other in others)


def _fuller(field: str, value: Any, others: Sequence[Any], record: Mapping[str, Any]) -> bool:
    """Holds all that the others say, and more."""
    if field == "state" or not isinstance(value, str):
        return False
    return all(isinstance(other, str) and other and fold(other) in fold(value) for other in others)


def _further(field: str, value: Any, others: Sequence[Any], record: Mapping[str, Any]) -> bool:
    """A way of the case on which the citizen has been given the result: what was handed over cannot be unsaid."""
    if field != "state":
        return False
    return str(value).endswith(f"{STEP}returned") and not any(
        str(other).endswith(f"{STEP}returned") for other in others
    )


_TESTS: Mapping[str, Test] = {
    "only_valid": _only_valid,
    "not_empty": _not_empty,
    "accented": _accented,
    "fuller": _fuller,
    "given_out": _further,
}
