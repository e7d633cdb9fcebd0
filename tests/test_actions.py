"""Every action that the program writes down or forbids has a name for people, in both languages."""

import ast

import pytest

from desk import lifecycle, words
from desk.officers.rights import EVERYONE, HELD_BY
from sync import audit
from sync.healing import lines
from tests.source import nodes

PASSED_ON = {
    "desk/cases.py": frozenset(lifecycle.ACTIONS),
    "desk/casework/steps.py": {"allot", "handover"},
    "sync/codec.py": set(),
    "sync/healing/carrying.py": {lines.ACTION},
    "sync/healing/lines.py": set(),
    "sync/healing/succession.py": {lines.ACTION},
    "sync/log.py": set(),
}
"""The modules that make a change under a name which they are given, and the names that are."""


def calls(name):
    """(path, first argument) of every call by that name."""
    return [
        (p, call.args[0]) for p, call in nodes(ast.Call) if ast.unparse(call.func).split(".")[-1] == name and call.args
    ]


def literal(found):
    return {node.value for _, node in found if isinstance(node, ast.Constant)}


def unnamed(area, actions, language):
    return {action for action in actions if f"{area}.action.{action}" not in words.catalogue(language)}


def test_what_names_its_action_otherwise_than_by_a_word_is_known():
    assert {path for path, node in calls("Change") if not isinstance(node, ast.Constant)} == set(PASSED_ON)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_action_of_the_log_has_a_name(language):
    actions = literal(calls("Change")).union(*PASSED_ON.values())
    assert len(actions) > 50 and unnamed("lifecycle", actions, language) == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_action_of_the_audit_trail_has_a_name(language):
    assert unnamed("audit", literal(calls("audit")) | audit.LOGGED, language) == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_action_that_not_everybody_may_take_has_a_name(language):
    kept = {action for action, holders in HELD_BY.items() if holders != EVERYONE}
    assert unnamed("rights", kept, language) == set()
