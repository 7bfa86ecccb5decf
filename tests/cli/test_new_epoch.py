"""kiosk db new-epoch: a database that came back from a backup says so."""

import pytest

from kiosk.cli.main import main
from kiosk.store.migrate import on_connection
from kiosk.sync import inbox
from tests.postgres import Postgres


def begin(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_DATABASE_URL", url)
    assert main(["db", "new-epoch"]) == 0


def test_it_begins_another_line_of_numbers(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = on_connection(database_url, inbox.epoch)
    begin(database_url, monkeypatch)
    now = on_connection(database_url, inbox.known_epoch)
    assert now
    assert now != before


def test_a_hub_comes_back_from_its_dump_with_all_but_its_epoch(
    postgres: Postgres, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = on_connection(postgres_url, inbox.epoch)
    with postgres.database(is_empty=True) as new:
        postgres.dump_and_restore(postgres_url, new)
        assert on_connection(new, inbox.known_epoch) == before
        monkeypatch.setenv("KIOSK_DATABASE_URL", new)
        assert main(["db", "upgrade"]) == 0
        begin(new, monkeypatch)
        assert on_connection(new, inbox.known_epoch) not in (before, None)
