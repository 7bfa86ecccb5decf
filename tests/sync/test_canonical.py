import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.canonical import NotCanonical, canonical, digest, loads, parse

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_the_example_of_rfc_8785_is_spelt_as_the_rfc_spells_it() -> None:
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": '\u20ac$\u000f\nA\'B"\\\\"/',
        "literals": [None, True, False],
    }
    assert canonical(value) == (
        b'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        b'"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_keys_are_sorted_by_utf_16_as_javascript_sorts_them() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    ordered = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(parse(canonical(dict.fromkeys(keys, 0)))) == ordered


@given(values)
def test_what_is_written_is_read_back(value: object) -> None:
    assert parse(canonical(value)) == value


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b"1.0",
        b"-0",
        b'"\\u0041"',
        b'{"a":1}\n',
        b"\xef\xbb\xbf{}",
        b"NaN",
        b"[Infinity]",
        b"9007199254740993",
        b'"\\ud800"',
        b"\xff",
        b"",
        b"[" * 100_000,
        b"9" * 5_000,
    ],
)
def test_another_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse(data)


def test_a_value_without_a_spelling_is_refused() -> None:
    for value in (float("nan"), 2**53, {"\ud800": 1}, {1: 1}, {"a": b""}):
        with pytest.raises(NotCanonical):
            canonical(value)


def test_inside_a_seal_any_spelling_will_do_but_not_a_lone_surrogate() -> None:
    assert loads(b'{ "a" : 1e2 }') == {"a": 100}
    with pytest.raises(NotCanonical):
        loads(b'{"a":"\\udfff"}')


def test_a_digest_is_hexadecimal() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
