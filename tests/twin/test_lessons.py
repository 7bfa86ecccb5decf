"""Made-up lessons, deeds and events: the two engines never disagree."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from msgspec import to_builtins

from kiosk.cli.twin import Twin, twin
from kiosk.engine.lesson import events, mastery, place, play, view
from tests.twin.cases import HOME, prepare, world
from tests.twin.compare import first_difference
from tests.twin.lessons import BACK, RUNS, WITNESS, LessonDraw, pack_of, played
from tests.twin.shared import plain

LESSONS, DEEDS, HISTORIES = 250, 12, 300
WORLD = {"today": "2026-11-22", "commune": "00070", "channel": "online"}


@pytest.fixture(scope="module")
def home() -> Iterator[Twin]:
    with twin() as started:
        prepare(started)
        yield started


def same(ours: list[Any], theirs: list[Any], named: str) -> None:
    differences = [
        f"{named} {at}: {found}"
        for at, (a, b) in enumerate(zip(ours, theirs, strict=True))
        if (found := first_difference(plain(a), plain(b)))
    ]
    assert not differences, differences[:3]


def test_deeds_lead_to_the_same_pages(home: Twin) -> None:
    for number in range(LESSONS):
        draw = LessonDraw(f"lesson {number}", fair=number % 3 == 0)
        pack = pack_of(draw.lesson())
        home.ask({"do": "lesson", "as": "bai", "text": pack.data.decode()})
        places = [draw.at(pack.lesson) for _ in range(DEEDS)]
        forms = [draw.deed(pack.lesson, at) for at in places]
        theirs = home.ask_all([
            {"do": "lesson_play", "lesson": "bai", "at": asdict(at), "form": form,
             "reference": f"{HOME} vi", **WORLD}
            for at, form in zip(places, forms, strict=True)
        ])  # fmt: skip
        pairs = zip(places, forms, strict=True)
        same([played(pack, at, form, world("vi")) for at, form in pairs], theirs, str(number))


def test_runs_begin_alike(home: Twin) -> None:
    pack = pack_of(LessonDraw("begin").lesson())
    home.ask({"do": "lesson", "as": "bai", "text": pack.data.decode()})
    for back in ("", BACK, "https://x"):
        at = play.begin(pack.lesson, RUNS[0], back)
        begun = to_builtins(events.begun(pack.lesson, at, **WITNESS))
        ours = {"at": asdict(at), "start": view.start_values(pack, back), "begun": begun}
        asked = {"do": "lesson_begin", "lesson": "bai", "run": RUNS[0], "back": back}
        same([ours], [home.ask(asked)], "begin")


def test_addresses_are_read_alike(home: Twin) -> None:
    draw = LessonDraw("addresses")
    values = [
        *RUNS, BACK, "", "0", "1", "4", "999", "1000", "-1", "1e3", "٣", "01", " 1", "1\n", "a.b",
        "a.b.c", "mot.loi-0\n", RUNS[0] + "\n", RUNS[0].upper(), BACK + "\n",
    ]  # fmt: skip
    names = ["luot", "n", "v", "sai", "goiy", "loi", "ve"]
    asked = [
        {"scene": draw.one(["mot", "xong"]), "back": draw.one(values),
         "query": {"luot": RUNS[0]} | {name: draw.one(values) for name in names if draw.luck(0.6)}}
        for _ in range(500)
    ]  # fmt: skip
    theirs = home.ask_all([{"do": "lesson_place", **one} for one in asked])
    ours = []
    for one in asked:
        at = place.at_from(one["scene"], one["query"])
        address = place.url("bai", at) if at else None
        back = place.back_from(one["back"])
        ours.append({"at": at and asdict(at), "url": address, "back": back})
    same(ours, theirs, "address")


def test_standings_are_the_same(home: Twin) -> None:
    asked, ours = [], []
    for number in range(HISTORIES):
        draw = LessonDraw(f"history {number}")
        lesson = draw.lesson()
        told = draw.events(lesson, 25)
        rules = mastery.rules([lesson])
        ours.append({skill: asdict(one) for skill, one in mastery.standings(told, rules).items()})
        told = draw.random.sample(told, len(told)) + told[:3]
        skills = {skill: rule._asdict() for skill, rule in rules.items()}
        asked.append({"do": "standings", "events": to_builtins(told), "rules": skills})
    same(ours, home.ask_all(asked), "history")


def test_rules_and_real_steps_are_the_same(home: Twin) -> None:
    pack = pack_of(LessonDraw("rules").lesson())
    home.ask({"do": "lesson", "as": "bai", "text": pack.data.decode()})
    theirs = home.ask({"do": "lesson_rules", "lesson": "bai"})
    ours = {skill: rule._asdict() for skill, rule in mastery.rules([pack.lesson]).items()}
    same([ours], [theirs], "rules")
    real = events.done_for_real(pack.lesson, "biet", RUNS[1], "con-em", "alone", **WITNESS)
    asked = {"skill": "biet", "draft": RUNS[1], "step": "con-em", "touch": "alone"}
    same([to_builtins(real)], [home.ask({"do": "lesson_real", "lesson": "bai", **asked})], "real")
