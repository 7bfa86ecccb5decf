"""What every test run shares."""

import pytest

pytest_plugins = ["tools.kinds"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as the server does."""
    return "asyncio"
