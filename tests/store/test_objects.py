"""Pieces are the same in a folder and in a bucket; a bucket that is away is said by name."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.problem import Problem
from kiosk.settings import Bucket, Settings
from kiosk.store import objects
from kiosk.store.files import Files
from kiosk.store.objects import Piece, chain, reach
from kiosk.store.pieces import Pieces
from kiosk.store.places import files_of, pieces_of
from tests import radosgw
from tests.s3 import S3

NAME = "a" * 64
A_DAY = 86_400


async def test_a_file_comes_in_pieces(pieces: Pieces) -> None:
    assert await pieces.write("one", NAME, 0, b"abc")
    assert await pieces.write("one", NAME, 3, b"def")
    assert await pieces.read("one", NAME, 6) == b"abcdef"
    assert await pieces.read("one", NAME, 4) == b"abcd"
    assert await pieces.read("one", NAME, 7) is None
    assert await pieces.read("two", NAME, 1) is None


async def test_a_piece_that_leaves_a_gap_is_not_taken(pieces: Pieces) -> None:
    assert not await pieces.write("one", NAME, 3, b"def")
    await pieces.write("one", NAME, 0, b"ab")
    assert not await pieces.write("one", NAME, 3, b"def")
    assert await pieces.read("one", NAME, 3) is None


async def test_two_tabs_may_send_the_same_bytes_in_other_pieces(pieces: Pieces) -> None:
    await pieces.write("one", NAME, 0, b"abcdef")
    await pieces.write("one", NAME, 0, b"ab")
    await pieces.write("one", NAME, 2, b"cd")
    assert await pieces.write("one", NAME, 6, b"gh")
    assert await pieces.read("one", NAME, 8) == b"abcdefgh"


async def test_what_is_removed_is_gone_and_may_come_anew(pieces: Pieces) -> None:
    await pieces.write("one", NAME, 0, b"wrong bytes")
    await pieces.remove("one", NAME)
    await pieces.remove("one", NAME)
    assert await pieces.read("one", NAME, 1) is None
    assert not await pieces.write("one", NAME, 5, b"x")
    await pieces.write("one", NAME, 0, b"right")
    assert await pieces.read("one", NAME, 5) == b"right"


async def test_what_nobody_adds_to_is_swept(pieces: Pieces) -> None:
    for name in ("a", "b"):
        await pieces.write("one", name, 0, b"abc")
        await pieces.write("one", name, 3, b"def")
    assert await pieces.sweep(time.time() - A_DAY) == 0
    assert await pieces.read("one", "a", 6) == b"abcdef"
    assert await pieces.sweep(time.time() + A_DAY) == 2
    assert await pieces.read("one", "a", 1) is None


async def test_files_and_pieces_of_one_name_stay_apart(files: Files, pieces: Pieces) -> None:
    await pieces.write("one", NAME, 0, b"abc")
    assert not await files.has("one", NAME)
    await files.put("one", NAME, b"whole")
    await pieces.remove("one", NAME)
    assert await files.has("one", NAME)
    assert await files.get("one", NAME) == b"whole"


async def test_two_nodes_share_a_bucket_by_prefix(s3: S3, settings: Settings) -> None:
    bucket = s3.bucket("one")
    one = files_of(replace(settings, bucket=bucket))
    two = files_of(replace(settings, bucket=replace(bucket, prefix="two")))
    await one.put("draft", "a", b"x")
    assert await two.owners() == []
    assert await two.get("draft", "a") is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=12))
@settings(max_examples=300, deadline=None)
def test_a_chain_holds_every_byte_up_to_the_first_gap(found: list[tuple[int, int]]) -> None:
    pieces = [Piece(offset, offset + size) for offset, size in found]
    held = {at for one in pieces for at in range(one.offset, one.end)}
    whole = next(at for at in range(100) if at not in held)
    assert reach(pieces) == whole
    got = [at for one in chain(pieces) for at in range(one.piece.end - one.adds, one.piece.end)]
    assert got == list(range(whole))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "BACKOFF", (objects.BACKOFF[0] / 100, objects.BACKOFF[1] / 100))


# Moto lets everybody in.
ASKS_WHO_IT_IS = ("another's secret",) if radosgw.is_here() else ()
WHY_AWAY = ("nobody there", "no such bucket", *ASKS_WHO_IT_IS)
NOBODY = Bucket("papers", "", "http://127.0.0.1:9", "us-east-1", "key", "secret")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("why", WHY_AWAY)
async def test_what_cannot_be_reached_is_away_and_never_merely_missing(
    s3: S3, settings: Settings, why: str
) -> None:
    if why == "another's secret" and not s3.asks_who_it_is:
        pytest.skip("moto was asked for")
    bucket = {
        "nobody there": NOBODY,
        "no such bucket": replace(s3.bucket(), name="of-nobody"),
        "another's secret": replace(s3.bucket(), secret="wrong"),
    }[why]
    settings = replace(settings, bucket=bucket)
    files, pieces = files_of(settings), pieces_of(settings)
    for asked in (
        files.put("a", "b", b"x"), files.get("a", "b"), files.has("a", "b"), files.remove("a"),
        files.owners(), pieces.write("a", "b", 0, b"x"), pieces.write("a", "b", 1, b"x"),
        pieces.read("a", "b", 1), pieces.remove("a", "b"), pieces.sweep(0),
    ):  # fmt: skip
        with pytest.raises(Problem, match=r"files\.away") as away:
            await asked
        assert away.value.status == 503
        assert away.value.params["retry_after"]


def test_a_node_without_a_bucket_does_not_load_the_library(settings: Settings) -> None:
    import subprocess
    import sys

    code = (
        "import sys, kiosk.app; print('obstore' in sys.modules, 'prometheus_client' in sys.modules)"
    )
    said = subprocess.check_output([sys.executable, "-c", code], cwd=Path(__file__).parents[2])
    assert said.split() == [b"False", b"False"]
