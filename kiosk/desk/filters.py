"""Which part of the queue an address asks for, and the address of another part."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode

from kiosk.desk.pages import DESK
from kiosk.desk.words import TABS, Tab, tab_named
from kiosk.dossier.waiting import NOBODY, Flagged, Lateness, Wanted

FARTHEST = 10_000
MINE, NOBODYS = "toi", "khong-ai"
LATE: Mapping[str, Lateness] = {"qua-han": "late", "hom-nay": "today"}
FLAGGED: Mapping[str, Flagged] = {"sai": "amiss", "co": "any"}
LONGEST = 64


@dataclass(frozen=True)
class Filters:
    """What an officer asked to see. `who` is `MINE`, `NOBODYS`, a staff id or ""; `late` a key of
    `LATE` or "", `flagged` one of `FLAGGED`. What an address says wrongly counts as not said."""

    tab: Tab = TABS[0]
    flow: str = ""
    who: str = ""
    late: str = ""
    flagged: str = ""
    number: int = 1

    @property
    def are_set(self) -> bool:
        return bool(self.flow or self.who or self.late or self.flagged)

    def wanted(self, commune: str, me: str, today: str) -> Wanted:
        who = MINE if self.tab.is_mine else self.who
        assignee = {"": None, MINE: me, NOBODYS: NOBODY}.get(who, who)
        late, flagged = LATE.get(self.late, ""), FLAGGED.get(self.flagged, "")
        return Wanted(commune, today, self.flow, assignee, late, flagged)

    @property
    def href(self) -> str:
        """Only what is set stands in it, so that one page has one address."""
        said = {
            "muc": "" if self.tab == TABS[0] else self.tab.slug,
            "thu_tuc": self.flow,
            "ai": self.who,
            "han": self.late,
            "xem_ky": self.flagged,
            "trang": "" if self.number == 1 else str(self.number),
        }
        query = urlencode({name: value for name, value in said.items() if value})
        return f"{DESK}?{query}" if query else DESK

    def at(self, tab: Tab) -> "Filters":
        """The same wishes in another tab."""
        return replace(self, tab=tab, number=1)

    def turned(self, by: Literal[-1, 1]) -> "Filters":
        return replace(self, number=self.number + by)


def filters_in(asked: Mapping[str, str]) -> Filters:
    """From an address's query."""
    late, flagged = asked.get("han", ""), asked.get("xem_ky", "")
    return Filters(
        tab=tab_named(asked.get("muc", "")),
        flow=asked.get("thu_tuc", "")[:LONGEST],
        who=asked.get("ai", "")[:LONGEST],
        late=late if late in LATE else "",
        flagged=flagged if flagged in FLAGGED else "",
        number=page_number(asked.get("trang", "")),
    )


def page_number(text: str) -> int:
    """The first page for a number that is none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(number, 1), FARTHEST)
