"""Speaks with the hub in the name of this node: greets it, and signs what it asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

import msgspec
import structlog

from kiosk.clock import Clock, to_millis
from kiosk.store import Store
from kiosk.sync import outgoing, upstream
from kiosk.sync.hello import Hello
from kiosk.sync.inbox import Inbox
from kiosk.sync.link import Answer, Link, Signature
from kiosk.sync.outgoing import Backlog
from kiosk.sync.problems import (
    stale_request,
    station_copied,
    station_paused,
    station_revoked,
    unknown_station,
)
from kiosk.sync.upstream import NoLine, PublicKey, Standing, Upstream
from kiosk.sync.wire import moment

JSON = {"Content-Type": "application/json"}
RECONCILED_AT_ONCE = 500
STANDING: dict[str, Standing] = {
    unknown_station.code: "unknown",
    station_paused.code: "paused",
    station_revoked.code: "revoked",
    station_copied.code: "copied",
}
COUNTED_EVERY_SECONDS = 1.0

log = structlog.get_logger()


@dataclass
class Counted:
    """`at` is on the loop's clock."""

    at: float = 0.0
    backlog: Backlog | None = None


@dataclass(frozen=True)
class Envoy:
    """Of a node that was enrolled: its inbox has an upstream."""

    link: Link
    store: Store
    inbox: Inbox
    clock: Clock
    counted: Counted = field(default_factory=Counted)

    @property
    def upstream(self) -> Upstream:
        if self.inbox.upstream is None:
            raise ValueError("a hub has nobody above it")
        return self.inbox.upstream

    async def ask(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """A signed request; what it tells of our standing is noted. A clock that the hub finds
        wrong is set by a greeting, and the request made once more. Raises NoLine."""
        answer = await self._ask(method, target, body, headers)
        if answer.problem == stale_request.code:
            await self.greet()
            answer = await self._ask(method, target, body, headers)
        if answer.problem in STANDING:
            await self.stand(STANDING[answer.problem])
        return answer

    async def _ask(
        self, method: str, target: str, body: bytes, headers: Mapping[str, str] | None
    ) -> Answer:
        by = Signature(self.upstream, self.inbox.signing, await self.backlog())
        return await self.link.ask(method, target, body, headers, by=by)

    async def backlog(self) -> Backlog:
        """As it was a second ago at most: to count a long queue for each request of it would take
        longer than to send it."""
        now = monotonic()
        if self.counted.backlog is None or now - self.counted.at >= COUNTED_EVERY_SECONDS:
            self.counted.backlog, self.counted.at = await self.store.read(outgoing.backlog), now
        return self.counted.backlog

    async def stand(self, standing: Standing) -> None:
        if standing != self.upstream.facts.standing:
            say = log.info if standing == "active" else log.error
            say("standing at the hub", standing=standing)
            await self.note(standing=standing)

    async def note(self, **changes: object) -> None:
        self.upstream.become(await self.store.write(upstream.note, **changes))

    async def greet(self) -> Hello:
        """Pins keys that one already pinned vouches for, and notes the hub's clock. Raises
        NoLine."""
        greeting = await self.link.greet(self.upstream)
        now, was_off = self.clock.now(), self.upstream.is_off
        off = moment(greeting.time) - now
        await self.store.write(upstream.pin, keys_in(greeting), now)
        await self.note(
            hub=greeting.id,
            sealing=greeting.sealing.id if greeting.sealing else self.upstream.facts.sealing,
            piece=greeting.piece,
            met_at=to_millis(now),
            offset_ms=off // timedelta(milliseconds=1),
        )
        if self.upstream.is_off and not was_off:
            log.warning("clock off", seconds=round(off.total_seconds()))
        return greeting

    async def reconcile(self, epoch: str) -> None:
        """The hub is not the one it was: a backup of it, perhaps. What it lacks goes there again,
        and its events are told from the start. Raises NoLine."""
        after = 0
        while kept := await self.store.read(outgoing.kept_after, after, RECONCILED_AT_ONCE):
            body = msgspec.json.encode({"items": [[id, digest] for _, id, digest in kept]})
            answer = await self.link.ask("POST", "/sync/v1/reconcile", body, JSON)
            if answer.status != 200:
                raise NoLine(f"reconcile {answer.status}")
            if lacking := [str(id) for id in answer.value().get("lacking", [])]:
                log.warning("the hub lacks", count=len(lacking))
                await self.store.write(outgoing.send_again, lacking, self.clock.now())
            after = kept[-1][0]
        await self.note(epoch=epoch, after="")


def keys_in(greeting: Hello) -> list[PublicKey]:
    """Of a hub: its own alone. What a node says of others' keys counts for nothing."""
    signing = [
        PublicKey(one.id, "signing", one.public, greeting.id, "hub")
        for one in greeting.signing
        if one.role == "hub" and one.by == greeting.id
    ]
    sealing = greeting.sealing
    return signing + (
        [PublicKey(sealing.id, "sealing", sealing.public, greeting.id, "hub")] if sealing else []
    )
