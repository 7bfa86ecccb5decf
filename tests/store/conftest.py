"""Files and pieces in each of the places where a node may keep them."""

from dataclasses import replace

import pytest

from kiosk.settings import Settings
from kiosk.store.files import Files
from kiosk.store.pieces import Pieces
from kiosk.store.places import files_of, pieces_of
from tests.s3 import S3


@pytest.fixture(params=["folder", "bucket", pytest.param("prefix", marks=pytest.mark.long)])
def placed(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    """Of a node that keeps files in a folder, in a bucket, in a part of a bucket."""
    if request.param == "folder":
        return settings
    server: S3 = request.getfixturevalue("s3")
    return replace(settings, bucket=server.bucket("a/b" if request.param == "prefix" else ""))


@pytest.fixture
def files(placed: Settings) -> Files:
    return files_of(placed)


@pytest.fixture
def pieces(placed: Settings) -> Pieces:
    return pieces_of(placed)
