"""Passwords that are tried first: common ones, and those made of the person's own name."""

import unicodedata
from itertools import pairwise

# What is left once common pieces are taken out has to be this long, and of this many letters.
LEAST_LEFT = 6
LEAST_DIFFERENT = 5

# Pieces of the passwords that head every list of stolen ones, Vietnamese lists too, and of ours.
_PIECES = """
    password passw0rd matkhau qwertyuiop qwerty asdfghjkl asdfgh zxcvbnm 1q2w3e4r 1q2w3e qazwsx
    iloveyou anhyeuem emyeuanh yeuem yeuanh letmein welcome dragon monkey sunshine princess
    football superman batman trustno1 administrator admin quantri canbo motcua tramso hochiminh
    hanoi saigon vietnam vnpt viettel mobifone abc123 abcd1234 khongbiet hoilamgi
    0123456789 1234567890 123456789 12345678 1234567 123456 12345 1234 123
    9876543210 987654321 87654321 7654321 654321 54321 4321
""".split()


def is_guessable(password: str, *about: str) -> bool:
    """`about`: the login and the name of the person. Accents and capitals make no difference."""
    left = _plain(password)
    if len(set(left)) < LEAST_DIFFERENT or _is_row(left):
        return True
    own = [word for text in about for word in (_plain(text), *map(_plain, text.split()))]
    pieces = [piece for piece in [*own, *_PIECES] if len(piece) > 1]
    for piece in sorted(pieces, key=len, reverse=True):
        left = left.replace(piece, "")
    return len(left) < LEAST_LEFT or len(set(left)) < LEAST_DIFFERENT


def _plain(text: str) -> str:
    """Letters and digits only, small, without accents; other scripts stay as they are."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in apart if letter.isalnum())


def _is_row(letters: str) -> bool:
    """abcdefghijkl, 210987654321: each letter is the neighbour of the one before."""
    steps = {ord(after) - ord(before) for before, after in pairwise(letters)}
    return steps <= {1, -9} or steps <= {-1, 9}
