"""The offline worker's script, who gets it, and what its pages say where none answers."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar

from kiosk.app import create_app
from kiosk.clock import FixedClock
from kiosk.flow.offers import worker_script
from kiosk.flow.worker_pages import is_this_machine
from kiosk.settings import Settings
from kiosk.web.headers import security_headers
from tests.conftest import HERE, Running
from tools.build_worker import build, esbuild

STAYS, GOES = "self.SHELL=", "unregister()"


def shell_in(script: str) -> Any:
    line, _, _ = script.partition(";\n")
    return json.loads(line.removeprefix(STAYS))


async def test_the_script_says_what_to_fetch_and_all_of_it_is_there(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/sw.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    shell = shell_in(answer.text)
    assert set(shell) == {"version", "assets", "later", "pages", "headers"}
    page = (await client.get("/")).text
    assert all(url in page for url in shell["assets"])
    assert [url for url in shell["later"] if url.endswith("/photo/photo.js")]
    assert not {*shell["assets"]} & {*shell["later"]}
    for url in [*shell["assets"], *shell["later"]]:
        found = await client.get(url)
        assert "immutable" in found.headers["cache-control"]
    packs = (await client.get("/sync/v1/packs")).json()
    assert shell["pages"] == packs["shell"]
    assert set(shell["pages"]) == {"vi", "en"}


async def test_the_worker_is_told_the_headers_of_a_page(client: httpx.AsyncClient) -> None:
    script = await client.get("/sw.js")
    told = shell_in(script.text)["headers"]
    page = await client.get("/")
    part = await client.get("/", headers={"HX-Request": "true"})
    for kind, answer in (("document", page), ("other", part)):
        assert told[kind].items() <= dict(answer.headers).items()
    # It lives by the policy that it came with: to send, it has to reach the node.
    assert "connect-src 'self'" in script.headers["content-security-policy"]


async def test_who_has_this_version_keeps_it_and_its_policy(client: httpx.AsyncClient) -> None:
    tag = (await client.get("/sw.js")).headers["etag"]
    again = await client.get("/sw.js", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert "content-security-policy" not in again.headers


def test_whatever_changes_makes_another_version(settings: Settings) -> None:
    shell = {"assets": ["/a"], "pages": {"vi": "1"}, "headers": {}}
    _, version = worker_script("go()", shell)
    assert version == worker_script("go()", dict(reversed(shell.items())))[1]
    others = [("stop()", shell), *(("go()", {**shell, name: ["b"]}) for name in shell)]
    assert len({version, *(worker_script(*one)[1] for one in others)}) == len(others) + 1


async def asked_from(app: Litestar, address: str) -> str:
    transport = httpx.ASGITransport(app, client=(address, 5))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as browser:
        answer = await browser.get("/sw.js")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    ("worker", "screen", "phone"),
    [("on", STAYS, STAYS), ("phones", GOES, STAYS), ("off", GOES, GOES)],
)
async def test_who_gets_the_worker(
    settings: Settings, clock: FixedClock, running: Running, worker: str, screen: str, phone: str
) -> None:
    app = create_app(replace(settings, worker=worker), clock)
    async with running(app):
        assert screen in await asked_from(app, "127.0.0.1")
        assert phone in await asked_from(app, "192.168.1.20")


@pytest.mark.parametrize(
    ("address", "here"),
    [("127.0.0.1", True), ("127.1.2.3", True), ("::1", True), ("::ffff:127.0.0.1", True),
     ("192.168.1.2", False), ("2001:db8::1", False), ("::ffff:10.0.0.1", False),
     ("", False), ("testclient", False)],
)  # fmt: skip
def test_the_nodes_own_machine(address: str, here: bool) -> None:
    assert is_this_machine(address) is here


def test_a_node_behind_tls_tells_its_worker_so(settings: Settings) -> None:
    secure = security_headers(replace(settings, public_url="https://tram-so.example.vn"))
    assert b"strict-transport-security" in dict(secure.document)


@pytest.mark.parametrize("path", ["/hang-cho", "/may-nay"])
async def test_where_no_worker_answers_the_page_says_so(
    client: httpx.AsyncClient, path: str
) -> None:
    page = await client.get(path)
    assert page.status_code == 200
    assert "Trình duyệt này chưa" in page.text
    assert 'href="/"' in page.text


@pytest.mark.parametrize(
    ("path", "leads"),
    [("/hang-cho/gui", "/hang-cho"), ("/may-nay", "/may-nay"), ("/may-nay/khoa", "/may-nay")],
)
async def test_a_form_for_the_worker_leads_to_that_page(
    client: httpx.AsyncClient, path: str, leads: str
) -> None:
    answer = await client.post(path, data={"cua": "own"})
    assert (answer.status_code, answer.headers["location"]) == (303, leads)


@pytest.fixture
def sources(tmp_path: Path) -> Callable[[str], Path]:
    def _sources(text: str) -> Path:
        (tmp_path / "part.js").write_text("export const named = (one) => one?.name ?? 'chưa rõ';")
        (tmp_path / "main.js").write_text(text)
        return tmp_path / "main.js"

    return _sources


def test_the_worker_is_one_script_for_old_browsers(
    sources: Callable[[str], Path], tmp_path: Path
) -> None:
    built = tmp_path / "built" / "worker.js"
    built.parent.mkdir()
    build(
        sources('/*! law */ import { named } from "./part.js"; answer(named(self.SHELL));'), built
    )
    text = built.read_text("utf-8")
    assert "chưa rõ" in text
    assert not [one for one in ("import", "export", "?.", "law") if one in text]
    assert [path.name for path in built.parent.iterdir()] == ["worker.js"]


def test_sources_that_do_not_hold_together_leave_the_worker_as_it_was(
    sources: Callable[[str], Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    built = tmp_path / "worker.js"
    built.write_text("before")
    with pytest.raises(SystemExit, match=r"main\.js"):
        build(sources('import { nothing } from "./nowhere.js"; nothing();'), built)
    assert built.read_text() == "before"
    assert "nowhere" in capfd.readouterr().err


def test_the_program_that_builds_it_is_the_one_that_is_pinned() -> None:
    root = esbuild().parents[4]
    pinned = json.loads((root / "package.json").read_text())["devDependencies"]["esbuild"]
    said = subprocess.run([esbuild(), "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == pinned
