"""Walks a flow with made-up answers, to prove that every step can be reached and every path ends.

Random but repeatable. Answers are drawn near the values that conditions compare with, since a
coin never lands on "61 days ago".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from kiosk.engine.dates import add_days, is_date
from kiosk.engine.expr import Tree
from kiosk.engine.fields import error_in
from kiosk.engine.fields.files import is_file_field, made_up, most_of
from kiosk.engine.shapes import Channel, Expr, Field, Flow, Step, Value
from kiosk.engine.walk import MORE, Context, Place, Walk, walk

ROUNDS = 400
LONGEST = 300
TRIES = 20
NAMES = ("Nguyễn Thị Lan", "Trần Văn Minh", "Lê Hoà", "Y B'Lông Niê", "Hồ Xu-pha")
AGES = (0, 1, 30, 59, 60, 61, 200, 365 * 5, 365 * 17, 365 * 30, 365 * 70)
PLACES = ("00070", "00235", "01477", "26734")
CHANNELS: tuple[Channel, ...] = ("online", "desk", "post")


@dataclass(frozen=True, slots=True)
class Hints:
    """What the flow's conditions compare with."""

    texts: tuple[str, ...]
    numbers: tuple[int, ...]
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class Walker:
    """One made-up citizen."""

    flow: Flow
    context: Context
    hints: Hints
    random: Random


def random_walks(
    flow: Flow, context: Context, rounds: int = ROUNDS, seed: int = 0
) -> Iterator[tuple[dict[str, Value], Walk]]:
    """Answers one page after the other until the flow is done or stops."""
    hints = hints_of(flow, context)
    for number in range(rounds):
        random = Random(f"{flow.id}:{seed}:{number}")  # noqa: S311  not for secrets
        there = replace(context, channel=hints.channels[number % len(hints.channels)])
        yield one_walk(Walker(flow, there, hints, random))


def one_walk(who: Walker) -> tuple[dict[str, Value], Walk]:
    answers: dict[str, Value] = {}
    if who.flow.receiver and who.random.random() < 0.2:  # nobody is led there
        answer_page(who, answers, Place(who.flow.receiver.id), walk(who.flow, {}, who.context))
    result = walk(who.flow, answers, who.context)
    for _ in range(LONGEST):
        if result.at is None or result.stopped:
            break
        answer_page(who, answers, result.at, result)
        result = walk(who.flow, answers, who.context)
    return answers, result


def answer_page(who: Walker, answers: dict[str, Value], place: Place, result: Walk) -> None:
    step = who.flow.step(place.step)
    if step is None:
        return
    if step.group is None:
        for one in step.fields:
            answers[one.id] = some_value(who, one, result)
    elif place.n is None:
        answers[step.id + MORE] = False
    else:
        few = min(step.group.max, max(1, step.group.min) + 2)
        answers[step.id] = [
            {one.id: some_value(who, one, result) for one in step.fields}
            for _ in range(who.random.randint(max(1, step.group.min), few))
        ]
    settle(who, step, answers)


def settle(who: Walker, step: Step, answers: dict[str, Value]) -> None:
    """A check that turns these answers down gets others."""
    for _ in range(TRIES):
        result = walk(who.flow, answers, who.context)
        owners = {note.step for note in result.errors}
        if not owners:
            return
        for owner in sorted(owners):
            again = who.flow.step(owner)
            for one in again.fields if again and again.group is None else ():
                answers[one.id] = some_value(who, one, result)


def some_value(who: Walker, one: Field, result: Walk) -> Value:
    """Mostly an answer that stands; now and then the same as to an earlier question."""
    if not one.required and who.random.random() < 0.4:
        return None
    value: Value = None
    for _ in range(TRIES):
        value = draw(who, one)
        if who.random.random() < 0.05:
            value = who.random.choice(list(result.env.values()))
        if error_in(one, value, result.env, who.context.reference) is None:
            break
    return value


def draw(who: Walker, one: Field) -> Value:
    kind, random = one.type, who.random
    if is_file_field(one):
        return made_up(random.randint(1, most_of(one)))
    if kind == "yes_no":
        return random.random() < 0.5
    if kind == "choice":
        return random.choice(one.options).value
    if kind == "choices":
        return [option.value for option in one.options if random.random() < 0.4]
    if kind in ("date", "partial_date"):
        return some_date(who)
    if kind in ("number", "money"):
        year = int(who.context.today[:4])
        return random.choice([0, 1, 2, 3, year, random.randint(0, 3000), *who.hints.numbers])
    return draw_words(who, one)


def some_date(who: Walker) -> str:
    """Near today, a written date, or as long ago as a condition counts in days or years."""
    random, hints = who.random, who.hints
    written = [text for text in hints.texts if is_date(text)]
    if written and random.random() < 0.3:
        return add_days(random.choice(written), random.choice((-1, 0, 1))) or who.context.today
    counted = [n for n in hints.numbers if n <= 40_000]
    ages = [*AGES, *counted, *(365 * n + n // 4 for n in counted if n <= 110)]
    return add_days(who.context.today, -random.choice(ages)) or who.context.today


def draw_words(who: Walker, one: Field) -> Value:
    kind, random = one.type, who.random
    if kind == "consent":
        return True
    if kind == "person_id":
        return f"001{random.randint(0, 3)}{random.randint(0, 99):02}{random.randint(0, 999999):06}"
    if kind == "phone":
        return f"09{random.randint(0, 99999999):08}"
    if kind in ("commune", "address"):
        return some_place(who)
    if kind == "ethnicity":
        return random.choice(["kinh", "tay", *who.hints.texts])
    if kind == "nationality":
        return random.choice(["VN", "LA", *who.hints.texts])
    return random.choice([*NAMES, *who.hints.texts])


def some_place(who: Walker) -> Value:
    """Here, elsewhere, or a place that only the officer will find."""
    code = who.random.choice([who.context.commune, *PLACES])
    province = who.context.reference.province_of(code)
    if province is None or who.random.random() < 0.1:
        return {"province": "01", "commune": None, "place": "x", "detail": ""}
    return {"province": province, "commune": code, "place": "x", "detail": "Thôn 1"}


def hints_of(flow: Flow, context: Context) -> Hints:
    found = [value for tree in trees(flow) for value in literals(tree)]
    texts = sorted({value for value in found if isinstance(value, str)})
    near = {n + by for n in found if type(n) is int for by in (-1, 0, 1) if n + by >= 0}
    by_channel = any("channel" in step.when.names for step in flow.steps if step.when)
    return Hints(tuple(texts), tuple(sorted(near)), CHANNELS if by_channel else (context.channel,))


def trees(flow: Flow) -> Iterator[Tree]:
    found: list[Expr | None] = [step.when for step in flow.steps]
    found += [check.when for check in flow.checks]
    found += [bound for one in flow.fields() for bound in (one.min, one.max)]
    return (expr.tree for expr in found if expr is not None)


def literals(tree: Value) -> Iterator[Value]:
    if isinstance(tree, list):
        if tree[:1] == ["lit"]:
            yield tree[1]
        for part in tree[1:]:
            yield from literals(part)
