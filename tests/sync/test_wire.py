from datetime import UTC, datetime, timedelta, timezone

import pytest

from kiosk.sync.wire import from_base64, instant, moment


def test_an_instant_is_written_as_javascript_writes_it() -> None:
    ha_noi = timezone(timedelta(hours=7))
    at = datetime(2026, 11, 22, 10, 4, 5, 678_999, tzinfo=ha_noi)
    assert instant(at) == "2026-11-22T03:04:05.678Z"
    assert moment(instant(at)) == datetime(2026, 11, 22, 3, 4, 5, 678_000, tzinfo=UTC)


@pytest.mark.parametrize("text", ["QUI", "QUJ=", "QUI=\n", "QU-_", "QUI==", "ế"])
def test_base64_has_one_spelling(text: str) -> None:
    with pytest.raises(ValueError, match="base64"):
        from_base64(text)
