"""What the node has, read from its database, and what screens promised."""

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from kiosk.sync.codes import receipt_code

# Of what was done in lessons a hub keeps no bytes.
WHAT_IS_THERE = "SELECT id, digest, body FROM envelope WHERE kind != 'practice' ORDER BY seq"
RECEIPTS = "SELECT token FROM receipt WHERE id = ? ORDER BY stage"


class Hub:
    """A node without upstream: its own hub."""

    def __init__(self, data_dir: Path, url: str) -> None:
        self.data_dir, self.url = data_dir, url
        self.promised: dict[str, str] = {}

    def check(self) -> None:
        """Every dossier that a screen called sent is here once, with the digest that was sealed."""
        here = at_hub(self.data_dir)
        codes = [receipt_code(id) for id in here]
        for code, digest in self.promised.items():
            assert codes.count(code) == 1, f"{code} was shown as sent"
            assert digest in ("", here[self.id_of(code)]), f"{code} is not what was sealed"

    def promise(self, code: str, digest: str = "") -> None:
        """A screen said that this is sent. Without a digest the node itself sealed it."""
        self.promised[code] = digest

    def has(self, code: str) -> int:
        """How many envelopes are here that this code stands for."""
        return [receipt_code(id) for id in at_hub(self.data_dir)].count(code)

    def id_of(self, code: str) -> str:
        [id] = [id for id in at_hub(self.data_dir) if receipt_code(id) == code]
        return id

    def body(self, id: str) -> bytes:
        """The envelope as it came."""
        with closing(_open(self.data_dir)) as db:
            [(body,)] = db.execute("SELECT body FROM envelope WHERE id = ?", [id])
        return bytes(body)

    def receipts(self, id: str) -> list[str]:
        with closing(_open(self.data_dir)) as db:
            return [token for (token,) in db.execute(RECEIPTS, [id])]


def at_hub(data_dir: Path) -> dict[str, str]:
    """Digest by id of every envelope in the order in which it was taken; its bytes are looked at
    too."""
    with closing(_open(data_dir)) as db:
        rows = db.execute(WHAT_IS_THERE).fetchall()
    for id, digest, body in rows:
        assert sha256(body).hexdigest() == digest, id
    assert len({id for id, _, _ in rows}) == len(rows)
    return {id: digest for id, digest, _ in rows}


def _open(data_dir: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{data_dir / 'kiosk.db'}?mode=ro", uri=True)
