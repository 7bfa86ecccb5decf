"""python -m bench: measures the server, the browser and the packs, and says what was promised."""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import browser, packs, server, stations, uploads
from bench.report import Row, as_json, heading, line, machine
from bench.server import Effort

PARTS: dict[str, Callable[[Effort], Iterator[Row]]] = {
    "packs": lambda _: iter(packs.rows()),
    "server": server.rows,
    "uploads": lambda effort: uploads.rows(effort.rounds),
    "browser": lambda effort: browser.rows(effort.rounds),
    "stations": stations.rows,
}
SHORT = [part for part in PARTS if part != "stations"]
"""An hour of its own, and four gigabytes of disk."""


def main() -> int:
    """1 when a budget was missed and `--strict` was asked for."""
    arguments = parser().parse_args()
    effort = Effort(arguments.seconds, arguments.rounds, arguments.minutes)
    rows: list[Row] = []
    print(heading())
    for part in arguments.parts or SHORT:
        for row in PARTS[part](effort):
            print(line(row), flush=True)
            rows.append(row)
    if arguments.json:
        arguments.json.write_text(as_json(rows, machine()), "utf-8")
    missed = sum(row.verdict == "FAIL" for row in rows)
    print(f"\n{len(rows)} figures, {missed} over their budget")
    return 1 if missed and arguments.strict else 0


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser("python -m bench", description=__doc__)
    made.add_argument("parts", nargs="*", choices=[*PARTS, []], help="default: all but stations")
    made.add_argument("--seconds", type=float, default=3, help="of each run of wrk")
    made.add_argument("--rounds", type=int, default=5, help="runs of which the median is told")
    made.add_argument("--minutes", type=float, default=0.5, help="of hand-ins; the budget asks 10")
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    made.add_argument("--strict", action="store_true", help="fail when a budget is missed")
    return made


if __name__ == "__main__":
    sys.exit(main())
