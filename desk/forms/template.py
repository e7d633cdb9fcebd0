"""The fixed words of a printed form, read from its TOML file and checked before anything is printed.

An office may adapt the words. A template only names values; it cannot reach into them, and a value is never read as a
template or as markup again.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Any, get_args, get_origin, get_type_hints

from desk import Unusable
from resources import RESOURCES

FOLDER = RESOURCES / "forms"
LETTERHEAD = "letterhead"
Wording = Mapping[str, str]
"""The office's own words as TOML: of a whole form by its number, of the letterhead of all forms under LETTERHEAD."""

PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Letterhead:
    """Agency and desk at the left, the national motto at the right; number, place and day below them."""

    agency: str
    desk: str
    motto: tuple[str, ...]
    number: str
    place: str


@dataclass(frozen=True)
class Beside:
    """A second label and value on a line."""

    label: str
    value: str


@dataclass(frozen=True)
class Line:
    """One entry of the form; see the head of `resources/forms/01.toml`."""

    label: str = ""
    value: str = ""
    strong: bool = False
    when: str = ""
    list: str = ""
    beside: Beside | None = None


@dataclass(frozen=True)
class Signature:
    """Who signs: the title over the space for the signature, the name under it."""

    title: str
    hint: str
    name: str


@dataclass(frozen=True)
class Template:
    """The words of one form."""

    form: str
    title: tuple[str, ...]
    running: str
    copies: tuple[str, ...]
    draft: str
    page: str
    letterhead: Letterhead
    body: tuple[Line, ...]
    signatures: tuple[Signature, ...]
    under_title: tuple[Line, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Names:
    """What a form's template may name: values, numbered lists; and the phrases it must hold, each with its values."""

    values: Collection[str]
    lists: Collection[str] = ()
    words: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Heading:
    """A column of a table: its head, its share of the width, what stands in it, at the left, centre or right."""

    title: str
    share: int
    value: str
    align: str = "left"


@dataclass(frozen=True)
class TableTemplate:
    """The words of a form that is a table: lines at the top left and right, facts above the table, lines below it."""

    form: str
    title: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    columns: tuple[Heading, ...]
    page: str
    facts: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


HEADS: Mapping[str, tuple[str, ...]] = {"agency": ("office",), "desk": ("office",), "place": ("place", "day")}
"""What an office may write in its letterhead, and the values each line may name."""
PAGING = ("copy", "page", "pages")
ALIGNED = ("left", "centre", "right")


class _Wrong(Exception):
    """Where the template is wrong and how."""


def load(form: str, names: "Names", *, own: Wording | None = None) -> Template:
    """The template `form` ("01"), the office's `own` when it has one, else ours.

    Raises Unusable, naming file and mistake, for a template that is no TOML or strays from `names`.
    """
    template: Template = _read(Template, form, own, lambda read: _check(read, names))
    lines, head = letterhead((own or {}).get(LETTERHEAD, "")), template.letterhead
    agency, desk, place = (lines.get(name, getattr(head, name)) for name in HEADS)
    return replace(template, letterhead=replace(head, agency=agency, desk=desk, place=place))


def load_table(form: str, names: "Names", cells: Collection[str], *, own: Wording | None = None) -> TableTemplate:
    """The template of a table; its columns name `cells`, all else `names`. As `load` otherwise."""
    template: TableTemplate = _read(TableTemplate, form, own, lambda read: _check_table(read, names, cells))
    lines = letterhead((own or {}).get(LETTERHEAD, ""))
    given = (lines.get("agency"), lines.get("desk"))
    left = tuple(new or old for new, old in zip(given, template.left, strict=False))
    return replace(template, left=(*left, *template.left[len(left) :]))


def letterhead(text: str) -> dict[str, str]:
    """The lines of HEADS that an office wrote, by name; none for "". Raises Unusable as `load` does."""
    try:
        lines = tomllib.loads(text)
        for name, line in lines.items():
            if name not in HEADS or not isinstance(line, str):
                raise _Wrong(f"{name} ?")
            _known(line, HEADS[name])
    except (tomllib.TOMLDecodeError, _Wrong) as wrong:
        raise Unusable("forms.template_wrong", file=LETTERHEAD, mistake=str(wrong)) from wrong
    return {name: line for name, line in lines.items() if line.strip()}


def shipped(form: str) -> str:
    """The TOML of a form as it comes with the program, for an office to adapt."""
    return (FOLDER / f"{form}.toml").read_text(encoding="utf-8")


def _read(kind: type[Any], form: str, own: Wording | None, check: Callable[[Any], None]) -> Any:
    try:
        template = _shaped(kind, tomllib.loads((own or {}).get(form) or shipped(form)), "")
        check(template)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, _Wrong) as wrong:
        raise Unusable("forms.template_wrong", file=f"{form}.toml", mistake=str(wrong)) from wrong
    return template


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each {name} replaced by its value, once: braces inside a value stay as they are."""
    return PLACE.sub(lambda found: values[found[1]], text)


def _shaped(kind: type[Any], data: Any, where: str) -> Any:
    """`data` as the dataclass `kind`; raises _Wrong for missing, unknown and mistyped entries."""
    if not isinstance(data, dict):
        raise _Wrong(f"{where}: {data!r}")
    hints = get_type_hints(kind)
    if unknown := sorted(set(data) - set(hints)):
        raise _Wrong(f"{where}{unknown[0]}: ?")
    needed = {each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING}
    if missing := sorted(needed - set(data)):
        raise _Wrong(f"{where}{missing[0]} = ?")
    return kind(**{name: _typed(hints[name], value, f"{where}{name}") for name, value in data.items()})


def _typed(hint: Any, value: Any, where: str) -> Any:
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise _Wrong(f"{where}: {value!r}")
        return tuple(_typed(get_args(hint)[0], each, f"{where}[{n}]") for n, each in enumerate(value, 1))
    if get_origin(hint) is Mapping:
        if not isinstance(value, dict):
            raise _Wrong(f"{where}: {value!r}")
        return {name: _typed(str, each, f"{where}.{name}") for name, each in value.items()}
    kind = next((each for each in get_args(hint) if each is not type(None)), hint)
    if kind in (str, bool, int):
        if not isinstance(value, kind):
            raise _Wrong(f"{where}: {value!r}")
        return value
    return _shaped(kind, value, f"{where}.")


def _check_words(words: Mapping[str, str], names: Names) -> None:
    for key, values in names.words.items():
        if key not in words:
            raise _Wrong(f"words.{key} = ?")
        _known(words[key], values)


def _check_table(template: TableTemplate, names: Names, cells: Collection[str]) -> None:
    """As `_check`, and that there is a table to print."""
    _check_words(template.words, names)
    for text in _texts({**vars(template), "words": None, "page": None, "columns": None}):
        _known(text, names.values)
    _known(template.page, PAGING)
    if not template.columns:
        raise _Wrong("columns = ?")
    for column in template.columns:
        _known(column.value, cells)
        if column.share < 1 or column.align not in ALIGNED:
            raise _Wrong(f"{column.title}: {column.share} {column.align} ?")


def _check(template: Template, names: Names) -> None:
    """Every name the template uses is one the form knows, every phrase it owes is there."""
    _check_words(template.words, names)
    for text in _texts({**vars(template), "words": None, "page": None}):
        _known(text, names.values)
    _known(template.page, {*names.values, *PAGING})
    for line in (*template.under_title, *template.body):
        if line.when not in {"", *names.values} or line.list not in {"", *names.lists}:
            raise _Wrong(f"{line.label} {line.when or line.list} ?")


def _known(text: str, names: Collection[str]) -> None:
    for name in PLACE.findall(text):
        if name not in names:
            raise _Wrong(f"{{{name}}} ? ({', '.join(sorted(names))})")


def _texts(part: Any) -> Iterable[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple | dict):
        for each in part.values() if isinstance(part, dict) else part:
            yield from _texts(each)
    elif hasattr(part, "__dataclass_fields__"):
        yield from _texts(vars(part))
