"""A photograph on its way from the worker's outbox to the hub, over a line that breaks."""

import base64
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from litestar import Litestar

from bench import citizens
from bench.node import node
from bench.phone import Phone, phone
from bench.relay import Relay
from bench.report import Row, row_of
from bench.uploads import FIELD, FLOW, STEP, paper
from kiosk.engine.turn import key
from kiosk.engine.walk import walk
from kiosk.flow.node import Node

CUT_EVERY = 300_000
MOST_ROUNDS = 3
PATIENCE_SECONDS = 300
# As the pages send it, but for a photograph: a page makes that smaller first.
WALK = """async ([flow, forms, step, field, photo]) => {
  const post = async (path, body) => {
    const headers = { "HX-Request": "true" };
    const answer = await fetch(path, { method: "POST", headers, body: new URLSearchParams(body) });
    const next = answer.headers.get("HX-Push-Url");
    if (!next) throw new Error(`${path}: ${answer.status}`);
    return next;
  };
  const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
  let where = await post("/to-khai", { flow, js: "1" });
  const base = where.split("/").slice(0, 3).join("/");
  for (;;) {
    const place = where.slice(base.length + 1);
    if (!(place in forms)) return base;
    if (place === step) {
      const there = `${where}/tep?field=${field}&name=giay.jpg`;
      const taken = await fetch(there, { method: "POST", body: bytes });
      if (taken.status !== 201) throw new Error(`the photo was not taken: ${taken.status}`);
    }
    where = await post(where, forms[place]);
  }
}"""
HAND_IN = """async ([base, form]) => {
  const answer = await fetch(`${base}/cam-doan`,
    { method: "POST", headers: { "HX-Request": "true" }, body: new URLSearchParams(form) });
  return answer.headers.get("HX-Push-Url");
}"""
# An open page says it from time to time; here every second.
SEND = """() => navigator.serviceWorker.ready.then(
  (found) => found.active.postMessage({ do: "send", why: "online" }))"""
STATE = """async (id) => {
  const told = (asked) => new Promise((done, fail) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const db = await told(indexedDB.open("tramso"));
  const { state, blobs } = await told(db.transaction("outbox").objectStore("outbox").get(id));
  db.close();
  return [state, blobs[0].size];
}"""

Form = list[tuple[str, str]]
Forms = Mapping[str, Form]


def rows(chromium: Path, rounds: int) -> Iterator[Row]:
    photo = base64.b64encode(paper(quality=95)).decode()
    forms, declared = citizens.with_node(None, forms_of)
    times, cuts = [], 0
    with TemporaryDirectory() as name, node(Path(name)) as server:
        for _ in range(min(rounds, MOST_ROUNDS)):
            with Relay(server.port) as relay, phone(chromium, relay, 1) as here:
                times.append(sent(here, relay, forms, declared, photo))
                cuts = relay.cuts
    size = f"{len(photo) * 3 / 4 / 1e6:.1f} MB, {cuts} cuts"
    yield row_of("photo cut every 300 KB: sent by the worker", times, "× its size", 1.1, note=size)


def sent(here: Phone, relay: Relay, forms: Forms, declared: Form, photo: str) -> float:
    """How many times its own size went up the line from the hand-in until the hub had signed."""
    here.open(f"/thu-tuc/{FLOW}")
    here.stay()
    base = here.page.evaluate(WALK, [FLOW, forms, STEP, FIELD, photo])
    relay.cut(CUT_EVERY)
    before = relay.up
    here.page.evaluate(HAND_IN, [base, declared])
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    state, size = "", 0
    while state != "sent":
        if time.monotonic() > give_up_at:
            raise SystemExit(f"bench: after {PATIENCE_SECONDS} s the photo is {state}")
        here.page.evaluate(SEND)
        here.page.wait_for_timeout(1000)
        state, size = here.page.evaluate(STATE, base.rsplit("/", 1)[1])
    return (relay.up - before) / size


async def forms_of(app: Litestar) -> tuple[Forms, Form]:
    """What is sent from each place on the way to the check page, and from the declaration."""
    node: Node = app.state.node
    flow = node.guide.library.flows[FLOW].pack("vi").flow
    answers = citizens.with_photo(citizens.answers_of(FLOW), citizens.photo())
    path = walk(flow, answers, node.guide.context("vi")).path
    forms = {key(place): pairs(citizens.form_of(flow, place, answers)) for place in path}
    declared = [(one.id, "yes") for one in flow.declaration.fields] if flow.declaration else []
    return forms, declared


def pairs(form: Mapping[str, Any]) -> Form:
    """As a form is sent: several values of a name one after the other."""
    return [
        (name, str(one))
        for name, value in form.items()
        for one in (value if isinstance(value, list) else [value])
    ]
