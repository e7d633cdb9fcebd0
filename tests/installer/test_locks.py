"""The lock files name everything, hashed, and no place to fetch it from."""

import re
from importlib.metadata import distributions

import pytest

from installer import CHECKOUT, environment

LOCKS = (environment.LOCK, environment.TEST_LOCK)
README = CHECKOUT / "installer" / "README.md"


def content(lock):
    return (CHECKOUT / "installer" / lock).read_text(encoding="utf-8")


def pinned(lock):
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", content(lock), re.MULTILINE))


def named(file):
    lines = (CHECKOUT / "installer" / file).read_text(encoding="utf-8").splitlines()
    return {re.split(r"[<>=# ]", line)[0].lower() for line in lines if line and not line.startswith(("-r", "#"))}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_nothing_but_versions_and_hashes(lock):
    line = re.compile(r"[a-z0-9-]+==[\w.]+( ; [\w.'=! ]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert [found for found in content(lock).splitlines() if not line.fullmatch(found)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock):
    blocks = re.split(r"^(?=\S)", content(lock), flags=re.MULTILINE)
    assert [block for block in blocks if block.strip() and "--hash=" not in block] == []


def test_what_is_asked_for_is_pinned():
    assert named("requirements.in") <= pinned(environment.LOCK).keys()
    assert named("requirements-test.in") <= pinned(environment.TEST_LOCK).keys()


def test_tests_run_with_the_very_versions_that_are_shipped():
    assert pinned(environment.LOCK).items() <= pinned(environment.TEST_LOCK).items()


def test_every_shipped_dependency_states_its_licence():
    table = dict(re.findall(r"^\| ([\w.-]+) \| (\d[\w.]*) \|", README.read_text(encoding="utf-8"), re.MULTILINE))
    assert table == pinned(environment.LOCK)


def test_no_gpl_code_is_shipped():
    shipped = pinned(environment.LOCK)
    for found in distributions():
        name = re.sub(r"[-_.]+", "-", found.metadata["Name"]).lower()
        licence = " ".join(filter(None, (found.metadata["License-Expression"], found.metadata["License"])))
        if name in shipped and "GPL" in licence:
            assert "LGPL" in licence, name
