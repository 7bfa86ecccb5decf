"""Where somebody is in a run of a lesson: all of it stands in the page's address.

So the same page can be answered by anybody, again and again, and nothing is stored to play on.
`static/engine/lesson/place.js` mirrors it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.engine.lesson.shapes import END

LIST = "/hoc"
START = "start"
"""The name of the first page, whose address has no part of its own."""
FINISH = "xong"
"""The last part of the end's address, and the name of its page."""
CARD = "the"
MOST = 999
"""The largest number that an address holds: whoever goes on after it stays there."""
MOST_HINTS = 4
RUN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
BACK = re.compile(r"/to-khai/[0-9a-f-]{36}/[a-z0-9-]{1,80}(/[0-9]{1,3})?(#[A-Za-z0-9_.:-]{1,80})?")
SAID = re.compile(r"[a-z][a-z0-9-]{0,39}\.[a-z][a-z0-9-]{0,39}")
NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class At:
    """`n` deeds so far in the run; `round` counts the traps walked into, `tries` the wrong deeds at
    this scene; `said` is `<scene>.<mistake>`; `back` the page of a real draft, in a rehearsal."""

    run: str
    scene: str
    n: int = 0
    round: int = 0
    tries: int = 0
    hint: int = 0
    said: str = ""
    back: str = ""


def url(lesson: str, at: At) -> str:
    given = {
        "luot": at.run, "n": at.n, "v": at.round, "sai": at.tries, "goiy": at.hint,
        "loi": at.said, "ve": escaped(at.back),
    }  # fmt: skip
    query = "&".join(f"{name}={value}" for name, value in given.items() if value)
    scene = FINISH if at.scene == END else at.scene
    return f"{LIST}/{lesson}/{scene}?{query}"


def start_url(lesson: str, back: str = "") -> str:
    """The lesson's first page; a form sent there begins a run."""
    return f"{LIST}/{lesson}?ve={escaped(back)}" if back else f"{LIST}/{lesson}"


def card_url(lesson: str) -> str:
    return f"{LIST}/{lesson}/{CARD}"


def at_from(scene: str, query: Mapping[str, str]) -> At | None:
    """Null without a valid run. Whether there is such a scene is for the caller to see."""
    run = query.get("luot", "")
    if not RUN.fullmatch(run):
        return None
    said = query.get("loi", "")
    return At(
        run=run,
        scene=END if scene == FINISH else scene,
        n=number_in(query, "n", MOST),
        round=number_in(query, "v", MOST),
        tries=number_in(query, "sai", MOST),
        hint=number_in(query, "goiy", MOST_HINTS),
        said=said if SAID.fullmatch(said) else "",
        back=back_from(query.get("ve", "")),
    )


def back_from(text: str) -> str:
    """The page of a draft to return to; "" when it is none, so that a link leads nowhere else."""
    return text if BACK.fullmatch(text) else ""


def number_in(query: Mapping[str, str], name: str, most: int) -> int:
    text = query.get(name, "")
    return min(int(text), most) if NUMBER.fullmatch(text) else 0


def escaped(back: str) -> str:
    """A page with its `#field` as a value of a query: all its other letters may stand there."""
    return back.replace("#", "%23")
