"""Passwords: hashed with Argon2id, checked without telling who exists, and made readable."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from kiosk.sync.codes import ALPHABET

# OWASP's smallest: 19 MiB and some 40 ms. Argon2id is the default type of this library.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# Of a password that nobody has, made with the same costs: an unknown login takes as long to refuse.
NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$"
    "d5S4u5aAb2QUfID9bq21wg$z0uU35voT7Hs1xO1kX8HWnXWIZJfakSZ9mEjgnE/J7g"
)

# One at a time: a crowd at the door must take neither the memory nor both cores from the citizens.
_THREAD = ThreadPoolExecutor(1, "password")


def hash_of(password: str) -> str:
    return _HASHER.hash(password)


async def hashed(password: str) -> str:
    """The same, off the loop's thread."""
    return await asyncio.get_running_loop().run_in_executor(_THREAD, hash_of, password)


async def is_right(password_hash: str | None, password: str) -> bool:
    """Checks off the loop's thread. Without a hash it does the same work, and the answer is no."""
    checked = password_hash or NOBODYS_HASH
    loop = asyncio.get_running_loop()
    matches = await loop.run_in_executor(_THREAD, _matches, checked, password)
    return matches and password_hash is not None


def new_password() -> str:
    """Three groups of four letters (55 bits) that nobody mixes up when they are read out."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    return "-".join(groups).lower()


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except VerifyMismatchError:
        return False
