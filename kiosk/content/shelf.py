"""What was compiled, kept on disk: a start need not read and draw again what has not changed."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec

from kiosk.content.library import Compiled, Edition, Library, edition_id
from kiosk.content.yaml import Trouble
from kiosk.engine.pack import Pack
from kiosk.settings import ROOT

Kept = list[Mapping[str, bytes]]
"""Of each edition the bytes of its packs, by language."""
NAME = "packs-{stamp}.bin"


class Books(Protocol):
    """A library of flows or of lessons."""

    troubles: tuple[Trouble, ...]


B = TypeVar("B", bound=Books)


def from_shelf(shelf: Path, stamp: str, make: Callable[[], Library]) -> Library:
    """The flows that were kept under the stamp, else what `make` gives."""
    return kept_or_made(shelf, NAME, stamp, make, _opened, lambda one: tuple(one.flows.values()))


def kept_or_made(
    shelf: Path,
    name: str,
    stamp: str,
    make: Callable[[], B],
    opened: Callable[[Kept], B],
    editions: Callable[[B], Sequence[Compiled[Any]]],
) -> B:
    """What was kept under the stamp, else what `make` gives, which is then kept. A library with
    troubles is not: they are to be told at every start."""
    file = shelf / name.format(stamp=stamp)
    if kept := _read(file, opened, editions):
        return kept
    made = make()
    if not made.troubles:
        _write(file, shelf.glob(name.format(stamp="*")), editions(made))
    return made


def stamp_of(folders: Iterable[Path], *more: object) -> str:
    """Names everything that a pack is made from: the program itself, the content of the folders,
    and what the settings add to a page."""
    digest = sha256(repr(more).encode())
    for folder in (ROOT / "kiosk", *folders):
        for file in _files(folder):
            digest.update(f"\0{str(file)[len(str(folder)) :]}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """In the same order on every machine."""
    for where, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if name != "__pycache__")
        yield from (Path(where, name) for name in sorted(names))


def _opened(kept: Kept) -> Library:
    packs = [{locale: Pack(data) for locale, data in one.items()} for one in kept]
    return Library(map(Edition, map(edition_id, packs), packs))


def _read(
    file: Path, opened: Callable[[Kept], B], editions: Callable[[B], Sequence[Compiled[Any]]]
) -> B | None:
    """None where there is nothing, or nothing that can be used."""
    try:
        named, kept = msgspec.msgpack.decode(file.read_bytes(), type=tuple[list[str], Kept])
        found = opened(kept)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    return found if [one.id for one in editions(found)] == named else None


def _write(file: Path, old: Iterable[Path], editions: Sequence[Compiled[Any]]) -> None:
    """Whole or not at all; a full disk costs time at the next start, no more."""
    ids = [one.id for one in editions]
    kept = [{locale: pack.data for locale, pack in one.packs.items()} for one in editions]
    begun = file.with_name(f".{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for one in old:
            one.unlink(missing_ok=True)
        begun.touch(mode=0o600)
        begun.write_bytes(msgspec.msgpack.encode((ids, kept)))
        begun.rename(file)
    begun.unlink(missing_ok=True)
