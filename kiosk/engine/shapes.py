"""The shapes of a flow: what an author writes in YAML is what the engine walks and a pack carries.

Words a citizen reads are plain strings in the source language; `kiosk.content` replaces them
by their translation before a pack is made. Dates are `YYYY-MM-DD`, money is whole đồng.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field

from kiosk.engine.evaluate import compile as compile_tree
from kiosk.engine.expr import Tree, names, parse

Value = Any
"""A JSON value without floats: null, bool, int, str, list or dict."""

Env = Mapping[str, Value]
Answers = Mapping[str, Value]

Id = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}(?!\n)$")]
StepId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}(?!\n)$")]
Date = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?!\n)$")]
Channel = Literal["online", "desk", "post"]
FieldKind = Literal[
    "full_name", "person_id", "phone", "date", "partial_date", "text", "long_text", "number",
    "money", "yes_no", "choice", "choices", "commune", "address", "ethnicity", "nationality",
    "consent", "photo", "document", "signature",
]  # fmt: skip


class Expr:
    """A condition or a sum in the expression language: authors write it as text, packs carry its
    tree, so that only Python needs a parser. `source` is empty where it came from a pack."""

    __slots__ = ("_of", "names", "source", "tree")

    def __init__(self, tree: Tree, source: str = "") -> None:
        self.tree = tree
        self.source = source
        self.names = names(tree)
        self._of = compile_tree(tree)

    def of(self, env: Env) -> Value:
        return self._of(env)

    def holds(self, env: Env) -> bool:
        return self._of(env) is True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expr) and self.tree == other.tree

    def __hash__(self) -> int:
        return hash(str(self.tree))


class Shape(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all shapes: immutable, strict about unknown keys."""


class Procedure(Shape, frozen=True):
    code: str
    name: str


class Period(Shape, frozen=True):
    """Both ends are included; no end means until further notice."""

    start: Date = field(name="from")
    end: Date | None = field(name="to", default=None)

    def holds_on(self, day: str) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


class Review(Shape, frozen=True):
    by: str | None = None
    on: Date | None = None


class Channels(Shape, frozen=True):
    online: Literal["full", "part", "none"] = "none"
    desk: bool = False
    post: bool = False


class NotFor(Shape, frozen=True):
    """A case this procedure does not serve; `go` is the code of the one that does."""

    say: str
    go: str | None = None


class Source(Shape, frozen=True):
    """Where a rule was read. Confidence: P national portal page, L text of the law, F public
    repository that drives the real form, S secondary page, M from memory (never a promise)."""

    title: str
    confidence: Literal["P", "L", "F", "S", "M"]
    read: Date | None = None
    url: str | None = None


class TimeLimit(Shape, frozen=True):
    working_days: Annotated[int, Meta(ge=0, le=365)]
    source: str
    after_15h: Literal["next_working_day"] | None = None


class Need(Shape, frozen=True):
    item: str
    source: str


class Option(Shape, frozen=True):
    value: Id
    label: str
    hint: str | None = None


class Field(Shape, frozen=True):
    """One answer. `min` and `max` bound numbers, money and dates; `pages` how many files a `photo`,
    `document` or `signature` may have; `birth` names the field whose year a `person_id` is compared
    with, `sex` the choice (`nam`, `nu`) likewise. `receives`: the `commune` that the dossier goes
    to, one of the node's province."""

    id: Id
    type: FieldKind
    label: str
    hint: str | None = None
    required: bool = True
    official: str | None = None
    options: tuple[Option, ...] = ()
    min: Expr | None = None
    max: Expr | None = None
    max_length: Annotated[int, Meta(ge=1, le=4000)] | None = None
    default: Value = None
    old_names: bool = False
    birth: Id | None = None
    sex: Id | None = None
    private: bool = False
    receives: bool = False
    pages: Annotated[int, Meta(ge=1, le=30)] | None = None


class Stop(Shape, frozen=True):
    say: str
    source: str
    go: str | None = None


class Group(Shape, frozen=True):
    """A step whose fields are asked once for each of `min` to `max` members."""

    each: str
    more: str
    min: Annotated[int, Meta(ge=0, le=50)] = 0
    max: Annotated[int, Meta(ge=1, le=50)] = 10


class Step(Shape, frozen=True):
    """One page with one question; or, with `stop`, an early end."""

    id: StepId
    ask: str = ""
    when: Expr | None = None
    help: str | None = None
    fields: tuple[Field, ...] = ()
    group: Group | None = None
    stop: Stop | None = None
    lesson: str | None = None

    @property
    def adds(self) -> tuple[str, ...]:
        """The names that the step adds to the environment: its fields, or the list of its members,
        whose name may not hold a hyphen."""
        if self.group is not None:
            return (self.id.replace("-", "_"),)
        return tuple(one.id for one in self.fields)


class Declaration(Shape, frozen=True):
    """What the citizen confirms after checking the answers and before handing in."""

    ask: str
    fields: tuple[Field, ...]
    help: str | None = None


