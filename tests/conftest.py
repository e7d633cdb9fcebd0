"""What every test stands on: an offscreen screen, Vietnamese, a data folder of its own, and a log without surprises.

And what makes thousands of them quick: folders in memory, passwords hardly stretched, new files made by copying one.
"""

import gc
import logging
import os
import shutil
from pathlib import Path

import pytest

from desk import words
from tests.source import SHARED

os.environ["QT_QPA_PLATFORM"] = "offscreen"
IN_MEMORY, ENOUGH = Path("/dev/shm"), 2 << 30
"""Where tests keep folders if so many bytes are free there; a killed process leaves as much in it as on a disk."""


def pytest_configure():
    if os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))


def pytest_collection_finish():
    """Thousands of tests and what they import are there to stay: not to be looked through for garbage every time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_surprise_in_the_log(caplog):
    """A warning or an error that nobody expected fails the test; who expects one reads it and calls `caplog.clear()`.

    Messages of Qt are watched by pytest-qt (`qt_log_level_fail`).
    """
    yield
    found = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.WARNING
    ]
    assert not found, "unexpected in the log:\n" + "\n".join(found)


@pytest.fixture(autouse=True)
def in_vietnamese():
    """A test that speaks English leaves Vietnamese to the next."""
    yield
    words.use("vi")


@pytest.fixture(autouse=True, scope="session")
def own_data_folder(tmp_path_factory):
    """Nothing in the suite touches the data folder of the person who runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASEDESK_DATA", str(tmp_path_factory.mktemp("data")))
        for name in ("CASEDESK_HOME", "CASEDESK_LANG", "CASEDESK_LANGUAGE", "CASEDESK_PASSWORD"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_passwords():
    """Stretching every password of every test would take minutes; processes of their own stretch in full."""
    from sync.keys import vault

    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("MEMORY_KIB", 64), ("PASSES", 1), ("LANES", 1)):
            patch.setattr(vault, name, value)
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_files():
    """The files of homes are made as `tests.files` does it."""
    from desk import store
    from tests import files

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "open_store", files.copied)
        yield


@pytest.fixture(scope="session")
def shared():
    """The folder of reference data beside the checkout; never part of the repository."""
    if not SHARED.is_dir():
        pytest.skip(f"no reference data at {SHARED} (CASEDESK_SHARED names another folder)")
    return SHARED


@pytest.fixture
def province(tmp_path):
    """A provisioned province on a real server, on a free port."""
    from tests.sync.province import Province  # its libraries are not for every test

    made = Province(tmp_path)
    yield made.start()
    made.stop()
