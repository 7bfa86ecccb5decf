"""What pages of volunteers call things."""

from collections.abc import Mapping
from typing import NamedTuple

from kiosk.tutor.listing import LessonState
from kiosk.web.words import N_


class Sign(NamedTuple):
    """A state's word, a short one for the cell of a table, its drawing (in `coach/parts.html`), and
    the colour that repeats it."""

    word: str
    short: str
    drawn: str
    look: str


STATES: Mapping[LessonState, Sign] = {
    "new": Sign(N_("Chưa thử"), N_("Chưa thử"), "ring", ""),
    "needs_help": Sign(N_("Cần người giúp"), N_("Cần giúp"), "call", "bad"),
    "begun": Sign(N_("Đang học"), N_("Đang học"), "clock", ""),
    "with_hints": Sign(N_("Làm được có gợi ý"), N_("Có gợi ý"), "lamp", "warning"),
    "alone": Sign(N_("Tự làm được"), N_("Tự làm"), "tick", "good"),
    "lasting": Sign(N_("Nhớ lâu"), N_("Nhớ lâu"), "ticks", "good"),
}
