"""The administrator's page and the files beside it fit the program and the tools that read them."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import settings
from kiosk.app import ROOMS

ROOT = Path(settings.__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "deploying.md").read_text("utf-8")
FILES = ROOT / "docs" / "deploying"
UNITS = ("tram-so.service", "tram-so-backup.service", "tram-so-backup.timer")


def needed(program: str) -> str:
    """Where it is; skips without it. On Debian some stand where only root looks."""
    found = shutil.which(program, path="/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin")
    if not found:
        pytest.skip(f"{program} is not on this machine")
    return found


def ran(*words: str | Path) -> str:
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


@pytest.fixture
def units(tmp_path: Path) -> Iterator[Path]:
    """The units, with a program that is there: the real one stands in /opt on a node only."""
    for name in UNITS:
        text = (FILES / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("/opt/tram-so/.venv/bin/python", "/bin/true"))
    return tmp_path


def test_systemd_finds_nothing_wrong_with_the_units(units: Path) -> None:
    analyze = needed("systemd-analyze")
    assert ran(analyze, "verify", *(units / name for name in UNITS)) == ""


@pytest.mark.parametrize(
    ("unit", "most"), [("tram-so.service", 1.5), ("tram-so-backup.service", 1)]
)
def test_the_units_leave_little_open(units: Path, unit: str, most: float) -> None:
    said = ran(needed("systemd-analyze"), "security", "--offline=true", units / unit)
    [exposure] = re.findall(r"Overall exposure level for \S+ ([0-9.]+)", said)
    assert float(exposure) <= most


def test_every_setting_that_the_files_name_is_one_of_ours() -> None:
    texts = [PAGE, *(path.read_text("utf-8") for path in FILES.iterdir())]
    named = {name for text in texts for name in re.findall(r"\bKIOSK_[A-Z_]*[A-Z]", text)}
    assert named
    assert {name.removesuffix("_FILE") for name in named} <= set(settings.NAMES)


def test_the_environment_that_the_page_shows_is_taken() -> None:
    [block] = re.findall(r"```sh\n(KIOSK_.*?)```", PAGE, re.DOTALL)
    environ = dict(line.split("=", 1) for line in block.splitlines())
    assert settings.read(environ).is_https


def test_every_command_of_ours_that_the_page_names_is_one() -> None:
    code = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))
    named = re.findall(r"(?m)(?:^|(?:PORT=\d+|rehearsal) )tram-so ([a-z]+)|-m kiosk ([a-z]+)", code)
    commands = {path.stem for path in (ROOT / "kiosk" / "cli").glob("*.py")}
    assert named
    assert {first or second for first, second in named} <= commands


def test_every_file_beside_the_page_is_named_in_it() -> None:
    assert [path.name for path in FILES.iterdir() if path.name not in PAGE] == []
    linked = re.findall(r"\]\(((?!http)[^)#]+)\)", PAGE)
    assert [name for name in linked if not (ROOT / "docs" / name).exists()] == []


def test_the_proxies_let_through_what_the_node_takes() -> None:
    [most] = re.findall(r"client_max_body_size (\d+)m;", (FILES / "nginx.conf").read_text())
    assert int(most) * 1024 * 1024 > max(room.multipart for room in ROOMS)
    assert "max_size" not in (FILES / "Caddyfile").read_text()


def test_no_proxy_believes_what_a_visitor_says_of_their_address() -> None:
    nginx = (FILES / "nginx.conf").read_text()
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx
    assert "trusted_proxies" not in (FILES / "Caddyfile").read_text()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A folder with one of our own."""
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=tram-so.example.vn".split()
    ran(needed("openssl"), *words, "-keyout", tmp_path / "key.pem",
        "-out", tmp_path / "fullchain.pem")  # fmt: skip
    return tmp_path


def placed(name: str, certificate: Path) -> str:
    text = (FILES / name).read_text("utf-8").replace("/etc/tram-so/tls", str(certificate))
    return text.replace("/var/log/nginx", str(certificate))


def test_nginx_reads_its_file(certificate: Path) -> None:
    nginx, conf = needed("nginx"), certificate / "nginx.conf"
    site = placed("nginx.conf", certificate)
    conf.write_text(f"pid {certificate}/pid;\nevents {{}}\nhttp {{\n{site}\n}}\n", "utf-8")
    # Ports below 1024 are root's.
    conf.write_text(re.sub(r"(listen (?:\[::\]:)?)(80|443)", r"\g<1>18\2", conf.read_text()))
    ran(nginx, "-t", "-q", "-c", conf, "-g", f"error_log {certificate}/log;")


def test_caddy_reads_its_file(certificate: Path) -> None:
    conf = certificate / "Caddyfile"
    conf.write_text(placed("Caddyfile", certificate), "utf-8")
    ran(needed("caddy"), "validate", "--adapter", "caddyfile", "--config", conf)


def test_the_image_gets_what_the_node_reads_and_no_papers() -> None:
    kept = (ROOT / ".dockerignore").read_text().splitlines()
    assert kept[1] == "*"
    for folder in ("kiosk", "flows", "locales", "static", "requirements.txt"):
        assert f"!{folder}" in kept
    assert not [line for line in kept if line.startswith(("!var", "!.git", "!.venv"))]


def test_the_image_builds_the_worker_itself() -> None:
    kept = (ROOT / ".dockerignore").read_text().splitlines()
    assert {"!tools", "!package.json", "!package-lock.json", "static/built"} <= {*kept}
    script = (FILES / "set-up").read_text()
    assert script.index("tools.install_vendor") < script.index("tools.build_worker")
    assert script.index("tools.build_worker") < script.index("rm -rf node_modules")


def test_set_up_takes_npm_at_the_version_that_is_pinned() -> None:
    script = (FILES / "set-up").read_text()
    [pattern] = re.findall(r"sed -n '/(.*?)/,", script)
    lines = (ROOT / "requirements-dev.txt").read_text().splitlines()
    assert len([line for line in lines if re.match(pattern, line)]) == 1
