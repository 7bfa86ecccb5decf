"""The cases of a run: made-up flows, and citizens who go through the real ones."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from kiosk.cli.twin import Twin
from kiosk.content.explore import Walker, hints_of, one_walk
from kiosk.content.library import open_library
from kiosk.content.reference import reference_pack, tables_of
from kiosk.content.reference.pack import places_of
from kiosk.content.words import MESSAGES, WORDS
from kiosk.engine.pack import FORMAT, Body, Pack, pack_bytes
from kiosk.engine.places import Places
from kiosk.engine.turn import Draft
from kiosk.engine.walk import Context, Place
from kiosk.settings import Settings
from kiosk.web.tongues import open_tongues
from tests.twin.compare import Case
from tests.twin.draw import Draw

HOME = "01"
ROOT = Path(__file__).parents[2]


def prepare(twin: Twin) -> None:
    """Gives it the reference pack of the home province, in both languages."""
    for locale in ("vi", "en"):
        twin.keep_reference(f"{HOME} {locale}", reference_pack(HOME), locale)


@cache
def world(locale: str) -> Context:
    tables = tables_of(reference_pack(HOME), locale)
    return Context("2026-11-22", "00070", tables, receiving=frozenset({"00004", "00070", "00235"}))


@cache
def device() -> Places:
    """The places of a device of the home province."""
    return places_of(reference_pack(HOME))


def made_up(seed: str) -> Case:
    """One made-up flow, some answers, and a form sent from one of its pages."""
    draw = Draw(seed)
    flow = draw.flow()
    messages = MESSAGES | {f"check.{at}": one.say for at, one in enumerate(flow.checks)}
    pack = Pack(pack_bytes(Body(FORMAT, flow, "vi", WORDS, messages, ("", "", ""), {})))
    step = draw.one(flow.steps)
    n = draw.random.randint(0, 4) if draw.luck(0.9 if step.group else 0.05) else None
    ids = tuple(step.id for step in flow.steps)
    typed = {f"{step.id}/{n}" if n is not None else step.id: draw.form(step)}
    return Case(
        name=seed,
        pack=pack,
        reference=f"{HOME} vi",
        context=world("vi"),
        draft=Draft(draw.answers(flow), typed if draw.luck(0.3) else {}),
        place=Place(step.id, n if draw.luck(0.8) else None),
        sent=draw.form(step),
        to_check=draw.luck(0.2),
        steps=tuple(draw.random.sample(ids, draw.random.randint(1, len(ids))))
        if draw.luck(0.1)
        else None,
        looks=[Place(draw.one(ids), draw.one([None, 0, 1, 2, 3])) for _ in range(3)],
    )


@cache
def real_packs() -> tuple[Pack, ...]:
    settings = Settings(Path("var"), "sqlite://")
    library = open_library(settings.flows_dir, open_tongues(settings))
    return tuple(
        edition.packs[locale] for edition in library.flows.values() for locale in ("vi", "en")
    )


def lived(seed: str) -> Case:
    """A citizen somewhere in a real flow, answering a page; compared as HTML."""
    draw = Draw(seed)
    pack: Pack = draw.one(real_packs())
    flow, context = pack.flow, world(pack.locale)
    who = Walker(flow, context, hints_of(flow, context), draw.random)
    answers, result = one_walk(who)
    if draw.luck(0.5):
        answers = {name: value for name, value in answers.items() if draw.luck(0.95)}
    place = draw.one(result.path)
    if flow.receiver and draw.luck(0.1):
        place = Place(flow.receiver.id)
    step = flow.step(place.step)
    assert step is not None
    return Case(
        name=f"{seed} ({flow.id}, {pack.locale})",
        pack=pack,
        reference=f"{HOME} {pack.locale}",
        context=context,
        draft=Draft(answers, {}),
        place=place,
        sent=draw.form(step),
        to_check=draw.luck(0.2),
        whole=True,
    )


KINDS: dict[str, Callable[[str], Case]] = {"made up": made_up, "lived": lived}
