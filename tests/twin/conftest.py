"""One Node process with the twin, which knows the places of the whole country."""

from collections.abc import Iterator

import pytest

from kiosk.cli.twin import Twin, twin
from tests.twin.shared import everywhere


@pytest.fixture(scope="session")
def node() -> Iterator[Twin]:
    with twin() as started:
        everywhere(started)
        yield started
