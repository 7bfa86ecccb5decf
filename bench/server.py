"""The rows of the server: it runs on one core, the load comes from the other."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench import citizens, wrk
from bench.citizens import FORM, Citizen, encoded
from bench.handins import hand_in_steadily
from bench.node import Server, free_port, node
from bench.report import Row, row_of

FLOW, STEP = "khai-sinh", "cha-ten"
CONNECTIONS = 16
SAVERS = 400
HAND_INS_PER_SECOND = 50
BR = {"Accept-Encoding": "br"}


class Effort(NamedTuple):
    """How long and how often to measure; `minutes` of hand-ins is what the budget asks for."""

    seconds: float = 3
    rounds: int = 5
    minutes: float = 0.5


def rows(effort: Effort) -> Iterator[Row]:
    if not wrk.is_there():
        raise SystemExit(wrk.MISSING)
    yield from step_page(effort)
    yield from saving(effort)
    yield from handing_in(effort)
    yield from starting(effort)


def step_page(effort: Effort) -> Iterator[Row]:
    """A question in the middle of birth registration, against bare apps. They take turns, so that
    whatever else the machine does is shared fairly."""
    with TemporaryDirectory() as folder:
        lan = people_with_photos(Path(folder), 1, STEP)[0]
        page, cookie = f"{lan.base}/{STEP}", {"Cookie": lan.cookie}
        with node(Path(folder)) as ours, bare("same", lan.base) as same:
            body = ours.get(page, cookie).body
            is_same = same.get("/").body == body
            with bare("bare", str(len(body))) as lean:
                turns = [
                    (
                        wrk.run(ours.url + page, effort.seconds, CONNECTIONS, cookie),
                        wrk.run(same.url, effort.seconds, CONNECTIONS),
                        wrk.run(lean.url, effort.seconds, CONNECTIONS),
                        wrk.run(ours.url + page, effort.seconds, CONNECTIONS, cookie | BR),
                    )
                    for _ in range(effort.rounds)
                ]
    mine, drawn, lean_runs, packed = (list(runs) for runs in zip(*turns, strict=True))
    note = f"{len(body):,} bytes" + ("" if is_same else "; NOT the same bytes as the bare page's")
    yield row_of("step page", [run.rate for run in mine], "/s", note=note)
    yield row_of("step page, p99", [run.p99 for run in mine], "ms")
    yield row_of("step page, brotli", [run.rate for run in packed], "/s")
    yield row_of("bare app, the same page by Jinja2", [run.rate for run in drawn], "/s")
    yield row_of("bare app, a lean page of the same size", [run.rate for run in lean_runs], "/s")
    yield against("step page : bare app, the same page by Jinja2", mine, drawn)
    yield against("step page : bare app, a lean page of the same size", mine, lean_runs)


def against(what: str, mine: Sequence[wrk.Run], theirs: Sequence[wrk.Run]) -> Row:
    ratios = [100 * a.rate / b.rate for a, b in zip(mine, theirs, strict=True)]
    return row_of(what, ratios, "%", 100, at_least=True)


def bare(module: str, *words: str) -> Server:
    port = free_port()
    return Server([sys.executable, "-m", f"bench.{module}", str(port), *words], {}, port, "/")


def saving(effort: Effort) -> Iterator[Row]:
    """Many citizens send the same page over and over, each time with another answer."""
    with seated(SAVERS, STEP) as (folder, people), node(folder) as server:
        for way, headers in (("form", {}), ("htmx", {"HX-Request": "true"})):
            script = folder / f"{way}.lua"
            script.write_text(posts(people, headers), "utf-8")
            runs = [
                wrk.run(server.url, effort.seconds, CONNECTIONS, script=script)
                for _ in range(effort.rounds)
            ]
            said = "" if way == "form" else ", the next page in the answer"
            yield row_of(
                f"saving a step{said}", [one.rate for one in runs], "/s", 800, at_least=True
            )
            yield row_of(f"saving a step{said}, p99", [one.p99 for one in runs], "ms", 100)
            yield row_of(f"saving a step{said}, failed", [one.errors for one in runs], "", 0)


@contextmanager
def seated(count: int, until: str | None) -> Iterator[tuple[Path, list[Citizen]]]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        yield folder, people_with_photos(folder, count, until)


def people_with_photos(folder: Path, count: int, until: str | None) -> list[Citizen]:
    photo = citizens.photo()
    answers = citizens.with_photo(citizens.answers_of(FLOW), photo)
    return citizens.seat(folder, count, FLOW, answers, until, photo=photo)


def posts(people: list[Citizen], headers: dict[str, str]) -> str:
    """For wrk: every citizen once with one name, then once with another, and so on: a form that
    changes nothing is not written."""
    names = ("Trần Văn Sơn", "Trần Văn Sang")
    forms = [encoded({"cha_ho_ten": name, "cha_ngay_sinh.y": "1995"}) for name in names]
    more = "".join(f'["{name}"]="{value}",' for name, value in headers.items())
    calls = "\n".join(
        f'  wrk.format("POST", "{one.base}/{STEP}", '
        f'{{["Cookie"]="{one.cookie}", ["Content-Type"]="{FORM}", '
        f'["Sec-Fetch-Site"]="same-origin", {more}}}, "{form}"),'
        for form in forms
        for one in people
    )
    return (
        f"local calls\nlocal at = 0\nfunction init() calls = {{\n{calls}\n}} end\n"
        "function request() at = at % #calls + 1; return calls[at] end\n"
    )


def handing_in(effort: Effort) -> Iterator[Row]:
    """Finished drafts are declared at a steady rate, each on a connection of its own."""
    count = round(HAND_INS_PER_SECOND * effort.minutes * 60)
    with seated(count, None) as (folder, people), node(folder) as server:
        done = asyncio.run(hand_in_steadily(server.port, people, HAND_INS_PER_SECOND))
        memory = server.memory()
    minutes = f"{effort.minutes:g} min at {HAND_INS_PER_SECOND}/s"
    yield Row("hand-ins accepted", 100 * done.good / count, "%", 100, True, note=minutes)
    yield Row("hand-ins, answered a second", done.rate, "/s")
    yield Row("hand-in, p50", median(done.ms), "ms")
    yield Row("hand-in, p95", done.quantile(0.95), "ms", 300)
    yield Row("memory after the hand-ins", memory.pss, "MB", 150, note="PSS")


def starting(effort: Effort) -> Iterator[Row]:
    """From spawn to the first answer, on a database that is there; then what it weighs."""
    for ready, what in (("/healthz", "answers"), ("/", "shows the first page")):
        with TemporaryDirectory() as name:
            with node(Path(name)):
                pass
            runs = []
            for _ in range(effort.rounds):
                with node(Path(name), ready=ready) as server:
                    runs.append(server.cold_seconds)
                    idle = server.memory()
        yield row_of(f"cold start until it {what}", runs, "s", 2)
    with seated(1, STEP) as (folder, people), node(folder) as server:
        page = f"{server.url}{people[0].base}/{STEP}"
        wrk.run(page, effort.seconds, 64, {"Cookie": people[0].cookie} | BR)
        loaded = server.memory()
    yield Row("memory of the worker, idle", idle.pss, "MB", note=f"PSS; RSS {idle.rss:.0f}")
    yield Row(
        "memory of the worker, under load", loaded.pss, "MB", 150, note=f"PSS; RSS {loaded.rss:.0f}"
    )
