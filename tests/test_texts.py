"""The catalogue of texts and the code that speaks from it fit each other."""

import ast
import re
import string
import unicodedata

import pytest

from desk import words
from tests.source import docstrings, nodes

# Modules where Vietnamese letters are the matter itself and no person is addressed; each with what they are.
LETTERS_OF_THE_TRADE = {
    "desk/find/index.py": "how the portal begins a procedure's name",
    "desk/find/spelling.py": "the letters its spelling rules speak of",
    "desk/forms/fonts.py": "the letters a font must have",
    "desk/forms/slip.py": "the kinds of commune in official names",
    "desk/procedures/published.py": "the portal's own wordings it takes apart",
    "desk/procedures/published_text.py": "the portal's own wordings it takes apart",
    "desk/people/scan_repair.py": "the syllables a garbled scan is held against",
    "desk/text.py": "the letters it folds and sorts",
    "ui/kit/gallery.py": "samples, shown to developers only",
    "ui/theme/fonts.py": "the letters a font must have",
}
SAME_IN_EVERY_LANGUAGE = {"Tiếng Việt"}  # a language is offered under its own name


def placeholders(template):
    return {
        name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(template) if name is not None
    }


def areas():
    return {key.split(".")[0] for key in words.catalogue("vi")}


def speakers():
    """Names of the calls whose first argument is a key: `text` and every error that shows one."""
    found = {"text", "known", "Refused", "Unusable"}
    while True:
        heirs = {
            node.name
            for _, node in nodes(ast.ClassDef)
            if node.name not in found and any(ast.unparse(base).split(".")[-1] in found for base in node.bases)
        }
        if not heirs:
            return found
        found |= heirs


def spoken():
    """(place, key, call) for every call of a speaker with a literal key."""
    names = speakers()
    for path, call in nodes(ast.Call):
        if ast.unparse(call.func).split(".")[-1] in names and call.args:
            for key in (key for key in literals(call.args[0]) if "." in key):
                yield f"{path}:{call.lineno}", key, call


def literals(node):
    """The keys a literal or a choice between literals can be."""
    match node:
        case ast.Constant(value=str(key)):
            return [key]
        case ast.IfExp(body=body, orelse=orelse):
            return literals(body) + literals(orelse)
    return []


def mentioned():
    """A pattern for every text in the code that is a key or builds one: its literal parts, anything between."""
    inside, patterns = set(), set()
    for _, joined in nodes(ast.JoinedStr):
        inside |= {id(part) for part in joined.values}
        parts = [re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in joined.values]
        patterns.add("".join(parts))
    for _, node in nodes(ast.Constant):
        if isinstance(node.value, str) and id(node) not in inside:
            ends = ".+" if node.value.endswith(("_", ".")) else ""
            patterns.add(re.escape(node.value) + ends)
    starts = tuple(re.escape(area + ".") for area in areas())
    return [re.compile(pattern) for pattern in sorted(patterns) if pattern.startswith(starts)]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_text_says_something(language):
    assert [key for key, text in words.catalogue(language).items() if not text.strip()] == []


def test_both_languages_have_the_same_keys():
    assert words.catalogue("vi").keys() ^ words.catalogue("en").keys() == set()


def test_both_languages_fill_in_the_same_values():
    english = words.catalogue("en")
    differing = {
        key: (placeholders(text), placeholders(english[key]))
        for key, text in words.catalogue("vi").items()
        if key in english and placeholders(text) != placeholders(english[key])
    }
    assert differing == {}


def test_every_text_is_composed_unicode():
    loose = [key for key, text in words.catalogue("vi").items() if unicodedata.normalize("NFC", text) != text]
    assert loose == []


def test_every_key_the_code_speaks_exists():
    missing = [f"{place} {key}" for place, key, _ in spoken() if not words.known(key)]
    assert missing == []


def test_every_call_brings_the_values_its_text_needs():
    lacking = []
    for place, key, call in spoken():
        given = {keyword.arg for keyword in call.keywords}
        open_ended = None in given or ast.unparse(call.func).split(".")[-1] == "known"
        if words.known(key) and not open_ended and (missing := placeholders(words.catalogue("vi")[key]) - given):
            lacking.append(f"{place} {key}: {sorted(missing)}")
    assert lacking == []


def test_no_text_is_left_over():
    patterns = mentioned()
    unused = [key for key in words.catalogue("vi") if not any(pattern.fullmatch(key) for pattern in patterns)]
    assert unused == []


def test_no_vietnamese_text_hides_in_the_code():
    exempt = docstrings()
    hidden = [
        f"{path}:{node.lineno} {node.value[:60]!r}"
        for path, node in nodes(ast.Constant)
        if isinstance(node.value, str)
        and id(node) not in exempt
        and path not in LETTERS_OF_THE_TRADE
        and node.value not in SAME_IN_EVERY_LANGUAGE
        and vietnamese(node.value)
    ]
    assert hidden == []


def vietnamese(text):
    """Whether the text has a letter that only Vietnamese writing explains: a marked Latin letter or đ."""
    return any(
        letter in "đĐ" or (len(parts := unicodedata.normalize("NFD", letter)) > 1 and parts[0].isascii())
        for letter in text
    )
