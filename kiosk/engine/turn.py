"""One turn of the citizen: a form was sent from a page; what is kept, and which page is next.

Pure and total. `static/engine/turn.js` mirrors it, so that a page behaves the same whoever
answers it, the server or the device.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kiosk.engine.fields import TYPES, Answer, Message, Typed, read
from kiosk.engine.fields.places import RECEIVING
from kiosk.engine.shapes import Field, Flow, Step, Value
from kiosk.engine.walk import MORE, Context, Note, Place, Walk, walk

LONGEST_INPUT = 12_000
"""In code points: the longest text has 4,000 letters, and a letter sent as NFD may be three."""
CHECK = Place("kiem-tra")
"""Where the citizen looks over all answers."""
AGAIN = "again"
"""An input that the edge adds when a form brought files or took one out: keep what is there and
show the page again. What is still empty is not finished, so it is not complained of."""
UNTOUCHED = ("required", "consent.missing")


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers, and for each page what was typed there that does not make an answer yet."""

    answers: Mapping[str, Value]
    typed: Mapping[str, Mapping[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Turn:
    """`go` is the page to show next: the same page when it has something to say."""

    draft: Draft
    walk: Walk
    go: Place
    unseen: tuple[str, ...] = ()
    """Warnings of this page that were not on the screen when the form was sent."""


def turn(
    flow: Flow, draft: Draft, place: Place, typed: Typed, context: Context, to_check: bool
) -> Turn:
    """`to_check`: the citizen came from the check page and returns there, by way of what newly
    became necessary."""
    step = flow.step(place.step)
    if step is None or step.stop is not None or not has_page(step, place, draft):
        return stay(flow, draft, context)
    if step.group is not None and place.n is None:
        return turn_group(flow, draft, step, typed, context, to_check)
    kept = keep(flow, draft, step, place, typed, context)
    result = walk(flow, kept.answers, context)
    unseen = unseen_warnings(result, place, typed)
    if AGAIN in typed or key(place) in kept.typed or errors_on(result, place) or unseen:
        return Turn(kept, result, place, unseen)
    return Turn(kept, result, following(result, place, to_check))


def has_page(step: Step, place: Place, draft: Draft) -> bool:
    """Whether there is such a page: of a group one for each member, and for one more."""
    if step.group is None or place.n is None:
        return place.n is None
    return 1 <= place.n <= min(len(members_of(draft, step)) + 1, step.group.max)


def stay(flow: Flow, draft: Draft, context: Context) -> Turn:
    result = walk(flow, draft.answers, context)
    return Turn(draft, result, result.at or CHECK)


def turn_group(
    flow: Flow, draft: Draft, step: Step, typed: Typed, context: Context, to_check: bool
) -> Turn:
    """The page after the members: take one out, add one, or go on."""
    members = members_of(draft, step)
    said = (typed.get("more") or [""])[0]
    gone = (typed.get("remove") or [""])[0]
    answers = dict(draft.answers)
    here = Place(step.id)
    out = next((n for n in range(1, len(members) + 1) if str(n) == gone), None)
    if out is not None:
        answers[step.id] = members[: out - 1] + members[out:]
        notes = {k: v for k, v in draft.typed.items() if not k.startswith(step.id + "/")}
        kept = Draft(answers, notes)
        return Turn(kept, walk(flow, answers, context), here)
    settled = {k: v for k, v in draft.typed.items() if k != key(here)}
    if said == "yes" and step.group and len(members) < step.group.max:
        answers.pop(step.id + MORE, None)
        result = walk(flow, answers, context)
        return Turn(Draft(answers, settled), result, Place(step.id, len(members) + 1))
    if said != "no":
        marked = {**draft.typed, key(here): {"more": [said[:LONGEST_INPUT]]}}
        return Turn(replace(draft, typed=marked), walk(flow, answers, context), here)
    answers[step.id + MORE] = False
    answers.setdefault(step.id, members)
    result = walk(flow, answers, context)
    return Turn(Draft(answers, settled), result, following(result, here, to_check))


def keep(
    flow: Flow, draft: Draft, step: Step, place: Place, typed: Typed, context: Context
) -> Draft:
    """Good answers are stored, a wrong one is taken out and what was typed is kept instead."""
    got = answers_of(flow, draft, step, typed, context)
    page = {one.id: got[one.id].value for one in step.fields if got[one.id].error is None}
    wrong = {one.id for one in step.fields if got[one.id].error is not None}
    before = held(draft, step, place)
    after = {name: value for name, value in before.items() if name not in wrong} | page
    notes = {k: v for k, v in draft.typed.items() if k != key(place)}
    if wrong:
        again = {AGAIN: ["1"]} if AGAIN in typed else {}
        notes[key(place)] = inputs_sent(step.fields, typed) | again
    return Draft(put(draft, step, place, after), notes)


def answers_of(
    flow: Flow, draft: Draft, step: Step, typed: Typed, context: Context
) -> dict[str, Answer]:
    """Reads the fields of a page in order; a later one may look at an earlier one."""
    env = {**walk(flow, draft.answers, context).env, RECEIVING: context.receiving}
    got: dict[str, Answer] = {}
    for one in step.fields:
        got[one.id] = read(one, typed, env, context.reference)
        env[one.id] = got[one.id].value
    return got


def inputs_sent(fields: tuple[Field, ...], typed: Typed) -> dict[str, list[str]]:
    names = [one.id + suffix for one in fields for suffix in ("", *TYPES[one.type].inputs)]
    return {
        name: [text[:LONGEST_INPUT] for text in typed[name]][:60] for name in names if name in typed
    }


def held(draft: Draft, step: Step, place: Place) -> dict[str, Value]:
    """The stored answers that the page may change."""
    if place.n is None:
        return dict(draft.answers)
    members = members_of(draft, step)
    return dict(members[place.n - 1]) if place.n <= len(members) else {}


def put(draft: Draft, step: Step, place: Place, after: dict[str, Value]) -> Mapping[str, Value]:
    if place.n is None:
        return after
    members = members_of(draft, step)
    limit = step.group.max if step.group else 0
    if place.n <= len(members):
        members[place.n - 1] = after
    elif place.n == len(members) + 1 <= limit:
        members.append(after)
    return {**draft.answers, step.id: members}


def members_of(draft: Draft, step: Step) -> list[dict[str, Value]]:
    stored = draft.answers.get(step.id)
    members = stored if isinstance(stored, list) else []
    return [one if isinstance(one, dict) else {} for one in members]


def errors_on(result: Walk, place: Place) -> list[Note]:
    return [note for note in result.errors if is_here(note, place)]


def warnings_on(result: Walk, place: Place) -> list[Note]:
    return [note for note in result.warnings if is_here(note, place)]


def is_here(note: Note, place: Place) -> bool:
    inside = note.on.startswith(f"{place.step}.{place.n}.") if place.n else "." not in note.on
    return note.step == place.step and inside


def mark_of(note: Note) -> str:
    return f"{note.on}:{note.message.id}"


def unseen_warnings(result: Walk, place: Place, typed: Typed) -> tuple[str, ...]:
    seen = (typed.get("seen") or [""])[0].split(" ")
    marks = [mark_of(note) for note in warnings_on(result, place)]
    return tuple(mark for mark in marks if mark not in seen)


def following(result: Walk, place: Place, to_check: bool) -> Place:
    """The page after this one: the next on the path, or the check page at its end."""
    if to_check:
        return result.at or CHECK
    path = list(result.path)
    if place not in path:
        return result.at or CHECK
    rest = path[path.index(place) + 1 :]
    return rest[0] if rest else result.at or CHECK


def position(result: Walk, place: Place) -> int:
    """Where a page stands on the path: the check page, and one more member, after its end; the
    question of who receives before its beginning, as long as nobody has answered it."""
    if place in result.path:
        return result.path.index(place)
    receiver = result.flow.receiver
    return 0 if receiver and place == Place(receiver.id) else len(result.path)


def preceding(result: Walk, place: Place) -> Place | None:
    at = position(result, place)
    return result.path[at - 1] if at else None


def key(place: Place) -> str:
    return place.step if place.n is None else f"{place.step}/{place.n}"


def doubts_on(
    flow: Flow, draft: Draft, step: Step, place: Place, context: Context
) -> dict[str, Answer]:
    """What is wrong with what was typed on this page; empty when nothing is kept there."""
    typed = draft.typed.get(key(place))
    if typed is None:
        return {}
    if step.group is not None and place.n is None:
        return {"more": Answer(None, Message("required.choice"))}
    got = answers_of(flow, draft, step, typed, context)
    doubts = {name: answer for name, answer in got.items() if answer.error}
    if AGAIN in typed:
        return {name: one for name, one in doubts.items() if not is_untouched(one)}
    return doubts


def is_untouched(answer: Answer) -> bool:
    return answer.error is not None and answer.error.id.startswith(UNTOUCHED)
