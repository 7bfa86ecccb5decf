"""Put the offline worker and all that it imports into one script: static/built/worker.js."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAIN = ROOT / "static" / "worker" / "main.js"
BUILT = ROOT / "static" / "built" / "worker.js"
# The oldest browsers that we support. A classic script, because Firefox takes no other as a worker.
OPTIONS = (
    "--bundle",
    "--format=iife",
    "--minify",
    "--legal-comments=none",
    "--charset=utf8",
    "--target=chrome80,safari14,firefox78",
    # Safari 14 has it. esbuild counts it from 14.1 on, for a fault in 13 (`[a, ...rest]`), and
    # cannot lower it.
    "--supported:destructuring=true",
    "--log-level=warning",
)


def build(main: Path = MAIN, built: Path = BUILT) -> None:
    """Exits with what is wrong in the sources; an earlier script then stays as it was."""
    new = built.with_name(f".{built.name}.{os.getpid()}")
    command = [str(esbuild()), str(main), *OPTIONS, f"--outfile={new}"]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit(f"{main.name} could not be put together")
    new.replace(built)
    print(f"{built.name}: {built.stat().st_size:,} bytes")


def esbuild() -> Path:
    """The program itself: npm installs the one for this machine and runs no script to do so."""
    found = next((ROOT / "node_modules" / "@esbuild").glob("*/bin/esbuild"), None)
    return found or sys.exit("esbuild is missing: python -m tools.install_vendor")


if __name__ == "__main__":
    build()
