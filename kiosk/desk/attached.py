"""The photographs and papers of a dossier, laid out under the questions that they answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kiosk.dossier.filing import Aside, DossierFile, FiledBlob
from kiosk.engine.fields.files import PDF, entries_in
from kiosk.engine.pack import Pack


@dataclass(frozen=True)
class Page:
    """A file to look at; `number` is its place among those of its question."""

    href: str
    number: int
    name: str
    is_pdf: bool


@dataclass(frozen=True)
class Attached:
    """What came under one question for photographs or papers."""

    label: str
    pages: tuple[Page, ...]


def attached(
    pack: Pack | None, file: DossierFile | Aside | None, base: str
) -> tuple[Attached, ...]:
    """The files that count, or those of a supplement that came too late, by question; `base` is
    the address of the dossier."""
    if file is None:
        return ()
    labels = {one.id: one.label for one in pack.flow.fields()} if pack else {}
    names = dict.fromkeys([*labels, *(one.field for one in file.blobs)])
    found = [
        (labels.get(name, name), tuple(pages_of(in_order(file, name), base))) for name in names
    ]
    return tuple(Attached(label, pages) for label, pages in found if pages)


def in_order(file: DossierFile | Aside, name: str) -> list[FiledBlob]:
    """Slots tell which file came first, the answer which page is which."""
    order = {entry["sha256"]: at for at, entry in enumerate(entries_in(file.answers.get(name)))}
    mine = [one for one in file.blobs if one.field == name]
    return sorted(mine, key=lambda one: order.get(one.sha256, len(order)))


def pages_of(blobs: Iterable[FiledBlob], base: str) -> Iterator[Page]:
    for number, one in enumerate(blobs, start=1):
        supplement = "" if base.endswith(f"/{one.envelope}") else f"?tu={one.envelope}"
        href = f"{base}/tep/{one.slot}{supplement}"
        yield Page(href, number, one.name, one.type == PDF)
