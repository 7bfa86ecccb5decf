"""Writes rows through the store, ten callers at once, and prints the id of each once it is told
that it is durable. Runs until it is killed."""

import asyncio
import os
import sys

from sqlalchemy import Connection, text

from kiosk.store import Store


def add(db: Connection, id: str) -> None:
    db.execute(text("INSERT INTO row VALUES (:id, :body)"), {"id": id, "body": "x" * 1000})


async def write_on(store: Store, caller: str) -> None:
    number = 0
    while True:
        id = f"{caller}-{number}"
        await store.write(add, id)
        os.write(1, f"{id}\n".encode())
        number += 1


async def main(url: str, life: str) -> None:
    store = await Store.open(url)
    await asyncio.gather(*(write_on(store, f"{life}-{caller}") for caller in range(10)))


asyncio.run(main(*sys.argv[1:]))
