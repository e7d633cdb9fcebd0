"""What every test stands on: an offscreen screen, Vietnamese, a data folder of its own, and a log without surprises."""

import logging
import os

import pytest

from desk import words
from tests.source import SHARED

os.environ["QT_QPA_PLATFORM"] = "offscreen"


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

    full, vault.MEMORY_KIB, vault.PASSES = (vault.MEMORY_KIB, vault.PASSES), 64, 1
    yield
    vault.MEMORY_KIB, vault.PASSES = full


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
