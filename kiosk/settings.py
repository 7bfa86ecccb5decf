"""The settings of a node, read from the environment once."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
LOG_LEVELS = ("debug", "info", "warning", "error")
WORKERS = ("on", "phones", "off")


class SettingsError(Exception):
    """A value that cannot be used. Its text is one sentence for the person who set it."""


@dataclass(frozen=True)
class Bucket:
    """A place in an S3 store. `endpoint` and `region` are None for the store's own defaults."""

    name: str
    prefix: str
    endpoint: str | None
    region: str | None
    key: str | None = field(repr=False)
    secret: str | None = field(repr=False)


@dataclass(frozen=True)
class Settings:
    data_dir: Path
    database_url: str
    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    commune: str = "00070"
    # The hub above this node, and the longest pause, in seconds, between two tries to reach it.
    upstream: str | None = None
    sync_seconds: int = 60
    flows_dir: Path = ROOT / "flows"
    tutorials_dir: Path = ROOT / "tutorials"
    log_level: str = "info"
    help_phone: str | None = None
    pseudo: bool = False
    # Who gets the offline worker: every browser, all but this machine's own, none.
    worker: str = "on"
    # Addresses of reverse proxies whose X-Forwarded-For is believed; none by default.
    proxies: tuple[str, ...] = ()
    # Guarded requests (sign-in, codes, new drafts) a minute: from one address, and from all.
    rate_address: int = 300
    rate_all: int = 3000
    # Worker processes on one socket; more than one only with PostgreSQL.
    processes: int = 1
    # Who shows this token may read /metrics; without one nobody may.
    metrics_token: str | None = field(default=None, repr=False)
    # Where sealed photographs and papers stand: None is a folder of the data folder.
    bucket: Bucket | None = None
    static_dir: Path = ROOT / "static"
    locales_dir: Path = ROOT / "locales"
    given_secret: bytes | None = field(default=None, repr=False)

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def keys_dir(self) -> Path:
        """Where the private keys stand: never in the database."""
        return self.data_dir / "keys"

    @property
    def files_dir(self) -> Path:
        """Where sealed photographs and papers stand."""
        return self.data_dir / "files"

    @property
    def pieces_dir(self) -> Path:
        """Where files are of which only a part has come."""
        return self.data_dir / "files-partial"

    @property
    def packs_dir(self) -> Path:
        """Where compiled flows are kept from one start to the next."""
        return self.data_dir / "packs"

    def secret(self) -> bytes:
        """The node's secret: the one given, else one made once and kept in the data folder."""
        return self.given_secret or _kept_secret(self.data_dir / "secret")

    def keep_secret(self, secret: bytes) -> None:
        """Takes in the secret of a backup. Raises FileExistsError where there is one already."""
        _make_secret(self.data_dir / "secret", secret)
        if self.secret() != secret:
            raise FileExistsError(self.data_dir / "secret")


# Every name that `read` understands, for the README and the test that compares them.
NAMES = (
    "KIOSK_DATA_DIR",
    "KIOSK_DATABASE_URL",
    "KIOSK_FLOWS_DIR",
    "KIOSK_TUTORIALS_DIR",
    "KIOSK_COMMUNE",
    "KIOSK_UPSTREAM",
    "KIOSK_SYNC_SECONDS",
    "KIOSK_SECRET",
    "KIOSK_HOST",
    "KIOSK_PORT",
    "KIOSK_PUBLIC_URL",
    "KIOSK_LOG_LEVEL",
    "KIOSK_HELP_PHONE",
    "KIOSK_PSEUDO",
    "KIOSK_WORKER",
    "KIOSK_PROXIES",
    "KIOSK_RATE_ADDRESS",
    "KIOSK_RATE_ALL",
    "KIOSK_PROCESSES",
    "KIOSK_METRICS_TOKEN",
    "KIOSK_FILES",
    "KIOSK_S3_ENDPOINT",
    "KIOSK_S3_REGION",
    "KIOSK_S3_KEY",
    "KIOSK_S3_SECRET",
)


def read(environ: Mapping[str, str]) -> Settings:
    """An empty value counts as unset. Raises SettingsError for the first that cannot be used."""
    env = _Environ(environ)
    data_dir = Path(env.text("KIOSK_DATA_DIR", "./var")).absolute()
    host = env.text("KIOSK_HOST", "127.0.0.1")
    port = env.number("KIOSK_PORT", 8000, low=0, high=65535)
    database_url = (
        env.checked("KIOSK_DATABASE_URL", _database_url)
        or f"sqlite:///{quote(str(data_dir / 'kiosk.db'))}"
    )
    return Settings(
        data_dir=data_dir,
        database_url=database_url,
        public_url=env.checked("KIOSK_PUBLIC_URL", _origin) or f"http://{_in_url(host)}:{port}",
        host=host,
        port=port,
        commune=env.checked("KIOSK_COMMUNE", _commune_code) or "00070",
        upstream=env.checked("KIOSK_UPSTREAM", _origin),
        sync_seconds=env.number("KIOSK_SYNC_SECONDS", 60, low=1, high=60),
        flows_dir=Path(env.text("KIOSK_FLOWS_DIR", str(ROOT / "flows"))).absolute(),
        tutorials_dir=Path(env.text("KIOSK_TUTORIALS_DIR", str(ROOT / "tutorials"))).absolute(),
        log_level=env.checked("KIOSK_LOG_LEVEL", _log_level) or "info",
        help_phone=env.checked("KIOSK_HELP_PHONE", _phone),
        pseudo=env.checked("KIOSK_PSEUDO", _yes_no) == "1",
        worker=env.checked("KIOSK_WORKER", _worker) or "on",
        proxies=tuple(env.text("KIOSK_PROXIES", "").replace(",", " ").split()),
        rate_address=env.number("KIOSK_RATE_ADDRESS", 300, low=1),
        rate_all=env.number("KIOSK_RATE_ALL", 3000, low=1),
        processes=_processes(env, database_url),
        metrics_token=env.checked("KIOSK_METRICS_TOKEN", _metrics_token),
        bucket=_bucket(env),
        given_secret=_given_secret(env),
    )


