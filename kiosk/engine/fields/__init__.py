"""The field types of a flow, each with its own way to read, judge and show a value."""

from dataclasses import dataclass

from kiosk.engine.fields.base import FieldType, Message, Reference, Typed, Wrong
from kiosk.engine.fields.choices import Choice, Choices, Consent, YesNo
from kiosk.engine.fields.dates import Date, PartialDate
from kiosk.engine.fields.files import Files, is_file_field
from kiosk.engine.fields.numbers import Money, Number
from kiosk.engine.fields.people import Ethnicity, Nationality, PersonId, Phone
from kiosk.engine.fields.places import Address, Commune
from kiosk.engine.fields.words import FullName, LongText, Text
from kiosk.engine.shapes import Env, Field, Value

__all__ = ["TYPES", "Answer", "Message", "Reference", "Typed", "Wrong", "error_in", "read"]

TYPES: dict[str, FieldType] = {
    "full_name": FullName(),
    "person_id": PersonId(),
    "phone": Phone(),
    "date": Date(),
    "partial_date": PartialDate(),
    "text": Text(),
    "long_text": LongText(),
    "number": Number(),
    "money": Money(),
    "yes_no": YesNo(),
    "choice": Choice(),
    "choices": Choices(),
    "commune": Commune(),
    "address": Address(),
    "ethnicity": Ethnicity(),
    "nationality": Nationality(),
    "consent": Consent(),
    "photo": Files(),
    "document": Files(),
    "signature": Files(),
}
CHOSEN = ("yes_no", "choice", "choices", "commune", "address", "ethnicity", "nationality")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a form input became: a value, or an error with what could settle it."""

    value: Value = None
    error: Message | None = None
    choices: tuple[tuple[str, str], ...] = ()


def read(f: Field, typed: Typed, env: Env, ref: Reference) -> Answer:
    """Reads one field from a form. Never raises, whatever was sent."""
    got = TYPES[f.type].read(f, typed, env, ref)
    if isinstance(got, Wrong):
        return Answer(None, got.message, got.choices)
    return Answer(got, error_in(f, got, env, ref))


def error_in(f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
    """Why a value cannot stand as the answer to this field."""
    if value is None:
        return required(f) if f.required else None
    return TYPES[f.type].check(f, value, env, ref)


def required(f: Field) -> Message:
    if f.type == "consent":
        return Message("consent.missing")
    if is_file_field(f):
        return Message("required.signature" if f.type == "signature" else "required.photo")
    return Message("required.choice" if f.type in CHOSEN else "required")
