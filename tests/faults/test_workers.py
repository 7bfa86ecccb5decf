"""Several processes of `kiosk serve` on PostgreSQL: one falls, all are told to stop, the database
goes away, keys are new, and jobs run in each of them at once."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection, insert, select

from kiosk.cli.main import main
from kiosk.clock import SystemClock, to_millis
from kiosk.dossier.tables import Dossier
from kiosk.flow.tables import StoredDraft
from kiosk.settings import ROOT
from kiosk.store.migrate import on_connection
from kiosk.sync import hello
from kiosk.sync.ids import uuid7
from kiosk.sync.tables import TakenEnvelope
from tests.faults.station import environ, flows_in, free_port
from tests.postgres import Postgres, serving

PATIENCE_SECONDS = 30
NONCE = "n" * 22
TOKEN = "a-token-for-the-scraper"
DAY = 86_400_000


@dataclass
class Hub:
    """`kiosk serve` with two workers."""

    process: subprocess.Popen[str]
    port: int
    log: Path
    said: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def workers(self) -> set[int]:
        """Process ids of those that are there."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {int(pid) for pid in children.read_text().split()}

    def fallen(self) -> list[str]:
        """What went wrong, by its log."""
        return [line["event"] for line in map(json.loads, self.log.read_text().splitlines())]

    def ask(self, path: str, **more: Any) -> httpx.Response:
        """On a connection of its own: any of the workers may answer."""
        return httpx.get(self.url + path, timeout=20, **more)


def until(so: Callable[[], object]) -> None:
    end = monotonic() + PATIENCE_SECONDS
    while not so():
        assert monotonic() < end, "it never came to be"
        sleep(0.02)


def is_up(hub: Hub) -> bool:
    with suppress(httpx.HTTPError):
        return hub.ask("/readyz").status_code == 200
    return False


@contextmanager
def serve(folder: Path, url: str, **more: str) -> Iterator[Hub]:
    more |= {"KIOSK_DATABASE_URL": url, "KIOSK_PROCESSES": "2"}
    more |= {"KIOSK_METRICS_TOKEN": TOKEN, "KIOSK_LOG_LEVEL": "warning"}
    settings = environ(folder / "var", flows_in(folder), **more)
    log = folder / "log"
    with log.open("a") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "serve"], cwd=ROOT, env=settings, text=True,
            stdout=subprocess.PIPE, stderr=complaints,
        )  # fmt: skip
    hub = Hub(process, int(settings["KIOSK_PORT"]), log)
    try:
        yield hub
    finally:
        process.kill()
        out, _ = process.communicate()
        hub.said += out.splitlines()


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """Of its own: it is stopped."""
    with serving() as postgres:
        yield postgres


@pytest.fixture
def url(server: Postgres) -> Iterator[str]:
    with server.database() as url:
        yield url


@pytest.fixture
def hub(tmp_path: Path, url: str) -> Iterator[Hub]:
    with serve(tmp_path, url) as hub:
        until(lambda: is_up(hub) and len(hub.workers) == 2)
        yield hub


def test_a_worker_that_falls_is_raised_again_and_nobody_waits(hub: Hub) -> None:
    before = hub.workers
    os.kill(min(before), signal.SIGKILL)
    until(lambda: len(hub.workers) == 2 and hub.workers != before)
    assert [hub.ask("/healthz").status_code for _ in range(20)] == [200] * 20
    assert hub.fallen() == ["worker fell"]


def test_what_is_under_way_ends_and_what_is_new_is_refused(hub: Hub) -> None:
    with socket.create_connection(("127.0.0.1", hub.port)) as line:
        head = (
            f"POST /ngon-ngu HTTP/1.1\r\nHost: 127.0.0.1:{hub.port}\r\nOrigin: {hub.url}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 14\r\n"
            "Expect: 100-continue\r\n\r\n"
        )
        line.sendall(head.encode())
        assert line.recv(100).startswith(b"HTTP/1.1 100")  # somebody is at work on it
        line.sendall(b"lang=en")
        hub.process.send_signal(signal.SIGTERM)
        until(lambda: is_refused(hub.port))
        assert hub.process.poll() is None
        line.sendall(b"&back=/")
        assert line.recv(100).startswith(b"HTTP/1.1 303")
    assert hub.process.wait(PATIENCE_SECONDS) == 0
    assert hub.fallen() == []


def is_refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return True
    return False


def test_the_first_sign_in_is_said_once(tmp_path: Path, url: str) -> None:
    with serve(tmp_path, url) as hub:
        assert hub.process.stdout is not None
        hub.said.append(hub.process.stdout.readline())
        until(lambda: is_up(hub) and len(hub.workers) == 2)
        hub.process.send_signal(signal.SIGTERM)
        hub.process.wait(PATIENCE_SECONDS)
    assert [line.split(":")[0] for line in hub.said].count("First sign-in") == 1
    assert len([line for line in hub.said if line.startswith("Trạm Số: ")]) == 1


def test_workers_do_not_outlive_who_raised_them(hub: Hub) -> None:
    workers = hub.workers
    hub.process.kill()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))
    assert is_refused(hub.port)


