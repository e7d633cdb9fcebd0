"""A PostgreSQL for each worker of the suite, where there is one, and a database for each test that asks."""

import pytest

from tests.sync.server import cluster as clusters


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL with a database `template`, which has the tables."""
    if reason := clusters.missing():
        pytest.skip(reason)
    made = clusters.Cluster()
    made.prepare()
    yield made
    made.close()


@pytest.fixture
def database(cluster):
    """The name of a database of the test's own, with the tables."""
    name = cluster.make(clusters.TEMPLATE)
    yield name
    cluster.drop(name)
