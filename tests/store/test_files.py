"""Files are whole or not there, and stay where they belong."""

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.problem import Problem
from kiosk.store.files import Files, FolderFiles

A = "a" * 64


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file of this process may grow over 100 bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_what_was_put_is_there(files: Files) -> None:
    await files.put("draft-1", A, b"one")
    await files.put("draft-1", A, b"two")
    await files.put("draft-2", A, b"three")
    assert await files.get("draft-1", A) == b"two"
    assert await files.get("draft-1", "b") is None
    assert await files.get("draft-3", A) is None
    assert await files.owners() == ["draft-1", "draft-2"]


async def test_a_file_is_removed_alone_or_with_all_of_its_owner(files: Files) -> None:
    for name in ("a", "b"):
        await files.put("draft", name, b"x")
    await files.remove("draft", "a")
    await files.remove("draft", "a")
    assert (await files.get("draft", "a"), await files.get("draft", "b")) == (None, b"x")
    await files.remove("draft")
    await files.remove("draft")
    assert await files.owners() == []


async def test_nobody_has_files_before_the_first(files: Files) -> None:
    assert await files.owners() == []
    await files.remove("nobody", "a")


@pytest.mark.parametrize("name", ["", "..", "a/b", "a.b", "a\0", "a\n", "é", "a" * 81, ".new-a"])
async def test_a_name_cannot_lead_elsewhere(files: Files, name: str) -> None:
    for owner, file in ((name, "a"), ("a", name)):
        with pytest.raises(ValueError, match="letters"):
            await files.put(owner, file, b"")
        with pytest.raises(ValueError, match="letters"):
            await files.get(owner, file)
        with pytest.raises(ValueError, match="letters"):
            await files.remove(owner, file)


@pytest.fixture
def in_folder(tmp_path: Path) -> Files:
    return FolderFiles(tmp_path / "files")


@pytest.mark.usefixtures("full_disk")
async def test_a_full_disk_is_told_and_leaves_the_old_file(
    in_folder: Files, tmp_path: Path
) -> None:
    await in_folder.put("draft", "a", b"old")
    with pytest.raises(Problem, match=r"files\.no_room"):
        await in_folder.put("draft", "a", b"new" * 1000)
    assert await in_folder.get("draft", "a") == b"old"
    assert [path.name for path in (tmp_path / "files" / "draft").iterdir()] == ["a"]


async def test_only_this_account_may_read_them(in_folder: Files, tmp_path: Path) -> None:
    await in_folder.put("draft", "a", b"x")
    folder = tmp_path / "files" / "draft"
    assert [path.stat().st_mode & 0o077 for path in (folder, folder / "a")] == [0, 0]
