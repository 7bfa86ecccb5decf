"""How this node joins a hub: by a one-time code, typed once."""

import secrets
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from kiosk.clock import Clock, to_millis
from kiosk.problem import Problem
from kiosk.sync import enrolment, hello, inbox, upstream
from kiosk.sync.envoy import JSON, keys_in
from kiosk.sync.hello import Hello
from kiosk.sync.keys import Key, public_text
from kiosk.sync.link import NONCE_BYTES, Link
from kiosk.sync.problems import no_such_invitation
from kiosk.sync.upstream import Facts, NoLine, PublicKey
from kiosk.sync.wire import Name, moment


class Joined(msgspec.Struct, frozen=True):
    """The hub's answer. `hello` is its greeting, `proof` that the issuer of the code gave it."""

    id: Name
    name: str
    commune: str
    hello: str
    proof: str


async def join(link: Link, code: str, key: Key) -> tuple[Joined, Hello]:
    """Safe to repeat with the same key, where the answer got lost. `code` as
    `codes.normalise_resume` gives it. Raises NoLine, `sync.no_such_invitation`."""
    nonce, public = secrets.token_urlsafe(NONCE_BYTES), public_text(key.public)
    proof = enrolment.proof_key(code)
    asked = {
        "locator": enrolment.locator_of(code),
        "public": public,
        "nonce": nonce,
        "proof": enrolment.node_proof(proof, public, nonce),
    }
    answer = await link.ask("POST", "/sync/v1/enrol", msgspec.json.encode(asked), JSON)
    if answer.problem == no_such_invitation.code:
        raise no_such_invitation()
    try:
        joined = msgspec.json.decode(answer.body, type=Joined)
        greeting = hello.first(joined.hello, nonce)
    except (msgspec.DecodeError, UnicodeDecodeError, Problem) as error:
        raise NoLine(f"enrol {answer.status}") from error
    wanted = enrolment.hub_proof(proof, joined.id, joined.hello)
    if answer.status != 201 or not enrolment.is_proof(joined.proof, wanted):
        raise NoLine("somebody else than the hub answers")
    return joined, greeting


def settle_in(db: Connection, joined: Joined, greeting: Hello, key: Key, clock: Clock) -> None:
    """Keeps who the hub is and who we are there. What waited goes on waiting; receipts from now on
    count anew, under the new name."""
    now = clock.now()
    own = PublicKey(key.id, "signing", public_text(key.public), joined.id, "node")
    upstream.pin(db, [*keys_in(greeting), own], now)
    upstream.keep(db, facts_in(joined, greeting, now))
    inbox.begin_epoch(db)


def facts_in(joined: Joined, greeting: Hello, now: datetime) -> Facts:
    if greeting.sealing is None:
        raise NoLine("the hub has no key to seal to")
    return Facts(
        station=joined.id,
        name=joined.name,
        commune=joined.commune,
        hub=greeting.id,
        epoch="",  # so that the first round asks what this hub lacks of what was sent before
        sealing=greeting.sealing.id,
        piece=greeting.piece,
        offset_ms=to_millis(moment(greeting.time)) - to_millis(now),
        met_at=to_millis(now),
    )
