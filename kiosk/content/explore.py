"""Walks a flow with made-up answers, to prove that every step can be reached and every path ends.

Random but repeatable. Answers are drawn near the values that conditions compare with, since a
coin never lands on "61 days ago".
"""

from collections.abc import Iterator
from random import Random

from kiosk.engine.dates import add_days
from kiosk.engine.fields import error_in
from kiosk.engine.shapes import Expr, Field, Flow, Step, Value
from kiosk.engine.walk import MORE, Context, Walk, walk

ROUNDS = 400
LONGEST = 300
NAMES = ("Nguyễn Thị Lan", "Trần Văn Minh", "Lê Hoà", "Y B'Lông Niê", "Hồ Xu-pha")
AGES = (0, 1, 30, 59, 60, 61, 200, 365 * 5, 365 * 17, 365 * 30, 365 * 70)


def random_walks(
    flow: Flow, context: Context, rounds: int = ROUNDS, seed: int = 0
) -> Iterator[tuple[dict[str, Value], Walk]]:
    """Answers one page after the other until the flow is done or stops."""
    for number in range(rounds):
        random = Random(f"{flow.id}:{seed}:{number}")  # noqa: S311  not for secrets
        answers: dict[str, Value] = {}
        result = walk(flow, answers, context)
        for _ in range(LONGEST):
            if result.at is None or result.stopped:
                break
            answer_page(flow, answers, result, context, random)
            result = walk(flow, answers, context)
        yield answers, result


def answer_page(
    flow: Flow, answers: dict[str, Value], result: Walk, context: Context, random: Random
) -> None:
    place = result.at
    step = flow.step(place.step) if place else None
    if step is None or place is None:
        return
    if step.group is None:
        for one in step.fields:
            answers[one.id] = some_value(flow, one, result, context, random)
    elif place.n is None:
        answers[step.id + MORE] = False
    else:
        answers[step.id] = [
            {one.id: some_value(flow, one, result, context, random) for one in step.fields}
            for _ in range(random.randint(max(1, step.group.min), step.group.max))
        ]
    _settle(flow, step, answers, context, random)


def _settle(
    flow: Flow, step: Step, answers: dict[str, Value], context: Context, random: Random
) -> None:
    """A check that turns these answers down gets others."""
    for _ in range(20):
        result = walk(flow, answers, context)
        owners = {note.step for note in result.errors}
        if not owners:
            return
        for owner in owners:
            again = flow.step(owner)
            for one in again.fields if again and again.group is None else ():
                answers[one.id] = some_value(flow, one, result, context, random)


def some_value(flow: Flow, one: Field, result: Walk, context: Context, random: Random) -> Value:
    if not one.required and random.random() < 0.4:
        return None
    for _ in range(20):
        value = draw(flow, one, context, random)
        if error_in(one, value, result.env, context.reference) is None:
            return value
    return value


def draw(flow: Flow, one: Field, context: Context, random: Random) -> Value:
    kind = one.type
    if kind == "yes_no":
        return random.random() < 0.5
    if kind == "choice":
        return random.choice(one.options).value
    if kind == "choices":
        return [option.value for option in one.options if random.random() < 0.4]
    if kind in ("date", "partial_date"):
        return add_days(context.today, -random.choice(AGES))
    if kind in ("number", "money"):
        return random.choice([0, 1, 2, 3, int(context.today[:4]), random.randint(0, 3000)])
    return draw_words(flow, one, context, random)


def draw_words(flow: Flow, one: Field, context: Context, random: Random) -> Value:
    kind = one.type
    if kind == "consent":
        return True
    if kind == "person_id":
        return f"001{random.randint(0, 3)}{random.randint(0, 99):02}{random.randint(0, 999999):06}"
    if kind == "phone":
        return f"09{random.randint(0, 99999999):08}"
    if kind in ("commune", "address"):
        code = context.commune
        home = context.reference.province_of(code)
        return {"province": home, "commune": code, "place": "x", "detail": "Thôn 1"}
    if kind == "ethnicity":
        return random.choice(["kinh", "tay", *literals(flow)])
    if kind == "nationality":
        return random.choice(["VN", "LA"])
    return random.choice([*NAMES, *literals(flow)])


def literals(flow: Flow) -> list[str]:
    """Texts that the flow's conditions compare with."""
    trees = [step.when.tree for step in flow.steps if isinstance(step.when, Expr)]
    return sorted({text for tree in trees for text in texts_in(tree)}) or ["x"]


def texts_in(tree: Value) -> Iterator[str]:
    if isinstance(tree, list):
        if tree[:1] == ["lit"] and isinstance(tree[1], str):
            yield tree[1]
        for part in tree[1:]:
            yield from texts_in(part)
