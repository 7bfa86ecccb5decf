"""Codes that people read out, copy and type: no two letters of the alphabet look alike."""

import hashlib
import hmac
import secrets
import unicodedata

from kiosk.sync.derive import hkdf

ALPHABET = "346789ABCDEFGHJKMNPRTWXY"
RECEIPT_LENGTH = 12
RESUME_LENGTH = 16
SECRET_LENGTH = 24

_BASE = len(ALPHABET)
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}


def receipt_code(id: str) -> str:
    """The 12 characters on a receipt: 11 from the id (50 bits), the last one to catch slips."""
    return _checked(_letters(hashlib.sha256(id.encode("ascii")).digest(), RECEIPT_LENGTH - 1))


def shown(code: str) -> str:
    """A code in groups of four, as it is printed: `3AB4-CDEF-GH67`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def normalise(typed: str) -> str | None:
    """The receipt code in what somebody typed, or None where a slip shows."""
    return _holding(_plain(typed), RECEIPT_LENGTH)


def new_resume_code() -> str:
    """16 random characters, 73 bits: enough to be a key."""
    return "".join(secrets.choice(ALPHABET) for _ in range(RESUME_LENGTH))


def normalise_resume(typed: str) -> str | None:
    """The resume code in what somebody typed. It has no check character."""
    letters = _plain(typed)
    return letters if letters is not None and len(letters) == RESUME_LENGTH else None


def follow_secret(draft_key: bytes, id: str) -> str:
    """24 characters: 23 derived (105 bits) and one check character.

    Derived, so that a node can show it again for as long as the draft's key is at hand, and
    need not store it.
    """
    return _checked(_letters(hkdf(draft_key, b"follow" + id.encode("ascii")), SECRET_LENGTH - 1))


def normalise_secret(typed: str) -> str | None:
    """The follow secret in what somebody typed, or None where a slip shows."""
    return _holding(_plain(typed), SECRET_LENGTH)


def secret_hash(secret: str) -> str:
    """What the header's `follow` holds: SHA-256 over the 24 letters, in hexadecimal."""
    return hashlib.sha256(secret.encode("ascii")).hexdigest()


def is_secret_of(secret: str, follow: str) -> bool:
    """Whether a typed follow secret, in any spelling, is the one whose hash is `follow`."""
    letters = normalise_secret(secret)
    return letters is not None and hmac.compare_digest(secret_hash(letters), follow)


def check_character(letters: str) -> str:
    """ISO 7064's hybrid system with M = 24 (MOD 25,24).

    Catches every single wrong character, since 2 has an inverse modulo 25, and 99.6 % of
    neighbours swapped.
    """
    return ALPHABET[(1 - _carried(letters)) % _BASE]


def _checked(letters: str) -> str:
    return letters + check_character(letters)


def _holding(letters: str | None, length: int) -> str | None:
    if letters is None or len(letters) != length:
        return None
    return letters if check_character(letters[:-1]) == letters[-1] else None


def _carried(letters: str) -> int:
    carried = _BASE
    for letter in letters:
        total = (carried + _VALUE[letter]) % _BASE or _BASE
        carried = total * 2 % (_BASE + 1)
    return carried


def _letters(noise: bytes, count: int) -> str:
    """`noise` as one big-endian number modulo 24^count, written in base 24."""
    number = int.from_bytes(noise, "big")
    drawn = []
    for _ in range(count):
        number, value = divmod(number, _BASE)
        drawn.append(ALPHABET[value])
    return "".join(reversed(drawn))


def _plain(typed: str) -> str | None:
    """Upper-case letters of the alphabet; spaces and dashes of every kind dropped."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    letters = "".join(letter for letter in folded if not _is_gap(letter))
    return letters if all(letter in _VALUE for letter in letters) else None


def _is_gap(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in {"Pd", "Cf"} or letter in "._\u2212"
