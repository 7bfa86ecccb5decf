"""The first start of a node: somebody has to be able to come in, and nobody else."""

import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import httpx

from kiosk.settings import ROOT

OWN = "con trâu là đầu cơ nghiệp"


def start_and_stop(data_dir: Path, kept: Path | None = None) -> tuple[str, httpx.Response | None]:
    """What one run of the node prints, and the desk of who signs in with what was kept."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environ = {**os.environ, "KIOSK_DATA_DIR": str(data_dir), "KIOSK_PORT": str(port)}
    command = [sys.executable, "-m", "kiosk", "serve"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().split()[-1]
            httpx.get(f"{url}/readyz")
            answer = sign_in(url, kept) if kept else None
        finally:
            process.send_signal(signal.SIGTERM)
        return process.stdout.read(), answer


def sign_in(url: str, kept: Path) -> httpx.Response:
    login, password = kept.read_text().split()
    form = {"login": login, "password": password}
    with httpx.Client(base_url=url, headers={"Origin": url}) as browser:
        sent = browser.post("/mot-cua/dang-nhap", data=form).headers["location"]
        assert sent == "/mot-cua/tai-khoan/mat-khau?ve=/mot-cua"
        changed = {"old": password, "password": OWN, "again": OWN, "ve": "/mot-cua"}
        browser.post("/mot-cua/tai-khoan/mat-khau", data=changed)
        return browser.get("/mot-cua")


def test_the_first_start_says_how_to_sign_in_and_the_second_does_not(tmp_path: Path) -> None:
    data_dir = tmp_path / "var"
    said, answer = start_and_stop(data_dir, data_dir / "first-sign-in.txt")
    password = (data_dir / "first-sign-in.txt").read_text().split()[1]
    assert "/mot-cua" in said
    assert said.count(password) == 1
    assert answer is not None
    assert (answer.status_code, "Đăng xuất" in answer.text) == (200, True)
    again, _ = start_and_stop(data_dir)
    assert "password" not in again


def test_nobody_else_on_the_machine_may_read_what_the_node_keeps(tmp_path: Path) -> None:
    data_dir = tmp_path / "var"
    start_and_stop(data_dir)
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700
    files = [path for path in data_dir.rglob("*") if path.is_file()]
    assert data_dir / "kiosk.db" in files
    open_to_others = [path.name for path in files if path.stat().st_mode & 0o077]
    assert open_to_others == []
