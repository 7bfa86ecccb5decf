"""What a commune may set. Pure."""

import re
from dataclasses import dataclass, fields
from typing import Literal, get_args

LONGEST_VALUE = 200
LONGEST_REASON = 300
ReasonKind = Literal["supplement", "refusal", "stop", "extension"]
KINDS: tuple[ReasonKind, ...] = get_args(ReasonKind)

# Offices have switchboards, extensions and hotlines of four digits: only what a telephone number
# is written with is asked for, and that there is a number at all.
PHONE = re.compile(r"[0-9+(][0-9 .()/+-]*")
LEAST_DIGITS = 4


@dataclass(frozen=True)
class CommuneSettings:
    """What stands at the head of printed papers, and the ids of the flows that people want most,
    with spaces between; empty where not set."""

    office: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    common: str = ""

    @property
    def common_flows(self) -> tuple[str, ...]:
        return tuple(self.common.split())


NAMES = tuple(one.name for one in fields(CommuneSettings))
LINES = tuple(name for name in NAMES if name != "common")
"""What somebody types."""


def is_phone(text: str) -> bool:
    return bool(PHONE.fullmatch(text)) and sum(map(str.isdigit, text)) >= LEAST_DIGITS


def wrong_in(given: CommuneSettings) -> dict[str, Literal["too_long", "not_a_phone"]]:
    """What cannot stand, by name."""
    found: dict[str, Literal["too_long", "not_a_phone"]] = {}
    if given.phone and not is_phone(given.phone):
        found["phone"] = "not_a_phone"
    too_long = [name for name in LINES if len(getattr(given, name)) > LONGEST_VALUE]
    return found | dict.fromkeys(too_long, "too_long")
