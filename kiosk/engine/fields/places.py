"""Commune and address: two levels since 1 July 2025, found by new and old names alike."""

from kiosk.engine.fields.base import Message, OneInput, Reference, Typed, Wrong, first
from kiosk.engine.shapes import Env, Field, Value
from kiosk.engine.text import tidy

LONGEST = 200
TYPED = "typed"
"""The choice "keep what I typed": the officer settles which commune it is."""


class Commune(OneInput):
    """`{"province", "commune", "place"}`: two codes and what was typed; the commune is null where
    the citizen kept what was typed and the officer settles it."""

    inputs: tuple[str, ...] = (".province", ".place", ".commune")

    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        province = first(typed, f.id + ".province")
        place = tidy(first(typed, f.id + ".place"))
        chosen = first(typed, f.id + ".commune")
        if not place:
            return Wrong(Message("commune.no_name")) if chosen else None
        if not any(code == province for code, _ in ref.provinces()):
            return Wrong(Message("commune.no_province"))
        if chosen == TYPED:
            return {"province": province, "commune": None, "place": place}
        return self.settle(f, province, place, chosen, ref)

    def settle(
        self, f: Field, province: str, place: str, chosen: str, ref: Reference
    ) -> Value | Wrong:
        found = ref.find_communes(province, place, f.old_names)
        if len(found) > 1:
            found = [pair for pair in found if pair[0] == chosen] or found
        if len(found) != 1:
            return Wrong(Message("commune.several" if found else "commune.unknown"), tuple(found))
        code = found[0][0]
        return {"province": ref.province_of(code), "commune": code, "place": place}

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        place = value.get("place") if isinstance(value, dict) else None
        if not isinstance(place, str) or not place:
            return Message("commune.unknown")
        if len(place) > LONGEST:
            return Message("text.too_long", {"max": str(LONGEST)})
        code = value["commune"]
        return None if code is None or ref.commune_name(code) else Message("commune.unknown")

    def retype(self, f: Field, value: Value) -> dict[str, str]:
        if not isinstance(value, dict):
            return {}
        return {
            f"{f.id}.province": value.get("province") or "",
            f"{f.id}.place": value.get("place") or "",
            f"{f.id}.commune": value.get("commune") or TYPED,
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
        if isinstance(value, dict) and len(str(value.get("detail", ""))) > LONGEST:
            return Message("text.too_long", {"max": str(LONGEST)})
        return super().check(f, value, env, ref)

    def retype(self, f: Field, value: Value) -> dict[str, str]:
        if not isinstance(value, dict):
            return {}
        return {**super().retype(f, value), f"{f.id}.detail": value.get("detail") or ""}
