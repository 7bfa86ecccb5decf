"""Phones on which the worker runs."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPhone
from tests.faults.offline.device import controlled


@pytest.fixture
def page(phone: NewPhone) -> Page:
    """A phone whose worker answers."""
    return controlled(phone(service_workers="allow"))
