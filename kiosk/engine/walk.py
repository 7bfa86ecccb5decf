"""The walk: from a flow and its answers to the path, the place, the errors, papers and fee.

Pure and total: no clock, no I/O, and it never raises, whatever the answers hold. An answer off
the path reads as null. `static/engine/walk.js` mirrors it.
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from kiosk.engine.fee import Fee, fee
from kiosk.engine.fields import TYPES, Message, Reference, error_in
from kiosk.engine.shapes import Answers, Channel, Field, Flow, Paper, Step, Value

MORE = ".more"
"""`con.more` answers "is there another one?" of the group step `con`."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a walk may know of the world; `today` is `YYYY-MM-DD` in Việt Nam. `receiving` are the
    communes that a dossier may be sent to from here."""

    today: str
    commune: str
    reference: Reference
    channel: Channel = "online"
    receiving: Set[str] = frozenset()


class Place(NamedTuple):
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


@dataclass(frozen=True)
class Walk:
    """`at` is the first page that still wants something, null when everything is answered;
    `stopped` names the step that ended the flow early. What only the check page and the desk show
    is worked out when it is asked for: every step page is a walk."""

    path: tuple[Place, ...]
    at: Place | None
    errors: tuple[Note, ...]
    warnings: tuple[Note, ...]
    stopped: str | None
    env: Mapping[str, Value] = field(repr=False)
    flow: Flow = field(repr=False)
    context: Context = field(repr=False)

    @property
    def done(self) -> bool:
        return self.at is None

    @property
    def commune(self) -> str:
        """Where the dossier goes."""
        return str(self.env["commune"])

    @cached_property
    def officer(self) -> tuple[Note, ...]:
        walked = {place.step for place in self.path}
        return tuple(note for _, note in notes(self.flow, ("officer",), walked, self.env))

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        env = self.env
        return tuple(one for one in self.flow.papers if one.when is None or one.when.holds(env))

    @cached_property
    def fee(self) -> Fee:
        return fee(self.flow, self.env, self.context.today, self.context.channel)


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
        if not is_asked(flow, step, answers, trail.env):
            continue
        pass_step(step, answers, trail, context.reference)
        if trail.at is not None:
            break
    judge(flow, trail)
    return Walk(
        path=tuple(trail.path),
        at=trail.at,
        errors=tuple(trail.errors),
        warnings=tuple(trail.warnings),
        stopped=trail.stopped,
        env=trail.env,
        flow=flow,
        context=context,
    )


def is_asked(flow: Flow, step: Step, answers: Answers, env: Mapping[str, Value]) -> bool:
    if step is flow.receiver:
        return any(answers.get(one.id) is not None for one in step.fields)
    return step.when is None or step.when.holds(env)


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
    seen = env if into is None else ChainMap(into, env)
    whole = True
    for one in fields:
        if one.id not in answers:
            scope[one.id] = None
            whole = False
            continue
        value = answers[one.id]
        wrong = error_in(one, value, seen, ref)
        scope[one.id] = None if wrong else value
        if wrong:
            trail.errors.append(Note(prefix + one.id, wrong, here.step))
            whole = False
        elif one.receives and value:
            env["commune"] = value["commune"]
    for one in fields:
        value = scope[one.id]
        look = TYPES[one.type].warn(one, value, seen) if value is not None else None
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
    trail.env[name_of_group(step)] = kept
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


def judge(flow: Flow, trail: Trail) -> None:
    """Applies the flow's own checks; an error moves the place back to the step of its field."""
    walked = [place.step for place in trail.path]
    for level, note in notes(flow, ("error", "warn"), set(walked), trail.env):
        if level == "warn":
            trail.warnings.append(note)
            continue
        trail.errors.append(note)
        # The last page of the step: of a group the one that shows all its members.
        step_back(trail, len(walked) - 1 - walked[::-1].index(note.step))
    if len(trail.path) < len(walked):
        forget_what_is_off(flow, trail)


def notes(
    flow: Flow, levels: Sequence[str], walked: Set[str], env: Mapping[str, Value]
) -> Iterator[tuple[str, Note]]:
    """What the flow's checks of these levels have to say about the steps walked."""
    for index, check in enumerate(flow.checks):
        owner = flow.owners.get(check.on, "")
        if check.level in levels and owner in walked and check.when.holds(env):
            yield check.level, Note(check.on, Message(f"check.{index}"), owner)


def name_of_group(step: Step) -> str:
    """The list of members, as conditions call it."""
    return step.adds[0]


def step_back(trail: Trail, index: int) -> None:
    if trail.at is None or trail.path.index(trail.at) > index:
        trail.at, trail.stopped = trail.path[index], None
        del trail.path[index + 1 :]


def forget_what_is_off(flow: Flow, trail: Trail) -> None:
    """After a step back, what lies ahead is off the path, and reads as null again."""
    walked = {place.step for place in trail.path}
    for name, step in flow.owners.items():
        if step not in walked:
            trail.env.pop(name, None)
    trail.errors = [note for note in trail.errors if note.step in walked]
    trail.warnings = [note for note in trail.warnings if note.step in walked]


def fields_on_path(flow: Flow, result: Walk) -> Iterator[Field]:
    """The fields whose answers count, in the order of the flow; groups are not entered."""
    steps = {place.step for place in result.path}
    for step in flow.steps:
        if step.id in steps and step.group is None:
            yield from step.fields


def submitted(flow: Flow, result: Walk) -> dict[str, Value]:
    """The answers to hand in: on the path and given, nothing else. The members of a group stand
    under its name in expressions."""
    values = {one.id: result.env.get(one.id) for one in fields_on_path(flow, result)}
    for step in flow.steps:
        if step.group is not None:
            values[name_of_group(step)] = result.env.get(name_of_group(step)) or None
    return {name: value for name, value in values.items() if value is not None}


def derived(flow: Flow, env: Mapping[str, Value]) -> dict[str, Value]:
    """The values of the official form that nobody types, by id; each may look at those before."""
    values = dict(env)
    for one in flow.derived:
        values[one.id] = one.value.of(values)
    return {one.id: values[one.id] for one in flow.derived}
