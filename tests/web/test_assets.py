"""Static files: bundled, addressed by their content."""

from pathlib import Path

import httpx
import pytest

from kiosk.web.assets import HTMX, WORKER, WORKER_OFF, AssetError, Assets


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "css/10-base.css": "@layer base { b { color: red } }",
        "css/00-layers.css": "@layer base, parts;",
        "js/b.js": "(() => { b(); })()",
        "js/a.js": "(() => { /* why */ a(); })()",
        "vendor/htmx.min.js": "var htmx={};\n",
        "icons/mark.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "photo/photo.js": "photo()",
        "built/worker.js": "answer()",
        "worker-off.js": "// why\ngo();",
        "worker/store/db.js": "export const open = 1",
        "engine/walk.js": "export const walk = 1",
        "sync/ids.js": "export const id = 1",
        ".hidden": "no",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def body(assets: Assets, name: str) -> str:
    asset = assets.find(name)
    assert asset is not None
    return asset.bodies[b""].decode()


def test_the_style_sheets_are_one_in_the_order_of_their_names(folder: Path) -> None:
    assert body(Assets(folder), "app.css") == "@layer base,parts;@layer base{b{color:red}}"


def test_the_scripts_are_one_behind_htmx(folder: Path) -> None:
    script = body(Assets(folder), "app.js")
    assert script == "var htmx={};;\n(()=>{a();})();\n(()=>{b();})()"


def test_other_files_keep_their_names(folder: Path) -> None:
    assets = Assets(folder)
    assert assets.url("icons/mark.svg").endswith("/icons/mark.svg")
    assert body(assets, "photo/photo.js") == "photo()"
    assert assets.names(".js") == ("app.js", "photo/photo.js")
    assert not any(assets.find(name) for name in ("js/a.js", "vendor/htmx.min.js", ".hidden"))


@pytest.mark.parametrize("name", [WORKER, WORKER_OFF, "worker/store/db.js", "engine/walk.js"])
def test_of_the_worker_nothing_is_served_by_itself(folder: Path, name: str) -> None:
    assets = Assets(folder)
    assert assets.find(name) is None
    assert assets.worker == "answer()"
    assert assets.worker_off == "go();"


def test_a_change_gives_a_new_address(folder: Path) -> None:
    before = Assets(folder)
    (folder / "css/10-base.css").write_text("@layer base { b { color: blue } }")
    after = Assets(folder)
    assert before.url("app.css") != after.url("app.css")
    assert before.url("app.js") == after.url("app.js")


@pytest.mark.parametrize("name", [HTMX, WORKER, WORKER_OFF])
def test_without_htmx_or_worker_the_start_stops_with_a_sentence(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(AssetError, match="make"):
        Assets(folder)


async def test_a_page_from_before_an_upgrade_gets_the_new_file(lan: httpx.AsyncClient) -> None:
    old = await lan.get("/static/0000000000/app.css")
    assert old.status_code == 200
    assert old.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["nothing.css", "../pyproject.toml", "%2e%2e/pyproject.toml"])
async def test_no_other_file_is_served(lan: httpx.AsyncClient, name: str) -> None:
    assert (await lan.get(f"/static/0000000000/{name}")).status_code == 404
