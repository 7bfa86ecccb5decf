"""A hub and its stations as real processes, forked from one mother."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.stations.country import Country, Ground, country, ground_in
from tests.faults.stations.node import Mother, mothering


@pytest.fixture(scope="session")
def mother() -> Iterator[Mother]:
    with mothering() as one:
        yield one


@pytest.fixture(scope="session")
def ground(mother: Mother, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return ground_in(tmp_path_factory.mktemp("ground"), mother)


@pytest.fixture
def land(ground: Ground, tmp_path: Path) -> Iterator[Country]:
    """A hub on SQLite, alive, without stations."""
    with country(ground, tmp_path) as one:
        yield one
