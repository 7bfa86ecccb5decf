"""Commune and address: two levels since 1 July 2025, found by new and old names alike."""

from collections.abc import Mapping

from kiosk.engine.fields.base import Message, OneInput, Reference, Typed, Wrong, first
from kiosk.engine.shapes import Env, Field, Value
from kiosk.engine.text import tidy

LONGEST = 200
TYPED = "typed"
"""The choice "keep what I typed": the officer settles which commune it is."""
DOUBTS = ("commune.unknown", "commune.similar", "commune.several")
"""By how many places are like what was typed; each offers a choice that settles it."""
RECEIVER_DOUBTS = ("receiver.unknown", "receiver.similar", "commune.several")
"""The same where one has to be settled on."""
RECEIVING = "receiving"
"""In the environment of a reading: the communes that dossiers may be sent to."""


class Commune(OneInput):
    """`{"province", "commune", "place"}`: two codes and what was typed; the commune is null where
    the citizen kept what was typed and the officer settles it."""

    inputs: tuple[str, ...] = (".province", ".place", ".commune")

    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        province = home(env, ref) if f.receives else first(typed, f.id + ".province")
        place = tidy(first(typed, f.id + ".place"))
        chosen = first(typed, f.id + ".commune")
        if not place and f.receives:
            return Wrong(Message("required"))
        if not place:
            return Wrong(Message("commune.no_name")) if chosen or province else None
        if not any(code == province for code, _ in ref.provinces()):
            return Wrong(Message("commune.no_province"))
        if f.receives:
            return receiving(self.settle(f, province, place, chosen, ref), env)
        if chosen == TYPED:
            return {"province": province, "commune": None, "place": place}
        return self.settle(f, province, place, chosen, ref)

    def settle(
        self, f: Field, province: str, place: str, chosen: str, ref: Reference
    ) -> Value | Wrong:
        found = ref.find_communes(province, place, f.old_names)
        codes = [code for code, _ in found.like]
        code = found.sure or (chosen if chosen in codes else None)
        if code is None:
            doubts = RECEIVER_DOUBTS if f.receives else DOUBTS
            return Wrong(Message(doubts[min(len(codes), 2)]), found.like)
        return {"province": ref.province_of(code), "commune": code, "place": place}

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        place = value.get("place") if isinstance(value, dict) else None
        if not isinstance(place, str) or not place or not is_place(value, ref):
            return Message("commune.unknown")
        if f.receives and (value.get("commune") is None or value["province"] != home(env, ref)):
            return Message("receiver.unknown")
        return too_long(place)

    def retype(self, f: Field, value: Value) -> dict[str, str]:
        if not isinstance(value, dict):
            return {}
        return {
            f"{f.id}.province": text_in(value, "province"),
            f"{f.id}.place": text_in(value, "place"),
            f"{f.id}.commune": text_in(value, "commune") or TYPED,
        }


class Address(Commune):
    """A commune and `"detail"`: house number, hamlet or block."""

    inputs: tuple[str, ...] = (".province", ".place", ".commune", ".detail")

    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        detail = tidy(first(typed, f.id + ".detail"))
        value = super().read(f, typed, env, ref)
        if value is None:
            return Wrong(Message("commune.no_name")) if detail else None
        return value if isinstance(value, Wrong) else {**value, "detail": detail}

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        detail = value.get("detail", "") if isinstance(value, dict) else ""
        if not isinstance(detail, str):
            return Message("text.not_text")
        return super().check(f, value, env, ref) or too_long(detail)

    def retype(self, f: Field, value: Value) -> dict[str, str]:
        if not isinstance(value, dict):
            return {}
        return {**super().retype(f, value), f"{f.id}.detail": text_in(value, "detail")}


def home(env: Env, ref: Reference) -> str:
    """The province in which the dossier stays, whichever commune it goes to."""
    return ref.province_of(env["commune"]) or ""


def receiving(got: Value | Wrong, env: Env) -> Value | Wrong:
    """What was settled, if dossiers may be sent there."""
    if isinstance(got, Wrong) or got["commune"] in env[RECEIVING]:
        return got
    return Wrong(Message("receiver.closed"))


def is_place(value: Mapping[str, Value], ref: Reference) -> bool:
    """Whether the codes are known and belong together; without a commune the province is known."""
    province, code = value.get("province"), value.get("commune")
    if code is None:
        return any(province == known for known, _ in ref.provinces())
    return isinstance(code, str) and province is not None and ref.province_of(code) == province


def too_long(text: str) -> Message | None:
    return Message("text.too_long", {"max": str(LONGEST)}) if len(text) > LONGEST else None


def text_in(value: Mapping[str, Value], name: str) -> str:
    text = value.get(name)
    return text if isinstance(text, str) else ""
