"""Lan's birth registration, answered as in the first worked case, and handed in."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from kiosk.content.cases import read_cases
from kiosk.flow import actions, hand_in
from kiosk.flow.actions import DraftKey, Held
from kiosk.flow.node import Node
from kiosk.sync import codes

CASES = Path(__file__).parents[1] / "flows" / "khai-sinh" / "cases.yaml"


@dataclass(frozen=True)
class Handed:
    key: DraftKey
    code: str

    @property
    def secret(self) -> str:
        return codes.follow_secret(self.key.secret, self.key.id)


async def begin(node: Node, **changes: Any) -> DraftKey:
    """A draft with every question answered; `changes` replace answers."""
    answers = {**read_cases(CASES)[0].answers, **changes}
    now = node.guide.clock.now()
    key = await node.store.write(actions.open_draft, node.guide.library.flows["khai-sinh"], now)
    await node.store.write(actions.store, key, Held(answers), now)
    return key


async def file(node: Node, **changes: Any) -> Handed:
    key = await begin(node, **changes)
    done = await node.store.write(hand_in.hand_in, node.guide, node.inbox, key, "vi", {})
    return Handed(key, done.code)


def hold(browser: httpx.AsyncClient, key: DraftKey) -> None:
    """Puts the draft's key where Lan's browser keeps it."""
    value = urlsafe_b64encode(key.secret).rstrip(b"=").decode()
    browser.cookies.set(f"d_{key.id}", value)
