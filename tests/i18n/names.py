"""What is shown as it is, in every language: names and codes, and what was typed."""

import re
from functools import cache

from kiosk.content.reference.lookup import reference
from tests.conftest import HERE
from tests.i18n.rounds import rightly, wrongly

MINH = "Trần Văn Minh"
OFFICE, HOSPITAL, HOME = "00070", "00235", "01477"
CODE = re.compile(r"\b[0-9A-Z]{4}\b")
"""A group of a receipt code, a resume code or a follow secret."""


@cache
def names() -> frozenset[str]:
    """Provinces, ethnic groups, countries, and the communes, the officer and the address of the
    round."""
    ref = reference()
    listed = [name for _, name in (*ref.provinces(), *ref.ethnicities(), *ref.nationalities())]
    communes = [ref.commune_name(code) or "" for code in (OFFICE, HOSPITAL, HOME)]
    return frozenset((MINH, HERE, *listed, *communes, *(one.partition(",")[0] for one in communes)))


@cache
def typed() -> frozenset[str]:
    """What the forms of the round held."""
    return frozenset(
        text for form in (rightly(), wrongly()) for texts in form.values() for text in texts
    )


def without(text: str, known: frozenset[str]) -> str:
    """The text less the codes and names in it, longest first."""
    if text in known:
        return ""
    text = CODE.sub("", text).upper()  # as official forms write names
    found = [name.upper() for name in known if len(name) > 2 and name.upper() in text]
    for name in sorted(found, key=len, reverse=True):
        text = text.replace(name, "")
    return text
