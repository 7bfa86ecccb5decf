"""A power cut as near as a test can come to it: SIGKILL in the middle of writing."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from kiosk.settings import ROOT

WRITER = Path(__file__).with_name("writes_until_killed.py")


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.db"
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE row (id TEXT PRIMARY KEY, body TEXT)")
    acknowledged: set[str] = set()
    for life in ("1", "2", "3"):
        acknowledged |= _live_and_die(file, life)
    with closing(sqlite3.connect(file)) as db:
        kept = {id for (id,) in db.execute("SELECT id FROM row")}
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(acknowledged) >= 3 * 200
    assert acknowledged <= kept


def _live_and_die(file: Path, life: str) -> set[str]:
    """The ids that a process acknowledged before it was killed."""
    process = subprocess.Popen(
        [sys.executable, WRITER, f"sqlite:///{file}", life],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    first = [process.stdout.readline() for _ in range(200)]
    process.kill()
    rest = process.communicate()[0].splitlines(keepends=True)
    # The last line may be cut off in the middle: then nobody was told.
    return {line.decode().strip() for line in first + rest if line.endswith(b"\n")}
