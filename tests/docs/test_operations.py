"""The page for who runs a hub tells the truth about metrics, settings, commands and files."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from kiosk import settings
from kiosk.app import create_app
from kiosk.settings import Bucket, Settings
from kiosk.store import Store
from kiosk.web.openapi import operations

ROOT = Path(settings.__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
BUCKET = Bucket("papers", "", "http://127.0.0.1:9", None, "key", "secret")
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)


async def test_every_metric_stands_in_the_page_and_no_other(settings: Settings) -> None:
    measured = replace(settings, metrics_token="t" * 20, bucket=BUCKET, upstream="https://hub.vn")
    app = create_app(measured)
    store = await Store.open(settings.database_url)
    app.state.metrics.count("GET", "/", 200, 0.1)
    shown = (await app.state.metrics.page(store, NOW)).decode()
    for seen_where_there_is_one in ("receipt", "hub_met", "clock_off"):
        shown += f"# TYPE kiosk_{seen_where_there_is_one}_seconds "
    await store.close()
    told = set(re.findall(r"^\| `(kiosk_\w+)`", PAGE, re.MULTILINE))
    assert told == set(re.findall(r"# TYPE (kiosk_\w+?)(?:_created)? ", shown))


def test_every_setting_that_it_names_is_one_of_ours() -> None:
    named = set(re.findall(r"\bKIOSK_[A-Z0-9_]*[A-Z0-9]", PAGE))
    assert {name.removesuffix("_FILE") for name in named} <= set(settings.NAMES)
    assert {name for name in settings.NAMES if "S3" in name} <= {
        name.removesuffix("_FILE") for name in named
    }


def test_every_command_that_it_names_is_one() -> None:
    named = set(re.findall(r"(?m)^kiosk ([a-z]+)|`kiosk ([a-z]+)", PAGE))
    commands = {path.stem for path in (ROOT / "kiosk" / "cli").glob("*.py")}
    assert named
    assert {first or second for first, second in named} <= commands


def test_every_page_that_it_links_is_there() -> None:
    for name, _, mark in re.findall(r"\]\(([^)#]+)(#([^)]+))?\)", PAGE):
        target = (ROOT / "docs" / name).resolve()
        headings = re.findall(r"(?m)^#+ (.*)$", target.read_text("utf-8"))
        assert not mark or mark in [one.lower().replace(" ", "-") for one in headings]


def test_every_address_that_it_names_is_a_route(settings: Settings) -> None:
    routes = {path for path, _, _ in operations(create_app(settings))}
    assert set(re.findall(r"`(?:GET )?(/[a-z]+)`", PAGE)) <= routes
