"""What browsers send, read strictly."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.problem import Problem
from kiosk.web.forms import Form, parse


def test_names_sent_more_than_once_keep_all_their_values() -> None:
    form = parse(b"giay=a&giay=b&ten=Nguy%E1%BB%85n+Lan&trong=")
    assert form.all("giay") == ["a", "b"]
    assert dict(form) == {"giay": "a", "ten": "Nguyễn Lan", "trong": ""}
    assert form.all("khac") == []


@pytest.mark.parametrize("body", [b"a=%FF", b"a=\xff", b"a=%00", b"a%00=1", b"a=1&" * 1001])
def test_what_no_browser_sends_is_refused(body: bytes) -> None:
    with pytest.raises(Problem, match="malformed_form"):
        parse(body)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_form_or_a_problem(body: bytes) -> None:
    try:
        form = parse(body)
    except Problem:
        return
    assert isinstance(form, Form)


async def test_something_else_than_a_form_is_refused(lan: httpx.AsyncClient) -> None:
    assert (await lan.post("/echo", json={"a": 1})).status_code == 415
    assert (await lan.post("/echo", data={"a": ["1", "2"]})).json() == {"a": ["1", "2"]}
