"""The lesson of the vectors, and made-up ones."""

import pytest

from kiosk.engine.lesson.pack import LessonPack
from tests.engine.conftest import world  # noqa: F401  a fixture
from tests.twin.lesson_vectors import otp as vector_lesson


@pytest.fixture(scope="session")
def otp() -> LessonPack:
    return vector_lesson()
