"""A made-up language that shows which words are not translated, and which boxes are too narrow."""

import gettext
import re

_KEPT = re.compile(r"%\([a-z0-9_.]+\)[sd]|\{[^}]*\}|<[^>]*>|&[a-z]+;")
_DOUBLED = frozenset("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY")


class Pseudo(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return pseudo(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


def pseudo(message: str) -> str:
    """`"Xin chào %(name)s"` gives `"⟦Xiin chàoo %(name)s⟧"`: longer, marked, holes intact."""
    kept = [*_KEPT.findall(message), ""]
    texts = _KEPT.split(message)
    return "⟦" + "".join(_longer(t) + k for t, k in zip(texts, kept, strict=True)) + "⟧"


def _longer(text: str) -> str:
    return "".join(letter * 2 if letter in _DOUBLED else letter for letter in text)
