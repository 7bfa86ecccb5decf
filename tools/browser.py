"""Find a Chromium for the browser tests, or install one; run as a module, print its path."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SHELL = "chromium-headless-shell"
"""Debian's package of a Chromium without windows, of which no test has any need."""
NAMES = (SHELL, "chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as p: print(p.chromium.executable_path)"
)
PLAYWRIGHT = (sys.executable, "-m", "playwright")


def find() -> Path | None:
    """The first Chromium that starts: $CHROMIUM, Playwright's own, the system's."""
    chosen = os.environ.get("CHROMIUM")
    candidates = iter([Path(chosen)]) if chosen else _candidates()
    return next(filter(_starts, candidates), None)


def find_or_install() -> Path | None:
    """As `find`, after trying Playwright's download and, as root, Debian's package."""
    if "CHROMIUM" in os.environ:
        return find()
    for command in _installers():
        if found := find():
            return found
        _run(command)
    return find()


def _candidates() -> Iterator[Path]:
    if own := _playwrights_own():
        yield own
    yield from (Path(path) for path in map(shutil.which, NAMES) if path)


def _playwrights_own() -> Path | None:
    # Asked in a process of its own: in this one, a test may have Playwright running.
    asked = subprocess.run(
        [sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True, check=False
    )
    path = Path(asked.stdout.strip())
    return path if asked.returncode == 0 and path.is_file() else None


def _starts(path: Path) -> bool:
    # A Chromium whose libraries are missing exists but does not start.
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _installers() -> Iterator[tuple[str, ...]]:
    yield (*PLAYWRIGHT, "install", "chromium")
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        if _playwrights_own():  # there now, and yet it does not start: libraries are missing
            yield (*PLAYWRIGHT, "install-deps", "chromium")
        yield ("apt-get", "update", "-qq")
        yield ("apt-get", "install", "-y", "-qq", "--no-install-recommends", SHELL)


def _run(command: tuple[str, ...]) -> None:
    print("Looking for a Chromium:", *command[-3:], file=sys.stderr)
    environ = os.environ | {
        "DEBIAN_FRONTEND": "noninteractive",
        "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000",
    }
    try:
        subprocess.run(
            command,
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=300,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error, file=sys.stderr)


def main() -> int:
    """Print the path; without a browser, one line and exit code 1."""
    if path := find_or_install():
        print(path)
        return 0
    print(
        "No Chromium for the browser tests: install one, or name it in $CHROMIUM.", file=sys.stderr
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
