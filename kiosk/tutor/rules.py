"""How a learner is known: three pictures of twelve, in their order. Pure."""

from collections.abc import Iterable, Mapping

from kiosk.web.words import N_

PICTURES: Mapping[int, str] = {
    1: N_("Nhà"),
    2: N_("Cá"),
    3: N_("Gà"),
    4: N_("Trâu"),
    5: N_("Nón lá"),
    6: N_("Thuyền"),
    7: N_("Diều"),
    8: N_("Hoa sen"),
    9: N_("Cây dừa"),
    10: N_("Trống"),
    11: N_("Trăng"),
    12: N_("Bông lúa"),
}
"""Things of a village; each has a drawing in templates/learner/_pictures.html."""
PICKED = 3


def picked(text: str) -> tuple[int, ...]:
    """The pictures named in "3.7.11", as far as they are some: each once, three at most."""
    numbers = (int(one) if one.isascii() and one.isdigit() else 0 for one in text[:20].split("."))
    return tuple(dict.fromkeys(one for one in numbers if one in PICTURES))[:PICKED]


def spelt(pictures: Iterable[int]) -> str:
    """As a learner's row has them, and a form while they are being picked."""
    return ".".join(map(str, pictures))
