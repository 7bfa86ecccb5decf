"""Yes or no, one of several, several of several, and consent."""

from kiosk.engine.fields.base import Message, OneInput, Reference, Typed, Wrong, first
from kiosk.engine.shapes import Env, Field, Value
from kiosk.engine.text import tidy

YES_NO = {"yes": True, "no": False}


class YesNo(OneInput):
    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        text = tidy(first(typed, f.id))
        if not text:
            return None
        return YES_NO[text] if text in YES_NO else Wrong(Message("choice.unknown"))

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        return None if isinstance(value, bool) else Message("choice.unknown")

    def retype(self, f: Field, value: Value) -> dict[str, str]:
        return {f.id: ("no", "yes")[value] if isinstance(value, bool) else ""}


class Consent(YesNo):
    """A box to tick; only a tick is an answer, and leaving it empty is never taken as one."""

    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        return True if tidy(first(typed, f.id)) == "yes" else None

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        return None if value is True else Message("consent.missing")


class Choice(OneInput):
    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        text = tidy(first(typed, f.id))
        return text or None

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        known = any(option.value == value for option in f.options)
        return None if known else Message("choice.unknown")


class Choices(OneInput):
    """The value lists options in the order of the flow, each once; none ticked is `[]`."""

    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        ticked = {tidy(text) for text in typed.get(f.id, ())} - {""}
        known = [option.value for option in f.options if option.value in ticked]
        if len(known) != len(ticked):
            return Wrong(Message("choice.unknown"))
        return known or (None if f.required else [])

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        in_order = [option.value for option in f.options]
        if not isinstance(value, list) or [one for one in in_order if one in value] != value:
            return Message("choice.unknown")
        return Message("required.choices") if f.required and not value else None

    def retype(self, f: Field, value: Value) -> dict[str, str]:
        return {}
