"""A node that runs as a process of its own, for tests that treat it badly."""

from collections.abc import Iterator

import pytest

from tests.faults.station import Station, environ, flows_in, station


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    folder = tmp_path_factory.mktemp("node")
    with station(environ(folder / "var", flows_in(folder)), folder / "log") as running:
        running.be_born()
        yield running
