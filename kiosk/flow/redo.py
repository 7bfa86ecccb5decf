"""The draft of a supplement: the steps that an officer asked for, without the old answers."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import msgspec
from sqlalchemy import Connection

from kiosk.dossier.actions import Followed
from kiosk.engine.view import Holes
from kiosk.flow import actions, problems
from kiosk.flow.actions import DraftKey, Guide, OpenDraft, Redo
from kiosk.people.assist import Assist
from kiosk.problem import Problem
from kiosk.sync.envelope import Header, Plaintext


def open_redo(
    db: Connection, guide: Guide, found: Followed, secret: str, keys: Mapping[str, bytes],
    assist: Assist = "none",
) -> DraftKey | None:  # fmt: skip
    """A draft of what is asked for, or the one that this browser holds already. None when nothing
    is asked for any more."""
    edition = guide.library.edition_with(db, found.progress.pack)
    if found.state != "supplement" or edition is None:
        return None
    redo = Redo(found.id, secret, found.asked, found.commune)
    begun = next((one for one in held(db, guide, keys) if goes_on(one[1], redo)), None)
    if begun:
        return begun[0]
    return actions.open_draft(db, edition, guide.clock.now(), assist, redo)


def held(
    db: Connection, guide: Guide, keys: Mapping[str, bytes]
) -> Iterator[tuple[DraftKey, OpenDraft]]:
    """The drafts that a browser can open."""
    for id, secret in keys.items():
        try:
            yield DraftKey(id, secret), actions.read_draft(db, guide, DraftKey(id, secret))
        except Problem as problem:
            if problem.kind != problems.no_such_draft:
                raise


def goes_on(opened: OpenDraft, redo: Redo) -> bool:
    """Whether this draft answers the same request. An officer who asks again asks for another.
    One of before the commune was noted names none."""
    begun = opened.held.redo
    if begun is None or opened.row.code is not None:
        return False
    return msgspec.structs.replace(begun, commune=redo.commune) == redo


def as_supplement(
    redo: Redo | None, header: Header, plaintext: Plaintext
) -> tuple[Header, Plaintext]:
    """The envelope's two parts as those of a supplement, where the draft is one."""
    if redo is None:
        return header, plaintext
    return (
        msgspec.structs.replace(header, kind="supplement", follow=None, parent=redo.parent),
        replace(plaintext, secret=redo.secret, steps=redo.steps),
    )


def shown(opened: OpenDraft, values: Holes) -> Holes:
    """The values of a page: fees and papers are no part of a supplement, and before its first
    page comes the dossier, not the procedure."""
    if opened.held.redo is None:
        return values
    is_first = values["back"] == f"/thu-tuc/{opened.edition.flow.id}"
    return {**values, "redo": True, "back": "/ho-so" if is_first else values["back"]}
