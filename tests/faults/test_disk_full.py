"""A disk that is really full: people are told, nothing is half written, then it goes on."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.faults.seeds import PASSWORD
from tests.faults.station import Station, environ, flows_in, station
from tests.flow.citizen import AGREED, LAN
from tests.papers.made import photo

MEGABYTES = 160
TABLES = ("draft", "envelope", "receipt", "dossier", "dossier_event", "session", "audit")


@dataclass
class Disk:
    """A small file system of its own."""

    folder: Path

    @contextmanager
    def full(self) -> Iterator[None]:
        ballast = self.folder / "ballast"
        with ballast.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(1 << 16)):
                    pass
            except OSError:
                pass
        try:
            yield
        finally:
            ballast.unlink()


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    folder = tmp_path_factory.mktemp("disk")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tramso-test", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a disk of its own can only be made by an account that may mount one")
    yield Disk(folder)
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(scope="module")
def node(disk: Disk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    where = environ(disk.folder / "var", flows_in(elsewhere))
    with station(where, elsewhere / "log") as running:
        running.be_born()
        yield running


@dataclass
class Lan:
    browser: httpx.Client
    base: str = ""

    def begin(self, flow: str) -> httpx.Response:
        answer = self.browser.post("/to-khai", data={"flow": flow})
        self.base = answer.headers.get("location", "").rpartition("/")[0]
        return answer

    def send(self, page: str, form: dict[str, str], **files: object) -> httpx.Response:
        return self.browser.post(f"{self.base}/{page}", data=form, files=files or None)  # type: ignore[arg-type]

    def answer_all(self) -> None:
        for page, form in LAN.items():
            self.send(page, form)


@pytest.fixture
def lan(node: Station) -> Iterator[Lan]:
    with httpx.Client(base_url=node.url, headers={"Origin": node.url}, timeout=30) as browser:
        yield Lan(browser)


def rows(node: Station) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{node.folder}/kiosk.db?mode=ro", uri=True)) as db:
        there = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        names = [name for name in TABLES if name in there]
        return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


def files(node: Station) -> set[Path]:
    return {path for path in (node.folder / "files").rglob("*") if path.is_file()}


def is_told(answer: httpx.Response) -> bool:
    return answer.status_code == 507 and "Máy đã hết chỗ lưu" in answer.text


def test_a_page_that_cannot_be_saved_is_told_and_holds_what_was_typed(
    node: Station, disk: Disk, lan: Lan
) -> None:
    lan.begin("nha-toi")
    before = rows(node)
    with disk.full():
        answer = lan.send("nguoi", LAN["nguoi"])
        assert is_told(answer)
        assert f'action="{lan.base}/nguoi"' in answer.text
        assert '<input type="hidden" name="ho_ten" value="Nguyễn Thị Lan">' in answer.text
        assert "Nguyễn Thị Lan" not in lan.browser.get(f"{lan.base}/nguoi").text
    assert rows(node) == before
    assert lan.send("nguoi", LAN["nguoi"]).status_code == 303
    assert "Nguyễn Thị Lan" in lan.browser.get(f"{lan.base}/nguoi").text


def test_a_form_cannot_be_begun_and_can_be_afterwards(node: Station, disk: Disk, lan: Lan) -> None:
    before = rows(node)
    with disk.full():
        assert is_told(lan.begin("nha-toi"))
        assert lan.browser.get("/thu-tuc/nha-toi").status_code == 200
    assert rows(node) == before
    assert lan.begin("nha-toi").status_code == 303


def test_what_cannot_be_handed_in_gets_no_receipt(node: Station, disk: Disk, lan: Lan) -> None:
    lan.begin("nha-toi")
    lan.answer_all()
    before = rows(node)
    with disk.full():
        assert is_told(lan.send("cam-doan", dict(AGREED)))
        assert is_told(lan.send("cam-doan", dict(AGREED)))
    assert rows(node) == before
    where = lan.send("cam-doan", dict(AGREED)).headers["location"]
    assert lan.browser.get(where).status_code == 200
    assert rows(node)["dossier"] == before["dossier"] + 1


def test_a_photograph_that_finds_no_room_leaves_nothing(
    node: Station, disk: Disk, lan: Lan
) -> None:
    lan.begin("anh-giay")
    before, form = files(node), {"ten": "Trần Gia Bảo"}
    picture = ("anh.jpg", photo(640, 480), "image/jpeg")
    with disk.full():
        answer = lan.send("chung-sinh", form, chung_sinh=picture)
        assert is_told(answer)
        assert 'value="Trần Gia Bảo"' in answer.text
    assert files(node) == before
    assert lan.send("chung-sinh", form, chung_sinh=picture).status_code == 303
    assert len(files(node)) == len(before) + 1


def test_nobody_can_sign_in_and_the_password_is_not_shown_again(
    node: Station, disk: Disk, lan: Lan
) -> None:
    with disk.full():
        form = {"login": "quantri", "password": PASSWORD}
        answer = lan.browser.post("/mot-cua/dang-nhap", data=form)
        assert is_told(answer)
        assert PASSWORD not in answer.text
    assert lan.browser.post("/mot-cua/dang-nhap", data=form).status_code == 422


def test_the_node_says_that_it_is_not_ready_and_why(node: Station, disk: Disk, lan: Lan) -> None:
    assert lan.browser.get("/readyz").status_code == 200
    with disk.full():
        answer = lan.browser.get("/readyz")
        assert (answer.status_code, answer.text) == (503, "no room on the disk\n")
        assert lan.browser.get("/healthz").status_code == 200
    assert lan.browser.get("/readyz").status_code == 200


def test_a_node_on_a_full_disk_starts_and_shows_what_it_has(
    node: Station, disk: Disk, lan: Lan
) -> None:
    lan.begin("nha-toi")
    lan.send("nguoi", LAN["nguoi"])
    node.die()
    with disk.full():
        node.be_born()
        assert "Nguyễn Thị Lan" in lan.browser.get(f"{lan.base}/nguoi").text
        assert is_told(lan.send("so", LAN["so"]))
    assert lan.send("so", LAN["so"]).status_code == 303


def test_the_database_is_whole_in_the_end(node: Station) -> None:
    node.die()
    with closing(sqlite3.connect(node.folder / "kiosk.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
