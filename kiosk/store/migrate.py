"""Migrations: the schema of the database, step by step, by Alembic.

To add one: change a `tables.py`, then `kiosk db revise "what changes"`, and read what it wrote.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, create_engine, event, make_url, text
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import create_async_engine

from kiosk.store.connections import only_ours
from kiosk.store.problems import newer_database

T = TypeVar("T")
SCRIPTS = Path(__file__).parent / "migrations"
# Any number, as long as everybody who migrates a PostgreSQL database takes the same lock.
LOCK = 7_211_946


def upgrade(url: str) -> None:
    """Bring the database to the newest schema, whole or not at all.

    Does nothing if it is there already. Of several that try at once, one does it; the rest wait.
    """
    on_connection(url, upgrade_on)


def upgrade_on(db: Connection) -> None:
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    if not is_current(db):
        command.upgrade(_config(db), "head")


def is_current(db: Connection) -> bool:
    """Raises `database.newer` where a later program was here before."""
    scripts = ScriptDirectory(str(SCRIPTS))
    here = set(MigrationContext.configure(db).get_current_heads())
    known = {script.revision for script in scripts.walk_revisions()}
    if newer := here - known:
        raise newer_database(schema=", ".join(sorted(newer)), known=max(known, default="none"))
    return here == set(scripts.get_heads())


def differences(db: Connection, tables: MetaData) -> list[object]:
    """What the tables have and the migrated database lacks, or the other way round."""
    context = MigrationContext.configure(
        db, opts={"compare_type": True, "include_name": is_in_tables}
    )
    return list(compare_metadata(context, tables))


def is_in_tables(name: str | None, kind: str, _: object) -> bool:
    """Whether a table is one of those that `tables.py` files describe. What finds words differs
    too much between databases, and SQLite keeps several tables of its own behind it."""
    return kind != "table" or not (name or "").startswith("search_")


def revise(db: Connection, message: str, tables: MetaData) -> Path:
    """Write the migration from what `db`, at the newest schema, has to what `tables` say."""
    config = _config(db)
    config.attributes["tables"] = tables
    number = len(list(ScriptDirectory(str(SCRIPTS)).walk_revisions())) + 1
    command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")
    return next(SCRIPTS.glob(f"versions/{number:04d}_*.py"))


def on_connection(url: str, unit: Callable[[Connection], T]) -> T:
    """Run a unit in one transaction, outside any store: for commands. Not on a loop's thread."""
    if make_url(url).get_backend_name() == "sqlite":
        return _on_sqlite(url, unit)
    return asyncio.run(_on_postgres(url, unit))


def _on_sqlite(url: str, unit: Callable[[Connection], T]) -> T:
    file = make_url(url).database
    if file:
        only_ours(Path(file))
    engine = create_engine(url, connect_args={"isolation_level": None}, hide_parameters=True)
    event.listen(engine, "begin", _begin_immediate)
    return _in_transaction(engine, unit)


def _begin_immediate(db: Connection) -> None:
    # The driver would not begin one for CREATE or ALTER: half a migration could stay behind.
    db.exec_driver_sql("BEGIN IMMEDIATE")


def _in_transaction(engine: Engine, unit: Callable[[Connection], T]) -> T:
    try:
        with engine.begin() as db:
            return unit(db)
    finally:
        engine.dispose()


async def _on_postgres(url: str, unit: Callable[[Connection], T]) -> T:
    engine = create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"), hide_parameters=True
    )
    try:
        async with engine.begin() as db:
            return await db.run_sync(unit)
    finally:
        await engine.dispose()


def _config(db: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["db"] = db
    return config
