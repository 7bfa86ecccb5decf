"""Compiled flows are kept from one start to the next, and never a wrong one is used."""

from pathlib import Path

import pytest

from kiosk.content.library import Edition, Library, edition_id
from kiosk.content.shelf import from_shelf, stamp_of
from kiosk.content.yaml import Trouble, Words
from kiosk.engine.shapes import flow_from
from tests.engine.conftest import TURNS, pack_for


@pytest.fixture
def library() -> Library:
    packs = {"vi": pack_for(flow_from(TURNS["flow"]))}
    return Library([Edition(edition_id(packs), packs)])


def unused() -> Library:
    raise AssertionError("compiled again")


def test_the_second_start_compiles_nothing(tmp_path: Path, library: Library) -> None:
    from_shelf(tmp_path, "today", lambda: library)
    again = from_shelf(tmp_path, "today", unused)
    assert [one.id for one in again.flows.values()] == [one.id for one in library.flows.values()]
    assert again.flows["nha-toi"].pack("vi").data == library.flows["nha-toi"].pack("vi").data


def test_a_change_compiles_anew_and_the_old_is_thrown_away(
    tmp_path: Path, library: Library
) -> None:
    from_shelf(tmp_path, "yesterday", lambda: library)
    assert from_shelf(tmp_path, "today", lambda: library) is library
    assert [one.name for one in tmp_path.iterdir()] == ["packs-today.bin"]


@pytest.mark.parametrize("damage", [lambda d: d[:-9], lambda d: d.replace(b"nha-toi", b"nha-ta!")])
def test_a_damaged_shelf_is_not_believed(tmp_path: Path, library: Library, damage: object) -> None:
    from_shelf(tmp_path, "today", lambda: library)
    file = tmp_path / "packs-today.bin"
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    assert from_shelf(tmp_path, "today", lambda: library) is library


def test_troubles_are_told_at_every_start(tmp_path: Path) -> None:
    broken = Library([], [Trouble(Path("flow.yaml"), 1, Words("không đọc được"))])
    from_shelf(tmp_path, "today", lambda: broken)
    assert from_shelf(tmp_path, "today", lambda: broken).troubles
    assert list(tmp_path.iterdir()) == []


def test_the_stamp_follows_content_names_and_settings(tmp_path: Path) -> None:
    (tmp_path / "flow.yaml").write_text("id: a", "utf-8")
    before = stamp_of([tmp_path], None)
    assert stamp_of([tmp_path], None) == before
    assert stamp_of([tmp_path], "1900 1234") != before
    (tmp_path / "flow.yaml").write_text("id: b", "utf-8")
    assert stamp_of([tmp_path], None) != before
