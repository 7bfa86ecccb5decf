"""The citizen's number, phone, ethnic group and nationality."""

import re
from collections.abc import Sequence

from kiosk.engine.fields.base import Message, OneInput, Reference, Typed, Wrong, first
from kiosk.engine.fields.numbers import is_digits
from kiosk.engine.shapes import Env, Field, Value
from kiosk.engine.text import tidy

SEPARATORS = re.compile(r"[\s.,()\-_/]+")
MOBILE = re.compile(r"0[35789]\d{8}")
LANDLINE = re.compile(r"02\d{9}")


class PersonId(OneInput):
    """Số định danh cá nhân: 12 digits without a check digit (Thông tư 59/2021/TT-BCA, Điều 4):
    3 place of birth registration, 1 century and sex, 2 year of birth, 6 random. Only the length
    is an error; the rest is a warning, since cards with old mistakes exist."""

    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        digits = SEPARATORS.sub("", tidy(first(typed, f.id)))
        if not digits:
            return None
        if not is_digits(digits):
            return Wrong(Message("person_id.digits"))
        if len(digits) != 12:
            return Wrong(Message("person_id.length", {"count": str(len(digits))}))
        return digits

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        is_one = isinstance(value, str) and is_digits(value) and len(value) == 12
        return None if is_one else Message("person_id.digits")

    def warn(self, f: Field, value: Value, env: Env) -> Message | None:
        century = 1900 + 100 * (int(value[3]) // 2)
        year = str(century + int(value[4:6]))
        if year > str(env.get("today"))[:4]:
            return Message("person_id.future")
        born = env.get(f.birth) if f.birth else None
        if isinstance(born, str) and born[:4] != year:
            return Message("person_id.birth_year", {"year": born[:4]})
        sex = env.get(f.sex) if f.sex else None
        if sex in ("nam", "nu") and (int(value[3]) % 2 == 0) != (sex == "nam"):
            return Message("person_id.sex")
        return None


class Phone(OneInput):
    """Vietnamese mobile or landline; stored as `0…`. Carrier prefixes are not judged."""

    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        text = SEPARATORS.sub("", tidy(first(typed, f.id)))
        if not text:
            return None
        for prefix in ("+84", "0084", "84"):
            if text.startswith(prefix) and len(text) > 9:
                text = "0" + text.removeprefix(prefix).removeprefix("0")
                break
        return text if is_phone(text) else Wrong(Message("phone.not_a_phone"))

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        fine = isinstance(value, str) and is_phone(value)
        return None if fine else Message("phone.not_a_phone")


class Ethnicity(OneInput):
    """Forms see it confused with nationality every day, so that each names the other."""

    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        text = tidy(first(typed, f.id))
        if not text:
            return None
        found = ref.find_ethnicity(text)
        if not found and ref.find_nationality(text):
            return Wrong(Message("ethnicity.is_nationality"))
        return settle(found, "ethnicity")

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        known = isinstance(value, str) and ref.ethnicity_name(value)
        return None if known else Message("ethnicity.unknown")


class Nationality(OneInput):
    def read(self, f: Field, typed: Typed, env: Env, ref: Reference) -> Value | Wrong:
        text = tidy(first(typed, f.id))
        if not text:
            return None
        found = ref.find_nationality(text)
        if not found and ref.find_ethnicity(text):
            return Wrong(Message("nationality.is_ethnicity"))
        return settle(found, "nationality")

    def check(self, f: Field, value: Value, env: Env, ref: Reference) -> Message | None:
        known = isinstance(value, str) and ref.nationality_name(value)
        return None if known else Message("nationality.unknown")


def settle(found: Sequence[tuple[str, str]], kind: str) -> Value | Wrong:
    """The one that was meant; nothing or several is asked again."""
    if len(found) == 1:
        return found[0][0]
    return Wrong(Message(f"{kind}.several" if found else f"{kind}.unknown"), tuple(found))


def is_phone(text: str) -> bool:
    return text.isascii() and bool(MOBILE.fullmatch(text) or LANDLINE.fullmatch(text))
