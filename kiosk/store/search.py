"""Finding documents by everyday words: with or without accents, in any order, with slips.

The database finds the lines that have a word in common with the question (FTS5 on SQLite, a
tsvector under GIN on PostgreSQL); which of them fit best is worked out here, because bm25 and
ts_rank do not agree, and a citizen must not be answered by the database that a commune chose.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, text

from kiosk.store.fold import words_of
from kiosk.store.question import Vocabulary, wanted
from kiosk.store.ranking import Hit, Line, rank

# More than every procedure of the country has for any word: a bound on the work, not on what is
# found. Reading and ranking one takes some 15 µs.
MOST_LINES = 20_000


class Text(NamedTuple):
    """`weight` is how much being found here counts: 1 for a name, less for prose."""

    words: str
    weight: float = 1.0


class Document(NamedTuple):
    id: str
    texts: Sequence[Text]


@dataclass(frozen=True)
class Index:
    """What can be found. The lines in the database are derived from it: `refresh` at start."""

    lines: tuple[Line, ...]
    vocabulary: Vocabulary
    digest: str

    def is_fresh(self, db: Connection) -> bool:
        return bool(db.scalar(text(DIGEST)) == self.digest)

    def refresh(self, db: Connection) -> None:
        """One unit of work. Of several processes that start at once, one writes the lines."""
        if db.dialect.name == "postgresql":  # a SQLite writer has the whole file to itself
            db.execute(text(LOCK))
        if self.is_fresh(db):
            return
        db.execute(text("DELETE FROM search_line"))
        if self.lines:
            db.execute(text(ADD), [line._asdict() for line in self.lines])
        db.execute(text("UPDATE search_digest SET digest = :digest"), {"digest": self.digest})

    def find(self, db: Connection, question: str) -> tuple[Hit, ...]:
        """The documents that the question may mean, the likeliest first. The words of a question
        are never stored nor logged."""
        terms = self.vocabulary.terms(question)
        words = wanted(terms)
        return rank(terms, _lines_with(db, words), self.vocabulary) if words else ()


def make_index(documents: Iterable[Document], quiet: Iterable[str] = ()) -> Index:
    """`quiet` are words that people say around what they want."""
    lines = tuple(_line(one.id, text) for one in documents for text in one.texts)
    said: dict[str, set[str]] = {}
    for line in lines:
        said.setdefault(line.about, set()).update(line.folded.split())
    digest = sha256(repr(lines).encode()).hexdigest()
    return Index(lines, Vocabulary(said.values(), quiet), digest)


def _line(about: str, text: Text) -> Line:
    words = words_of(text.words)
    return Line(
        about, text.weight, " ".join(w.folded for w in words), " ".join(w.exact for w in words)
    )


DIGEST = "SELECT digest FROM search_digest"
# Held until the commit.
LOCK = "LOCK TABLE search_digest IN EXCLUSIVE MODE"
ADD = """INSERT INTO search_line (about, weight, folded, exact)
VALUES (:about, :weight, :folded, :exact)"""

# Words are letters and digits only, so that quoting them is enough.
FTS5 = """SELECT about, weight, folded, exact FROM search_line WHERE search_line MATCH :query
ORDER BY bm25(search_line, 0, 0, 1, 2), rowid LIMIT :most"""

TSVECTOR = """SELECT about, weight, folded, exact FROM search_line
WHERE words @@ CAST(CAST(:query AS text) AS tsquery)
ORDER BY ts_rank(words, CAST(CAST(:query AS text) AS tsquery)) DESC, seq LIMIT :most"""


def _lines_with(db: Connection, words: Iterable[str]) -> list[Line]:
    """Every line that has one of the words, in any accents or in the given ones."""
    if db.dialect.name == "postgresql":
        sql, query = TSVECTOR, " | ".join(f"'{word}'" for word in sorted(words))
    else:
        sql, query = FTS5, " OR ".join(f'"{word}"' for word in sorted(words))
    rows = db.execute(text(sql), {"query": query, "most": MOST_LINES})
    return [Line(row.about, float(row.weight), row.folded, row.exact) for row in rows]