def test_a_node_that_cannot_start_ends_by_one(tmp_path: Path) -> None:
    nobody = f"postgresql://postgres@127.0.0.1:{free_port()}/none"
    with serve(tmp_path, nobody) as hub:
        assert hub.process.wait(PATIENCE_SECONDS) == 1


def test_whichever_worker_is_asked_tells_what_all_counted(hub: Hub) -> None:
    for _ in range(20):
        hub.ask("/thu-tuc")
    shown = {"Authorization": f"Bearer {TOKEN}"}
    pages = [hub.ask("/metrics", headers=shown).text for _ in range(6)]
    line = 'kiosk_request_seconds_count{method="GET",route="/thu-tuc",status="200"} 20.0'
    assert [line in page for page in pages] == [True] * 6


def test_a_new_key_is_used_by_all_and_vouched_for_by_the_old(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def greeting(**known: Any) -> Any:
        answer = hub.ask(f"/sync/v1/hello?nonce={NONCE}&key={known.get('key', '')}")
        return answer.json()["hello"]

    old = hello.first(greeting(), NONCE)
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "var"))
    assert main(["keys", "rotate"]) == 0
    trusted = {one.id: signer.public for one in old.signing for signer in [old.signers[one.id]]}
    seen = [hello.verify(greeting(key=old.signing[0].id), trusted, NONCE) for _ in range(8)]
    assert {one.sealing.id for one in seen if one.sealing} == {seen[0].sealing.id}  # type: ignore[union-attr]
    assert seen[0].sealing != old.sealing
    assert [len(one.signing) for one in seen] == [2] * 8


def test_while_the_database_is_away_everybody_is_told_to_wait(hub: Hub, server: Postgres) -> None:
    """Under load it is stopped and started again: no trace, no 500, and all goes on by itself."""
    asked = ("/mot-cua/dang-nhap", f"/sync/v1/hello?nonce={NONCE}", "/ho-so/4K7P")
    answers: list[httpx.Response] = []
    over = Event()

    def ask_on() -> None:
        while not over.is_set():
            answers.extend(hub.ask(path, headers={"Accept": "text/html"}) for path in asked)

    askers = [Thread(target=ask_on) for _ in range(4)]
    for one in askers:
        one.start()
    try:
        server.stop()
        until(lambda: any(answer.status_code == 503 for answer in answers))
        assert hub.ask("/healthz").status_code == 200
        assert hub.ask("/readyz").status_code == 503
    finally:
        server.start()
        until(lambda: is_up(hub))
        over.set()
        for one in askers:
            one.join()
    assert {answer.status_code for answer in answers} <= {200, 404, 503}
    away = [answer for answer in answers if answer.status_code == 503]
    assert all(answer.headers["retry-after"] for answer in away)
    assert any("bấm lại" in answer.text for answer in away)
    assert [hub.ask("/ho-so/4K7P").status_code for _ in range(20)] == [404] * 20
    assert "unexpected" not in hub.fallen()
    until(lambda: len(hub.workers) == 2)


def old_things(db: Connection) -> None:
    """Drafts and dossiers whose time is over, a good many of each."""
    now = to_millis(SystemClock().now())
    ids = [uuid7(now - 400 * DAY) for _ in range(150)]
    draft = {"edition": "x", "sealed": b"x", "updated_at": 1, "expires_at": 1}
    db.execute(insert(StoredDraft), [draft | {"id": id} for id in ids])
    row: dict[str, Any] = dict.fromkeys(
        ("code", "follow", "flow", "pack", "commune", "assist"), "x"
    )
    row |= {"state": "done", "received_at": 1, "ended_at": now - 390 * DAY, "flags": "[]", "rev": 1}
    db.execute(insert(Dossier), [row | {"id": id} for id in ids])
    taken = {"kind": "submission", "commune": "00070", "body": b"sealed", "taken_at": 1}
    db.execute(insert(TakenEnvelope), [taken | {"id": id, "digest": id} for id in ids])


def left(db: Connection) -> Sequence[int]:
    """Drafts; dossiers with content; envelopes with content."""
    tables = (
        select(StoredDraft.id),
        select(Dossier.id).where(Dossier.erased_at.is_(None)),
        select(TakenEnvelope.id).where(TakenEnvelope.body != b""),
    )
    return [len(db.scalars(one).all()) for one in tables]


def test_jobs_of_all_workers_at_once_do_the_work_once(tmp_path: Path, url: str) -> None:
    on_connection(url, old_things)
    with serve(tmp_path, url) as hub:
        until(lambda: on_connection(url, left)[0] == 0 and on_connection(url, left)[1] <= 50)
        hub.process.send_signal(signal.SIGTERM)
        assert hub.process.wait(PATIENCE_SECONDS) == 0
    assert hub.fallen() == []
    drafts, dossiers, envelopes = on_connection(url, left)
    assert drafts == 0
    assert dossiers == envelopes
    assert set(on_connection(url, revisions)) <= {1, 2}


def revisions(db: Connection) -> Sequence[int]:
    return db.scalars(select(Dossier.rev)).all()
