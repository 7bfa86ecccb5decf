"""A power cut in the middle of a busy morning, thirty times: what was promised is there."""

import os
import sqlite3
from base64 import urlsafe_b64decode
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from random import Random
from threading import Event
from time import monotonic

import pytest

from kiosk.flow.actions import HELD
from kiosk.sync import codes, drafts, envelope, receipts
from kiosk.sync.keyfolder import load_ring
from tests.faults.persistent import Citizen, Photographer, Promised, names
from tests.faults.station import environ, flows_in, station

LIVES = int(os.environ.get("TRAMSO_LIVES", "30"))
CITIZENS = 6
# Some lives end when the node has hardly begun, some in full swing; each fifth sees a photograph.
MOST_PAGES = 60
PATIENCE_SECONDS = 10.0


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Promised]:
    """The data folder and what was promised, after thirty lives; each death was looked into."""
    folder = tmp_path_factory.mktemp("morning")
    data, promised, over, chance = folder / "var", Promised(), Event(), Random(20)
    given = names()
    with station(environ(data, flows_in(folder)), folder / "log") as node:
        people = [Citizen(node.url, given, promised, over) for _ in range(CITIZENS)]
        people += [Photographer(node.url, given, promised, over) for _ in range(2)]
        for one in people:
            one.start()
        for life in range(LIVES):
            pages = promised.pages + chance.randint(0, MOST_PAGES)
            photos = promised.photos + (life % 5 == 4)
            node.be_born()
            until(over, lambda p=pages, f=photos: promised.pages >= p and promised.photos >= f)
            node.die()
            look_into(data, promised)
        over.set()
        for one in people:
            one.join(30)
    return data, promised


def until(over: Event, seen: Callable[[], bool]) -> None:
    give_up_at = monotonic() + PATIENCE_SECONDS
    while not seen() and monotonic() < give_up_at:
        over.wait(0.002)


def look_into(data: Path, promised: Promised) -> None:
    with closing(sqlite3.connect(data / "kiosk.db")) as db:
        # A copy: the citizens go on.
        given, kept = dict(promised.receipts), dict(promised.drafts)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert set(given) <= {id for (id,) in db.execute("SELECT id FROM envelope")}
        assert set(kept) <= {id for (id,) in db.execute("SELECT id FROM draft")}
        taken = "SELECT id FROM envelope WHERE id NOT IN (SELECT id FROM {})"
        assert db.execute(taken.format("receipt WHERE stage = 'received'")).fetchall() == []
        assert db.execute(taken.format("receipt WHERE stage = 'accepted'")).fetchall() == []
        assert db.execute(taken.format("dossier")).fetchall() == []
        orphans = "SELECT id FROM dossier WHERE id NOT IN (SELECT id FROM envelope)"
        assert db.execute(orphans).fetchall() == []


def test_it_was_a_busy_morning(morning: tuple[Path, Promised]) -> None:
    data, promised = morning
    assert promised.wrong == []
    assert len(promised.receipts) >= LIVES
    assert list((data / "files").iterdir())


def test_every_receipt_that_was_shown_is_there_and_its_envelope_opens(
    morning: tuple[Path, Promised],
) -> None:
    data, promised = morning
    ring = load_ring(data / "keys")
    signers = {ring.signing.id: receipts.Signer("00070", "hub", ring.signing.public)}
    with closing(sqlite3.connect(data / "kiosk.db")) as db:
        for id, code in promised.receipts.items():
            body, digest = db.execute(
                "SELECT body, digest FROM envelope WHERE id = ?", [id]
            ).fetchone()
            opened = envelope.read(body)
            assert (opened.digest, codes.receipt_code(id)) == (digest, code)
            assert promised.drafts[id][1] in envelope.open(opened, ring.openers).answers.values()
            for stage, token in db.execute("SELECT stage, token FROM receipt WHERE id = ?", [id]):
                assert receipts.verify(token, signers, stage=stage, id=id, digest=digest)


def test_every_file_of_an_envelope_is_there_whole(morning: tuple[Path, Promised]) -> None:
    data, _ = morning
    with closing(sqlite3.connect(data / "kiosk.db")) as db:
        bodies = [body for (body,) in db.execute("SELECT body FROM envelope")]
    sent = [(one.id, blob) for one in map(envelope.read, bodies) for blob in one.header.blobs]
    assert sent
    for id, blob in sent:
        assert sha256((data / "files" / id / blob.sha256).read_bytes()).hexdigest() == blob.sha256


def test_every_page_that_was_saved_is_in_its_draft(morning: tuple[Path, Promised]) -> None:
    data, promised = morning
    with closing(sqlite3.connect(data / "kiosk.db")) as db:
        for id, (key, name) in promised.drafts.items():
            (sealed,) = db.execute("SELECT sealed FROM draft WHERE id = ?", [id]).fetchone()
            held = HELD.decode(drafts.open_draft(urlsafe_b64decode(key + "="), id, sealed))
            assert not name or name in str(held)


def test_nothing_half_written_stays_where_files_are_kept(morning: tuple[Path, Promised]) -> None:
    data, promised = morning
    named = [path for path in (data / "files").glob("*/*") if not path.name.startswith(".")]
    assert all(sha256(path.read_bytes()).hexdigest() == path.name for path in named)
    assert {path.parent.name for path in named} <= set(promised.drafts)
