"""Migrations and tables say the same; migrating is whole or not at all."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from shutil import copyfile, copytree

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, Table, Text
from sqlalchemy.exc import OperationalError

from kiosk.cli.db import every_table
from kiosk.problem import Problem
from kiosk.store import migrate
from kiosk.store.migrate import differences, is_current, on_connection, revise, upgrade
from kiosk.store.schema import bring_up_to_date, is_newest
from tests.postgres import Postgres


def test_the_migrations_add_up_to_the_tables(database_url: str) -> None:
    found = on_connection(database_url, lambda db: differences(db, every_table()))
    assert not found, 'write a migration: kiosk db revise "what changes"'


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory(str(migrate.SCRIPTS)).get_heads()) == 1


def test_a_second_upgrade_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new folder' / 'kiosk.db'}"
    upgrade(url)
    upgrade(url)
    assert on_connection(url, is_current)


def test_a_new_file_is_migrated_and_an_old_one_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.db"
    assert not is_newest(file)
    bring_up_to_date(f"sqlite:///{file}")
    assert is_newest(file)
    before = file.stat().st_mtime_ns
    bring_up_to_date(f"sqlite:///{file}")
    assert file.stat().st_mtime_ns == before


def test_a_file_without_a_schema_is_not_the_newest(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.db"
    file.touch()
    assert not is_newest(file)


def test_every_migration_can_be_undone(database_url: str) -> None:
    def down_and_up(db: Connection) -> None:
        migrate.command.downgrade(migrate._config(db), "base")
        migrate.upgrade_on(db)

    on_connection(database_url, down_and_up)
    assert on_connection(database_url, is_current)


def test_a_database_of_every_earlier_program_becomes_todays(database_url: str) -> None:
    def each(db: Connection) -> None:
        config = migrate._config(db)
        for one in ScriptDirectory.from_config(config).walk_revisions():
            migrate.command.downgrade(config, one.revision)
            migrate.upgrade_on(db)

    on_connection(database_url, each)
    assert on_connection(database_url, is_current)


def test_several_that_migrate_a_server_at_once_do_it_once(postgres: Postgres) -> None:
    with postgres.database(is_empty=True) as url, ThreadPoolExecutor(3) as pool:
        list(pool.map(upgrade, [url] * 3))
        assert on_connection(url, is_current)


def test_a_migration_that_fails_leaves_nothing_behind(own_scripts: Path, tmp_path: Path) -> None:
    (own_scripts / "versions" / "9000_broken.py").write_text(BROKEN)
    file = tmp_path / "kiosk.db"
    with pytest.raises(OperationalError, match="no such table"):
        upgrade(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_a_new_table_gets_its_migration_written(own_scripts: Path, tmp_path: Path) -> None:
    tables = MetaData()
    Table("wish", tables, Column("id", Text, primary_key=True))
    url = f"sqlite:///{tmp_path / 'kiosk.db'}"
    script = on_connection(url, lambda db: revise(db, "wishes of citizens", tables))
    assert script.name == "0001_wishes_of_citizens.py"
    upgrade(url)
    assert not on_connection(url, lambda db: differences(db, tables))


@pytest.fixture
def own_scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Migrations without versions, to add some to."""
    scripts = tmp_path / "migrations"
    copytree(migrate.SCRIPTS, scripts)
    for version in (scripts / "versions").glob("*.py"):
        version.unlink()
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    return scripts


BROKEN = """
from alembic import op

revision, down_revision = "9000", None


def upgrade():
    op.execute("CREATE TABLE half (id TEXT)")
    op.execute("INSERT INTO missing VALUES (1)")
"""


def test_a_database_of_a_later_program_is_named_and_left_alone(
    migrated: Path, tmp_path: Path
) -> None:
    file = Path(copyfile(migrated, tmp_path / "kiosk.db"))
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Problem, match=r"database\.newer"):
        bring_up_to_date(f"sqlite:///{file}")
