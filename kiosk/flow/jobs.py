"""What has to be done about drafts while nobody looks."""

from datetime import datetime, timedelta
from uuid import UUID

from kiosk.clock import to_millis
from kiosk.flow.actions import sweep, without_draft
from kiosk.store import Store
from kiosk.store.files import Files

# A file is kept before its draft says so; nobody takes a day to send one form.
YOUNG = timedelta(days=1)
AT_ONCE = 500


async def tidy_up(store: Store, files: Files, now: datetime) -> None:
    """Deletes drafts whose time is over and files that belong to nothing; safe in every worker."""
    await store.write(sweep, now)
    await sweep_files(store, files, now)


async def sweep_files(store: Store, files: Files, now: datetime) -> int:
    """Deletes the files of drafts that are gone and were not handed in; of how many."""
    old = [owner for owner in await files.owners() if is_old(owner, now)]
    gone: list[str] = []
    for at in range(0, len(old), AT_ONCE):
        gone += await store.read_long(without_draft, old[at : at + AT_ONCE])
    for owner in gone:
        await files.remove(owner)
    return len(gone)


def is_old(owner: str, now: datetime) -> bool:
    """By the time that its id tells. What is no id of ours is left alone."""
    try:
        made_at = UUID(owner).int >> 80
    except ValueError:
        return False
    return made_at <= to_millis(now - YOUNG)