class Derived(Shape, frozen=True):
    """A value of the official form that nobody types: computed from the answers, in order.
    `in_words`: a date that the form wants in Vietnamese words."""

    id: Id
    value: Expr
    label: str
    official: str | None = None
    type: FieldKind = "text"
    options: tuple[Option, ...] = ()
    in_words: bool = False


class Paper(Shape, frozen=True):
    """A paper to bring (`show`), hand in (`attach`), or that nobody needs to bring (`none`)."""

    id: Id
    name: str
    show_or_attach: Literal["show", "attach", "none"]
    source: str
    when: Expr | None = None
    replaced_by: str | None = None


class Check(Shape, frozen=True):
    """Holds `when` something is amiss; an `error` keeps the citizen at the field `on`, a `warn`
    asks to look again, an `officer` note reaches only the officer."""

    when: Expr
    level: Literal["error", "warn", "officer"]
    on: Id
    say: str
    source: str


class FeeRow(Shape, frozen=True):
    """`amount` is whole đồng a unit; null means that the officer has to be asked."""

    amount: Annotated[int, Meta(ge=0)] | None
    why: str
    source: str
    start: Date = field(name="from")
    end: Date | None = field(name="to", default=None)
    channels: tuple[Channel, ...] = ("online", "desk", "post")
    when: Expr | None = None


class Exemption(Shape, frozen=True):
    when: Expr
    why: str
    source: str


class FeeTable(Shape, frozen=True):
    """The first row that holds counts; with no row the officer has to be asked. `each` is the list
    of a group's members: reckoned once for each, whose answers then have their own names."""

    rows: tuple[FeeRow, ...] = ()
    name: str | None = None
    when: Expr | None = None
    each: Id | None = None
    unit: Expr | None = None
    exempt: tuple[Exemption, ...] = ()


class OfficialField(Shape, frozen=True):
    """A field of the official form; `officer` says why it is left to the officer."""

    id: str
    label: str
    officer: str | None = None


class OfficialForm(Shape, frozen=True):
    name: str
    source: str
    fields: tuple[OfficialField, ...]


class Flow(Shape, frozen=True, dict=True):
    """A procedure. See docs/flow-format.md for what an author writes."""

    id: StepId
    procedure: Procedure
    version: str
    effective: Period
    time_limit: TimeLimit
    sources: dict[str, Source]
    steps: tuple[Step, ...]
    who: str = ""
    reviewed: Review = Review()
    channel: Channels = Channels()
    finds: tuple[str, ...] = ()
    not_for: tuple[NotFor, ...] = ()
    need: tuple[Need, ...] = ()
    where: tuple[Need, ...] = ()
    declaration: Declaration | None = None
    derived: tuple[Derived, ...] = ()
    papers: tuple[Paper, ...] = ()
    checks: tuple[Check, ...] = ()
    fee: tuple[FeeTable, ...] = ()
    official_form: OfficialForm | None = None
    ends: Literal["hand_in", "checklist"] = "hand_in"
    keep_days: Annotated[int, Meta(ge=1, le=3650)] = 90

    def step(self, step_id: str) -> Step | None:
        return self._steps.get(step_id)

    @cached_property
    def receiver(self) -> Step | None:
        """The step that asks where the dossier goes. Nobody is led there: most people hand in where
        they are. Its page is there for who asks for it, and once answered it is on the path."""
        return next((one for one in self.steps if any(f.receives for f in one.fields)), None)

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """The id of the step that adds a name to the environment, by that name."""
        return {name: step.id for step in self.steps for name in step.adds}

    @cached_property
    def _steps(self) -> Mapping[str, Step]:
        return {step.id: step for step in reversed(self.steps)}

    def fields(self) -> tuple[Field, ...]:
        return tuple(one for step in self.steps for one in step.fields)


def decode(kind: type, value: object) -> object:
    """The msgspec hook that reads an author's expression; raises `kiosk.engine.expr.ExprError`."""
    if kind is not Expr:
        raise NotImplementedError
    if isinstance(value, str | int) and not isinstance(value, bool):
        return Expr(parse(str(value)), str(value))
    raise ValueError(f"Expected `expression`, got `{JSON_KINDS.get(type(value), 'other')}`")


JSON_KINDS = {bool: "bool", list: "array", dict: "object", type(None): "null"}


def encode(value: object) -> object:
    """The msgspec hook that writes an expression as its tree."""
    if isinstance(value, Expr):
        return value.tree
    raise NotImplementedError


def decode_tree(kind: type, value: object) -> object:
    """The msgspec hook that reads back what `encode` wrote."""
    if kind is Expr and isinstance(value, list):
        return Expr(value)
    raise NotImplementedError


def flow_from(data: object) -> Flow:
    """Raises `msgspec.ValidationError` with the path of what does not fit."""
    return msgspec.convert(data, Flow, dec_hook=decode)