class _Environ:
    """The environment, with `NAME_FILE` standing in for `NAME`."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def optional(self, name: str) -> str | None:
        value = self._environ.get(name, "").strip()
        path = self._environ.get(f"{name}_FILE", "").strip()
        if value and path:
            raise SettingsError(f"Set {name} or {name}_FILE, not both.")
        return (value or (_text_of(name, Path(path)) if path else "")) or None

    def text(self, name: str, default: str) -> str:
        return self.optional(name) or default

    def checked(self, name: str, check: Callable[[str], str | None]) -> str | None:
        """The value as `check` returns it; `check` answers None for a value that will not do."""
        value = self.optional(name)
        if value is None:
            return None
        if (good := check(value)) is None:
            # Without the value: a database URL may hold a password.
            raise SettingsError(f"{name} {_EXPECTED[name]}.")
        return good

    def number(self, name: str, default: int, low: int, high: int = 10**9) -> int:
        value = self.text(name, str(default))
        if not re.fullmatch(r"[0-9]{1,10}", value) or not low <= int(value) <= high:
            raise SettingsError(f"{name} must be a number from {low} to {high}, not {value!r}.")
        return int(value)


_EXPECTED = {
    "KIOSK_DATABASE_URL": "must start with sqlite:/// or postgresql://",
    "KIOSK_PUBLIC_URL": "must look like https://example.vn, without a path",
    "KIOSK_UPSTREAM": "must look like https://example.vn, without a path",
    "KIOSK_COMMUNE": "must be a commune code of 5 digits",
    "KIOSK_LOG_LEVEL": f"must be one of {', '.join(LOG_LEVELS)}",
    "KIOSK_HELP_PHONE": "must be a telephone number",
    "KIOSK_PSEUDO": "must be 1 or 0",
    "KIOSK_METRICS_TOKEN": "must have at least 16 characters, all of them visible ASCII",
    "KIOSK_FILES": "must look like s3://bucket or s3://bucket/prefix",
    "KIOSK_S3_ENDPOINT": "must look like https://s3.example.vn, without a path",
    "KIOSK_WORKER": f"must be one of {', '.join(WORKERS)}",
}


def _text_of(name: str, path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}_FILE names {path}, which cannot be read.") from error


def _database_url(value: str) -> str | None:
    return value if re.match(r"sqlite:///.|postgres(ql)?(\+asyncpg)?://.", value) else None


def _origin(value: str) -> str | None:
    try:
        parts = urlsplit(value)
        named = parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not named or parts.path not in ("", "/"):
        return None
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _commune_code(value: str) -> str | None:
    return value if re.fullmatch(r"[0-9]{5}", value) else None


def _log_level(value: str) -> str | None:
    return value.lower() if value.lower() in LOG_LEVELS else None


def _phone(value: str) -> str | None:
    return value if re.fullmatch(r"\+?[0-9][0-9 .]{1,18}", value) else None


def _yes_no(value: str) -> str | None:
    return value if value in ("0", "1") else None


def _worker(value: str) -> str | None:
    return value.lower() if value.lower() in WORKERS else None


def _processes(env: _Environ, database_url: str) -> int:
    number = env.number("KIOSK_PROCESSES", 1, low=1, high=64)
    if number > 1 and database_url.startswith("sqlite"):
        raise SettingsError("KIOSK_PROCESSES can be more than 1 only with a PostgreSQL database.")
    return number


def _metrics_token(value: str) -> str | None:
    return value if re.fullmatch(r"[!-~]{16,}", value) else None


def _bucket(env: _Environ) -> Bucket | None:
    place = env.checked("KIOSK_FILES", _s3_place)
    if place is None:
        return None
    name, _, prefix = place.removeprefix("s3://").partition("/")
    key, secret = env.optional("KIOSK_S3_KEY"), env.optional("KIOSK_S3_SECRET")
    if (key is None) != (secret is None):
        raise SettingsError("Set both KIOSK_S3_KEY and KIOSK_S3_SECRET, or neither.")
    endpoint = env.checked("KIOSK_S3_ENDPOINT", _origin)
    return Bucket(name, prefix.strip("/"), endpoint, env.optional("KIOSK_S3_REGION"), key, secret)


def _s3_place(value: str) -> str | None:
    pattern = r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_-]+)*/?"
    return value if re.fullmatch(pattern, value) else None


def _given_secret(env: _Environ) -> bytes | None:
    value = env.optional("KIOSK_SECRET")
    if value is not None and len(value) < 32:
        raise SettingsError("KIOSK_SECRET must have at least 32 characters.")
    return value.encode() if value else None


def _kept_secret(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _make_secret(path, secrets.token_hex(32).encode())
    return path.read_bytes()


def _make_secret(path: Path, secret: bytes) -> None:
    """Whole or not at all: two processes that start together must end up with the same secret."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.touch(mode=0o600)
    with new.open("wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        path.hardlink_to(new)
    new.unlink()
