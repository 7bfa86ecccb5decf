"""Finding a procedure by everyday words.

The lines are derived from the content and written at start. They are in no `tables.py`: each
database has its own way to look up words (`kiosk.store.migrate` leaves `search_*` alone).
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE VIRTUAL TABLE search_line USING fts5 (
        about UNINDEXED, weight UNINDEXED, folded, exact,
        tokenize = 'unicode61 remove_diacritics 0'
    )""",
)

# No parser and no dictionary: words are put in as they are, whatever the server's locale.
POSTGRESQL = (
    """CREATE TABLE search_line (
        seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        about TEXT NOT NULL, weight DOUBLE PRECISION NOT NULL,
        folded TEXT NOT NULL, exact TEXT NOT NULL,
        words TSVECTOR NOT NULL GENERATED ALWAYS AS (
            array_to_tsvector(array_remove(string_to_array(folded || ' ' || exact, ' '), ''))
        ) STORED
    )""",
    "CREATE INDEX search_line_words ON search_line USING gin (words)",
)

DIGEST = (
    "CREATE TABLE search_digest (digest TEXT NOT NULL)",
    "INSERT INTO search_digest VALUES ('')",
)


def upgrade() -> None:
    lines = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in (*lines[op.get_context().dialect.name], *DIGEST):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE search_digest")
    op.execute("DROP TABLE search_line")
