"""Which procedures an everyday question means: those that are here, and those that are known."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from kiosk.content.known import Known, KnownProcedure
from kiosk.content.library import Edition
from kiosk.store import Store
from kiosk.store.search import Document, Index, Text, make_index
from kiosk.web.language import Languages

MOST_FOUND = 6
OFFERED, KNOWN = "flow", "known"
# Who it is for is prose, and names what the procedure is not as well.
PROSE_WEIGHT = 0.5

# What people say around what they want. Not "lại", "mất", "muộn", "mới": they tell what is wanted.
QUIET = (
    "tôi tớ mình em anh chị cô chú bác cháu nhà tui",
    "muốn cần xin làm đi hỏi nhờ giúp giùm đăng được phải có là thì mà và với cho của về bị",
    "ở đâu như thế nào ra sao làm sao bao giờ bao lâu khi gì những các một cái này ạ nhé không",
    "thủ tục cách hồ sơ",
    "i we my me want to need how do get make apply for a an the of is where can",
)


@dataclass(frozen=True)
class Unguided:
    """A procedure that is only known: who handles it, and whether a source says so."""

    procedure: KnownProcedure
    is_sure: bool


class Finder:
    """Of all that the node knows, in every language. Finds nothing until it was made ready."""

    def __init__(self, known: Known, languages: Languages) -> None:
        self._known = {one.code: Unguided(one, known.is_sure(one)) for one in known.procedures}
        self._of_known = [_known(one, languages) for one in known.procedures]
        self._index = make_index(())

    async def make_ready(self, store: Store, editions: Iterable[Edition]) -> None:
        """For these flows. Writes what the database looks words up in, if it is not there yet."""
        index = await asyncio.to_thread(self._index_of, tuple(editions))
        if not await store.read(index.is_fresh):
            await store.write(index.refresh)
        self._index = index

    def _index_of(self, editions: Iterable[Edition]) -> Index:
        return make_index([*map(_offered, editions), *self._of_known], QUIET)

    def find(
        self, db: Connection, question: str, offered: Mapping[str, Edition]
    ) -> tuple[Edition | Unguided, ...]:
        """The likeliest first. `offered` are the flows of today, by id."""
        codes = {one.flow.procedure.code for one in offered.values()}
        found = (hit.id.split(":", 1) for hit in self._index.find(db, question))
        return tuple(self._named(found, offered, codes))[:MOST_FOUND]

    def _named(
        self, found: Iterable[list[str]], offered: Mapping[str, Edition], codes: set[str]
    ) -> Iterator[Edition | Unguided]:
        """What the index does not share with today is passed over: a flow whose time is over, a
        known procedure that is guided by now, a line of a node that knows more."""
        for kind, id in found:
            if kind == OFFERED and id in offered:
                yield offered[id]
            elif kind == KNOWN and id in self._known and id not in codes:
                yield self._known[id]


def _offered(edition: Edition) -> Document:
    flow = edition.flow
    local = [pack.flow for pack in edition.packs.values()]
    texts = [Text(flow.procedure.code), *map(Text, flow.finds)]
    texts += [Text(one.procedure.name) for one in local]
    texts += [Text(one.who, PROSE_WEIGHT) for one in local]
    return Document(f"{OFFERED}:{flow.id}", tuple(dict.fromkeys(texts)))


def _known(one: KnownProcedure, languages: Languages) -> Document:
    names = dict.fromkeys(language.gettext(one.name) for language in languages.values())
    return Document(f"{KNOWN}:{one.code}", tuple(map(Text, (one.code, *one.finds, *names))))
