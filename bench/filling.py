"""A database as it is after years: dossiers of 126 communes, each with its envelope, two receipts
and three events. Made by the database itself: a million of them come over no wire in time."""

from sqlalchemy import Connection, text

NUMBERS = {
    "postgresql": "SELECT n FROM generate_series(CAST(:since AS int), :until - 1) AS n",
    "sqlite": (
        "WITH RECURSIVE counted(n) AS (SELECT :since UNION ALL SELECT n + 1 FROM counted "
        "WHERE n < :until - 1) SELECT n FROM counted"
    ),
}
WORDS = {
    "postgresql": {
        "id": "'01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0')",
        "commune": "lpad((n % 126)::text, 5, '0')",
        "body": "decode(repeat(md5(n::text), 160), 'hex')",
        "token": "repeat(md5(n::text), 16)",
        "hash": "md5(n::text) || md5((n + 1)::text)",
    },
    "sqlite": {
        "id": "'01900000-0000-7000-8000-' || printf('%012x', n)",
        "commune": "printf('%05d', n % 126)",
        "body": "randomblob(2560)",
        "token": "hex(randomblob(256))",
        "hash": "lower(hex(randomblob(32)))",
    },
}
ROWS = """
envelope (id, digest, kind, commune, body, taken_at)
    {id}, {hash}, 'submission', {commune}, {body}, n
dossier (id, code, follow, flow, pack, commune, assist, state, received_at, flags, rev)
    {id}, substr({hash}, 1, 12), {hash}, 'khai-sinh', {hash}, {commune}, 'none', 'done', n, '[]', 0
dossier_event (dossier, kind, at)
    {id}, 'submitted', n
dossier_event (dossier, kind, at)
    {id}, 'accepted', n
dossier_event (dossier, kind, at)
    {id}, 'done', n
receipt (id, stage, token, at)
    {id}, 'received', {token}, n
receipt (id, stage, token, at)
    {id}, 'accepted', {token}, n
"""


def fill(db: Connection, since: int, until: int) -> None:
    """Those numbered from `since` to before `until`."""
    lines = ROWS.strip().split("\n")
    numbers, words = NUMBERS[db.dialect.name], WORDS[db.dialect.name]
    for into, values in zip(lines[::2], lines[1::2], strict=True):
        chosen = f"SELECT {values.strip().format(**words)} FROM ({numbers}) AS counted"
        db.execute(text(f"INSERT INTO {into} {chosen}"), {"since": since, "until": until})
