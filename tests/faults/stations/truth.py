"""What has to hold in the end, whatever befell hub, stations and lines.

Every receipt that was shown anywhere leads to exactly one dossier at the hub, of the same bytes and
with all of its files; nothing waits; every station knows each event that is its own exactly once,
and none that is not; the databases are whole.
"""

from collections import Counter
from collections.abc import Collection
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, text

from kiosk.dossier.status import HAPPENED
from kiosk.sync import envelope, inbox, outgoing, receipts, upstream
from kiosk.sync.codes import receipt_code
from kiosk.sync.keyfolder import load_ring
from kiosk.sync.outgoing import Backlog
from kiosk.sync.upstream import Facts
from tests.faults.stations.country import Country, Station
from tests.faults.stations.node import Node, until
from tests.faults.stations.people import Told

KINDS = tuple(HAPPENED)
ENVELOPES = "SELECT id, digest, body, kind FROM envelope WHERE kind != 'practice' ORDER BY seq"
RECEIPTS = """SELECT receipt.id, stage, token FROM receipt
JOIN envelope ON envelope.id = receipt.id WHERE kind != 'practice'"""
DOSSIERS = "SELECT id, code, commune, state FROM dossier"
EVENTS = "SELECT seq, dossier, kind FROM dossier_event"
CARRIED = "SELECT station, dossier FROM carried"
ORPHANS = """SELECT dossier FROM dossier_event WHERE dossier NOT IN (SELECT id FROM dossier)
UNION SELECT id FROM receipt WHERE id NOT IN (SELECT id FROM envelope)"""
AMCHECK = """SELECT bt_index_check(c.oid, true) FROM pg_index i JOIN pg_class c
ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n
ON n.oid = c.relnamespace WHERE a.amname = 'btree' AND n.nspname = 'public' AND i.indisvalid"""

Event = tuple[int, str, str]


class Known(NamedTuple):
    """What a node knows of dossiers: code, commune and state by id. `carried` are a hub's."""

    dossiers: dict[str, tuple[str, str, str]]
    events: list[Event]
    carried: set[tuple[str, str]]


class Kept(NamedTuple):
    """What a node has: by envelope its digest and the names of its files, by envelope and stage
    the receipt; the ids of dossiers and of submissions."""

    digests: dict[str, str]
    blobs: dict[str, list[str]]
    tokens: dict[tuple[str, str], str]
    dossiers: dict[str, tuple[str, str, str]]
    submissions: set[str]


def known(db: Connection) -> Known:
    return Known(
        dossiers={id: (code, at, state) for id, code, at, state in db.execute(text(DOSSIERS))},
        events=[(seq, id, kind) for seq, id, kind in db.execute(text(EVENTS))],
        carried={(station, id) for station, id in db.execute(text(CARRIED))},
    )


def kept(db: Connection) -> Kept:
    """Each envelope is read, and its digest taken anew."""
    digests, blobs, submissions = {}, {}, set()
    for id, digest, body, kind in db.execute(text(ENVELOPES)):
        assert id not in digests
        assert sha256(body).hexdigest() == digest, f"{id} was spoilt"
        digests[id] = digest
        blobs[id] = [one.sha256 for one in envelope.read(bytes(body)).header.blobs]
        if kind == "submission":
            submissions.add(id)
    tokens = {(id, stage): token for id, stage, token in db.execute(text(RECEIPTS))}
    assert db.execute(text(ORPHANS)).fetchall() == []
    return Kept(digests, blobs, tokens, known(db).dossiers, submissions)


def backlog(one: Station) -> Backlog:
    return one.node.reads(outgoing.backlog)


def standing(one: Station) -> str:
    """What it knows of how the hub sees it."""
    return facts(one).standing


def facts(one: Station) -> Facts:
    found = one.node.reads(upstream.facts_of)
    assert found is not None
    return found


def until_delivered(country: Country) -> None:
    """However slow the machine is: patience is for one that stands still."""
    for one in country.stations:
        left = backlog(one).waiting
        while left:
            until(
                lambda one=one, left=left: backlog(one).waiting < left, lambda one=one: backlog(one)
            )
            left = backlog(one).waiting
        assert {item.id for item in one.node.reads(outgoing.refused)} <= country.refused


