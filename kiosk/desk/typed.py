"""What an officer put into the form of an act: read, kept for the page, and judged."""

from collections.abc import Mapping

from kiosk.content.words import MESSAGES
from kiosk.desk.pages import Req
from kiosk.desk.screens import Typed
from kiosk.desk.words import PROBLEMS
from kiosk.dossier import problems as refusals
from kiosk.engine.fields import Answer, read
from kiosk.engine.shapes import Field
from kiosk.engine.text import nfc, tidy
from kiosk.flow.node import node_of
from kiosk.web.forms import FieldError, Form
from kiosk.web.screens import reader_language

DAY = Field(id="ngay", type="date", label="")
# The box for free words of each act, and the usual reasons above it. Three of these forms stand on
# one page, so that each has names of its own.
BOXES = {
    "refused": ("ly_do", "mau"),
    "supplement": ("ly_do", "mau"),
    "stopped": ("ly_do_dung", "mau_dung"),
    "extended": ("ly_do_hen", "mau_hen"),
}
# Which list of usual reasons goes with which act.
LISTS = {
    "refused": "refusal",
    "supplement": "supplement",
    "stopped": "stop",
    "extended": "extension",
}
COPY = "chep"
INPUTS = ("ma", "ngay", "ngay.d", "ngay.m", "ngay.y", "cho")


def typed_in(sent: Form, kind: str) -> Typed:
    """Everything the form held, as it was typed."""
    box, usual = BOXES.get(kind, ("", ""))
    values = {name: sent[name] for name in (*INPUTS, box) if name in sent}
    return Typed(kind, values, tuple(sent.all(usual)), tuple(sent.all("buoc")))


def reason_in(sent: Form, kind: str) -> str:
    """The usual reasons that were ticked, a line each, then the free words."""
    box, usual = BOXES[kind]
    words = paragraphs(sent.get(box, ""))
    ticked = [tidy(one) for one in sent.all(usual)]
    lines = [one for one in ticked if one and one not in words]
    return "\n".join([*lines, words]).strip()


def copied(sent: Form, kind: str) -> Typed:
    """The ticked reasons in the box for free words, so that they can be edited."""
    typed = typed_in(sent, kind)
    values = {**typed.values, BOXES[kind][0]: reason_in(sent, kind)}
    return Typed(kind, values, (), typed.steps)


def day_in(request: Req, sent: Form) -> Answer:
    """The new date of an extension."""
    typed = {name: sent.all(name) for name in sent}
    reference = node_of(request).guide.context(reader_language(request).code).reference
    return read(DAY, typed, {}, reference)


def error(request: Req, kind: str, problem: str, said: str = "") -> FieldError:
    """A problem beside the input that it is about. `said` instead of the usual words for it."""
    gettext = reader_language(request).gettext
    return FieldError(box_of(kind, problem), gettext(said or PROBLEMS[problem]))


def date_error(request: Req, given: Answer) -> FieldError | None:
    if given.error is None:
        return None
    return error(request, "extended", refusals.date_wrong.code, MESSAGES[given.error.id])


def box_of(kind: str, problem: str) -> str:
    places: Mapping[str, str] = {
        refusals.official_code_wrong.code: "ma",
        refusals.date_wrong.code: "ngay",
        refusals.extended_before.code: "ngay",
        refusals.steps_missing.code: "buoc",
        "desk.no_such_colleague": "cho",
    }
    return places.get(problem) or BOXES.get(kind, ("ly_do", ""))[0]


def paragraphs(text: str) -> str:
    """A reason as it was typed, line by line, without stray characters."""
    return nfc("\n".join(tidy(line) for line in text.splitlines())).strip()
