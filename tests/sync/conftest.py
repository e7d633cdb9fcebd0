"""A real server on a free port."""

import pytest

from tests.sync.province import Province


@pytest.fixture
def province(tmp_path):
    made = Province(tmp_path)
    yield made.start()
    made.stop()
