"""Runs wrk against a server, from the other core, and reads what it says."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from bench.node import LOAD_CORE, pinned

MISSING = "bench: wrk is missing; the rows of the server need it: apt-get install wrk"
MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


class Run(NamedTuple):
    """Requests a second, latencies in ms, and how many answers were not 2xx or 3xx."""

    rate: float
    p50: float
    p99: float
    errors: int


def is_there() -> bool:
    return shutil.which("wrk") is not None


def run(
    url: str,
    seconds: float,
    connections: int,
    headers: Mapping[str, str] | None = None,
    script: Path | None = None,
) -> Run:
    given = [part for name, value in (headers or {}).items() for part in ("-H", f"{name}: {value}")]
    scripted = ["-s", str(script)] if script else []
    command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--latency",
               "--timeout", "20s", *given, *scripted, url]  # fmt: skip
    said = subprocess.run(
        pinned(LOAD_CORE, command), capture_output=True, text=True, check=True
    ).stdout
    return Run(
        number(r"Requests/sec:\s+([\d.]+)", said),
        latency(50, said),
        latency(99, said),
        errors(said),
    )


def latency(percent: int, said: str) -> float:
    found = re.search(rf"^\s+{percent}%\s+([\d.]+)(\w+)", said, re.MULTILINE)
    return float(found[1]) * MILLISECONDS[found[2]] if found else 0.0


def errors(said: str) -> int:
    sockets = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said
    )
    broken = sum(int(count) for count in sockets.groups()) if sockets else 0
    return broken + int(number(r"Non-2xx or 3xx responses: (\d+)", said))


def number(pattern: str, said: str) -> float:
    found = re.search(pattern, said)
    return float(found[1]) if found else 0.0