def until_reconciled(country: Country) -> None:
    """Until every station has asked a hub that came back from a backup what it lacks."""
    now = country.hub.reads(inbox.known_epoch)
    for one in country.stations:
        until(lambda one=one: facts(one).epoch == now)


def check(country: Country, restored: bool = False) -> Kept:
    """`restored`: whether the hub has come back from a backup, so that it signs some receipts once
    more. What the hub has."""
    until_delivered(country)
    refused = country.refused
    hub = country.hub.reads(kept)
    assert set(hub.dossiers) == hub.submissions, "a dossier for each submission, and no other"
    check_promises(country.hub, country.crowd.told, hub, refused)
    for one in country.stations:
        check_promises(one.node, one.crowd.told, hub, refused)
        check_receipts(country.hub, one, hub, refused, restored)
        if one.is_told:
            check_events(country.hub, one)
    check_files(country.hub, hub)
    for node in (country.hub, *(one.node for one in country.stations)):
        check_database(node)
    return hub


def check_promises(at: Node, told: Told, hub: Kept, refused: Collection[str]) -> None:
    """Of what screens showed there, and what answers gave."""
    assert (told.pages.wrong, told.wrong) == ([], [])
    for id, code in told.pages.receipts.items():
        assert id in refused or hub.dossiers[id][0] == code, f"{code} was shown"
    tokens = set(at.reads(kept).tokens.values())
    for id, given in told.receipts.items():
        assert given <= tokens, f"{id}: another receipt than it was given"
        if id not in refused:
            assert (hub.digests[id], hub.dossiers[id][0]) == (told.sealed[id], receipt_code(id))


def check_receipts(
    at: Node, one: Station, hub: Kept, refused: Collection[str], restored: bool
) -> None:
    here = one.node.reads(kept)
    ring = load_ring(at.folder / "keys")
    name = at.settings.get("KIOSK_COMMUNE", "00070")
    signers = {key.id: receipts.Signer(name, "hub", key.public) for key in ring.of("signing")}
    for id, digest in here.digests.items():
        assert (id, "received") in here.tokens, id
        if id in refused:
            assert (id, "accepted") not in here.tokens
            continue
        assert hub.digests.get(id) == digest, id
        token = here.tokens[id, "accepted"]
        said = receipts.verify(token, signers, stage="accepted", id=id, digest=digest)
        assert set(said.blobs) == set(hub.blobs[id])
        assert restored or token == hub.tokens[id, "accepted"]


def check_files(at: Node, hub: Kept) -> None:
    for id, names in hub.blobs.items():
        for name in names:
            file = at.folder / "files" / id / name
            assert file.exists(), f"{id} lacks {name}"
            assert sha256(file.read_bytes()).hexdigest() == name


def check_events(at: Node, one: Station) -> None:
    """The last round may be on its way."""

    def theirs() -> tuple[Counter[Event], dict[str, str]]:
        hub = at.reads(known)
        own = {
            id
            for id, (_, commune, _) in hub.dossiers.items()
            if commune == one.commune or (one.name, id) in hub.carried
        }
        events = [event for event in hub.events if event[1] in own and event[2] in KINDS]
        return Counter(events), {id: hub.dossiers[id][2] for id in own}

    def ours() -> tuple[Counter[Event], dict[str, str]]:
        here = one.node.reads(known)
        states = {id: state for id, (_, _, state) in here.dossiers.items() if state != "waiting"}
        return Counter(here.events), states

    def differ() -> str:
        (hub, states), (here, told) = theirs(), ours()
        wrong = {id: state for id, state in states.items() if told.get(id) != state}
        return f"lacks {hub - here}, has besides {here - hub}; states {wrong}"

    until(lambda: theirs() == ours(), differ)


def check_database(one: Node) -> None:
    if one.database.startswith("sqlite"):
        found = one.reads(lambda db: db.execute(text("PRAGMA integrity_check")).scalar())
        assert found == "ok"
    else:
        one.writes(check_indexes)


def check_indexes(db: Connection) -> None:
    """By PostgreSQL's own look, where it comes with it: each row has its place in every index."""
    named = "SELECT count(*) FROM pg_available_extensions WHERE name = 'amcheck'"
    if db.scalar(text(named)):
        db.execute(text("CREATE EXTENSION IF NOT EXISTS amcheck"))
        db.execute(text(AMCHECK))
