"""The walk: from a flow and its answers to the path, the place, the errors, papers and fee.

Pure and total: no clock, no I/O, and it never raises, whatever the answers hold. An answer off
the path reads as null. `static/engine/walk.js` mirrors it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kiosk.engine.fee import Fee, fee
from kiosk.engine.fields import TYPES, Message, Reference, error_in
from kiosk.engine.shapes import Answers, Channel, Field, Flow, Paper, Step, Value

MORE = ".more"
"""`con.more` answers "is there another one?" of the group step `con`."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a walk may know of the world; `today` is `YYYY-MM-DD` in Việt Nam."""

    today: str
    commune: str
    reference: Reference
    channel: Channel = "online"


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the flow: a step, and the member (from 1) inside a group."""

    step: str
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A message on a field; a check of the flow has the id `check.<its place in the list>`.
    Inside a group `on` is `<step>.<n>.<field>`."""

    on: str
    message: Message
    step: str


@dataclass(frozen=True, slots=True)
class Walk:
    """`at` is the first page that still wants something, null when everything is answered;
    `stopped` names the step that ended the flow early."""

    path: tuple[Place, ...]
    at: Place | None
    errors: tuple[Note, ...]
    warnings: tuple[Note, ...]
    officer: tuple[Note, ...]
    papers: tuple[Paper, ...]
    fee: Fee
    done: bool
    stopped: str | None
    env: Mapping[str, Value] = field(repr=False)


@dataclass(slots=True)
class Trail:
    """What has been seen so far on the way along the steps."""

    env: dict[str, Value]
    path: list[Place] = field(default_factory=list)
    at: Place | None = None
    errors: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    stopped: str | None = None


def walk(flow: Flow, answers: Answers, context: Context) -> Walk:
    trail = Trail({"today": context.today, "commune": context.commune, "channel": context.channel})
    for step in flow.steps:
        if step.when is not None and not step.when.holds(trail.env):
            continue
        pass_step(step, answers, trail, context.reference)
        if trail.at is not None:
            break
    officer = judge(flow, trail)
    env = trail.env
    return Walk(
        path=tuple(trail.path),
        at=trail.at,
        errors=tuple(trail.errors),
        warnings=tuple(trail.warnings),
        officer=officer,
        papers=tuple(one for one in flow.papers if one.when is None or one.when.holds(env)),
        fee=fee(flow, env, context.today, context.channel),
        done=trail.at is None,
        stopped=trail.stopped,
        env=env,
    )


def pass_step(step: Step, answers: Answers, trail: Trail, ref: Reference) -> None:
    here = Place(step.id)
    if step.stop is not None:
        trail.path.append(here)
        trail.at, trail.stopped = here, step.id
    elif step.group is not None:
        pass_group(step, answers, trail, ref)
    else:
        trail.path.append(here)
        if not take(step.fields, answers, trail, ref, here, ""):
            trail.at = here


def take(
    fields: tuple[Field, ...],
    answers: Answers,
    trail: Trail,
    ref: Reference,
    here: Place,
    prefix: str,
    into: dict[str, Value] | None = None,
) -> bool:
    """Takes the fields of one page into the environment; false when one is missing or wrong."""
    env = trail.env
    scope = env if into is None else into
    whole = True
    for one in fields:
        if one.id not in answers:
            scope[one.id] = None
            whole = False
            continue
        value = answers[one.id]
        wrong = error_in(one, value, env, ref)
        scope[one.id] = None if wrong else value
        if wrong:
            trail.errors.append(Note(prefix + one.id, wrong, here.step))
            whole = False
    for one in fields:
        value = scope[one.id]
        look = None
        if value is not None:
            look = TYPES[one.type].warn(one, value, env if into is None else {**env, **into})
        if look:
            trail.warnings.append(Note(prefix + one.id, look, here.step))
    return whole


def pass_group(step: Step, answers: Answers, trail: Trail, ref: Reference) -> None:
    """Members one page each, then the question whether there is another one."""
    group = step.group
    assert group is not None  # noqa: S101  the caller looked
    given = answers.get(step.id)
    members = given if isinstance(given, list) else []
    kept: list[Value] = []
    for n, member in enumerate(members[: group.max], start=1):
        here = Place(step.id, n)
        scope: dict[str, Value] = {}
        trail.path.append(here)
        held = member if isinstance(member, dict) else {}
        whole = take(step.fields, held, trail, ref, here, f"{step.id}.{n}.", scope)
        kept.append(scope)
        if not whole and trail.at is None:
            trail.at = here
    trail.env[step.id.replace("-", "_")] = kept
    if trail.at is None and len(kept) < group.min:
        trail.at = Place(step.id, len(kept) + 1)
        trail.path.append(trail.at)
    elif trail.at is None and group.min < group.max:
        settle_more(step, answers, trail, len(kept) < group.max)


def settle_more(step: Step, answers: Answers, trail: Trail, room: bool) -> None:
    here = Place(step.id)
    trail.path.append(here)
    if room and answers.get(step.id + MORE) is not False:
        trail.at = here


def judge(flow: Flow, trail: Trail) -> tuple[Note, ...]:
    """Applies the flow's own checks; an error moves the place back to the step of its field."""
    officer: list[Note] = []
    owners = {one.id: step.id for step in flow.steps for one in step.fields}
    walked = [place.step for place in trail.path]
    for index, check in enumerate(flow.checks):
        owner = owners.get(check.on)
        if owner is None or owner not in walked or not check.when.holds(trail.env):
            continue
        note = Note(check.on, Message(f"check.{index}"), owner)
        {"error": trail.errors, "warn": trail.warnings, "officer": officer}[check.level].append(
            note
        )
        if check.level == "error":
            step_back(trail, walked.index(owner))
    return tuple(officer)


def step_back(trail: Trail, index: int) -> None:
    if trail.at is None or trail.path.index(trail.at) > index:
        trail.at, trail.stopped = trail.path[index], None
        del trail.path[index + 1 :]


def fields_on_path(flow: Flow, result: Walk) -> Iterator[Field]:
    """The fields whose answers count, in the order of the flow; groups are not entered."""
    steps = {place.step for place in result.path}
    for step in flow.steps:
        if step.id in steps and step.group is None:
            yield from step.fields


def submitted(flow: Flow, result: Walk) -> dict[str, Value]:
    """The answers to hand in: on the path and given, nothing else."""
    values = {one.id: result.env.get(one.id) for one in fields_on_path(flow, result)}
    for step in flow.steps:
        name = step.id.replace("-", "_")
        if step.group is not None and result.env.get(name):
            values[name] = result.env[name]
    return {name: value for name, value in values.items() if value is not None}


def derived(flow: Flow, env: Mapping[str, Value]) -> dict[str, Value]:
    """The values of the official form that nobody types, by id; each may look at those before."""
    values = dict(env)
    for one in flow.derived:
        values[one.id] = one.value.of(values)
    return {one.id: values[one.id] for one in flow.derived}
