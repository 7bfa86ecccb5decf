"""Settings: read once, and refused in one sentence."""

from pathlib import Path

import pytest

from kiosk.settings import NAMES, Bucket, Settings, SettingsError, read


def test_without_any_setting_the_node_runs_here() -> None:
    settings = read({})
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.commune == "00070"
    assert settings.is_sqlite
    assert not settings.is_https


def test_an_empty_value_counts_as_unset() -> None:
    assert read(dict.fromkeys(NAMES, " ")) == read({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KIOSK_PORT", "eighty"),
        ("KIOSK_PORT", "70000"),
        ("KIOSK_PORT", "٨٠"),
        ("KIOSK_PUBLIC_URL", "tramso.vn"),
        ("KIOSK_PUBLIC_URL", "https://tramso.vn/kiosk"),
        ("KIOSK_PUBLIC_URL", "https://tramso.vn:port"),
        ("KIOSK_DATABASE_URL", "mysql://root:hunter2@db/kiosk"),
        ("KIOSK_COMMUNE", "70"),
        ("KIOSK_LOG_LEVEL", "loud"),
        ("KIOSK_HELP_PHONE", "call me"),
        ("KIOSK_PSEUDO", "yes"),
        ("KIOSK_WORKER", "1"),
        ("KIOSK_SECRET", "short"),
        ("KIOSK_PROCESSES", "2"),  # on SQLite
        ("KIOSK_PROCESSES", "0"),
        ("KIOSK_METRICS_TOKEN", "hunter2"),
        ("KIOSK_FILES", "/srv/hunter2"),
        ("KIOSK_FILES", "s3://"),
        ("KIOSK_FILES", "s3://papers/../hunter2"),
        ("KIOSK_SECRET_FILE", "/nowhere/secret"),
    ],
)
def test_a_bad_value_is_one_sentence_without_the_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read({name: value})
    sentence = str(caught.value)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "hunter2" not in sentence


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s" * 40 + "\n")
    settings = read({"KIOSK_SECRET_FILE": str(tmp_path / "secret")})
    assert settings.secret() == b"s" * 40
    with pytest.raises(SettingsError, match="not both"):
        read({"KIOSK_SECRET_FILE": str(tmp_path / "secret"), "KIOSK_SECRET": "x" * 40})


def test_without_one_a_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new", database_url="sqlite:///x")
    assert settings.secret() == settings.secret()
    assert len(settings.secret()) == 64
    kept = list((tmp_path / "new").iterdir())
    assert [path.name for path in kept] == ["secret"]
    assert kept[0].stat().st_mode & 0o777 == 0o600


def test_a_secret_is_in_no_printed_setting(settings: Settings) -> None:
    assert "a secret for tests" not in repr(settings)


def test_a_folder_with_odd_letters_holds_the_database(tmp_path: Path) -> None:
    from sqlalchemy import make_url

    url = read({"KIOSK_DATA_DIR": str(tmp_path / "xã 100%41 #?")}).database_url
    assert make_url(url).database == str(tmp_path / "xã 100%41 #?" / "kiosk.db")


def test_several_processes_share_a_postgresql_database() -> None:
    environ = {"KIOSK_DATABASE_URL": "postgresql://hub@/hub", "KIOSK_PROCESSES": "4"}
    assert read(environ).processes == 4


def test_files_may_stand_in_a_bucket(tmp_path: Path) -> None:
    (tmp_path / "s3").write_text("hunter2-hunter2\n")
    environ = {
        "KIOSK_FILES": "s3://tram-so/hub/2026/",
        "KIOSK_S3_ENDPOINT": "https://s3.example.vn",
        "KIOSK_S3_KEY": "key",
        "KIOSK_S3_SECRET_FILE": str(tmp_path / "s3"),
    }
    settings = read(environ)
    assert settings.bucket == Bucket(
        "tram-so", "hub/2026", "https://s3.example.vn", None, "key", "hunter2-hunter2"
    )
    assert "hunter2" not in repr(settings)
    with pytest.raises(SettingsError, match="both"):
        read({"KIOSK_FILES": "s3://tram-so", "KIOSK_S3_KEY": "key"})


def test_s3_settings_without_a_bucket_are_of_no_account() -> None:
    assert read({"KIOSK_S3_ENDPOINT": "https://s3.example.vn"}).bucket is None
