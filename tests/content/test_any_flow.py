"""Whatever an author does to a flow's files: a line each that says what is wrong, never a crash."""

import copy
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content.library import open_library
from kiosk.content.proof import Bench, prove
from kiosk.content.yaml import Loader
from kiosk.settings import ROOT
from tests.content.conftest import SHARED, Change

FLOWS = ROOT / "flows"
FILES = ("khai-sinh/flow.yaml", "khai-sinh/cases.yaml", "_shared.yaml")
SOURCES = {name: (FLOWS / name).read_text("utf-8") for name in FILES}
DATA = {name: yaml.load(source, Loader) for name, source in SOURCES.items()}
JUNK = (
    None, True, 0, -1, 10**14, "", "x", "Ồ!", "a &&", "today", "{{base}}", "a\x07b", "\ud800",
    "2026-02-30", "javascript:alert(1)", "x" * 5000, [], [1], [[]], {}, {"a": 1},
    {"use": "khong-co"}, {"use": []},
)  # fmt: skip
TYPED = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["\t", ": ", "- ", "'", "{", "&a ", "*a", "!!set ", "\n\n"]),
)
Slip = tuple[tuple[Any, ...], str, Any]
# A flow that is still fine is proved in full, which takes a second.
LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
QUICK = settings(max_examples=20, deadline=None)


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    keys: Any = (
        data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    )
    for key in keys:
        yield (*path, key)
        yield from places(data[key], (*path, key))


PLACES = {name: list(places(data)) for name, data in DATA.items()}


@contextmanager
def flows_with(name: str, content: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        flows = Path(folder) / "flows"
        shutil.copytree(FLOWS, flows)
        (flows / name).write_bytes(content)
        yield flows


def look_at(flows: Path, bench: Bench) -> None:
    for one in prove(flows / "khai-sinh", replace(bench, rounds=2)):
        lines = LINE_END.split(one.file.read_text("utf-8", "replace"))
        assert 1 <= one.line <= len(lines)
        assert str(one).startswith(f"{one.file}:{one.line}: ")
        assert len(str(one).splitlines()) == 1


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, list[Slip]]:
    """A file, and up to three places in its data with what happens there."""
    name = draw(st.sampled_from(FILES))
    acts = st.sampled_from(["delete", "repeat", "rename", "replace"])
    slip = st.tuples(st.sampled_from(PLACES[name]), acts, st.sampled_from(JUNK))
    return name, draw(st.lists(slip, min_size=1, max_size=3))


def mangled(name: str, found: list[Slip]) -> bytes:
    data = copy.deepcopy(DATA[name])
    for path, act, junk in found:
        with suppress(LookupError, TypeError, AttributeError):
            *above, last = path
            parent = reduce(lambda member, key: member[key], above, data)
            mangle(parent, last, act, junk)
    return yaml.dump(data, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")


def mangle(parent: Any, key: Any, act: str, junk: Any) -> None:
    if act == "delete":
        del parent[key]
    elif act == "rename":
        parent[str(junk)] = parent.pop(key)
    elif act == "repeat":
        parent.append(copy.deepcopy(parent[key]))
    else:
        parent[key] = copy.deepcopy(junk)


@QUICK
@given(slips())
def test_a_mangled_flow_is_told_and_never_a_crash(
    bench: Bench, change: tuple[str, list[Slip]]
) -> None:
    name, found = change
    with flows_with(name, mangled(name, found)) as flows:
        look_at(flows, bench)


@QUICK
@given(st.sampled_from(FILES), st.floats(0, 1), st.integers(0, 80), TYPED)
def test_a_slip_of_the_hand_is_told(
    bench: Bench, name: str, where: float, gone: int, put: str
) -> None:
    source = SOURCES[name]
    at = int(where * len(source))
    text = source[:at] + put + source[at + gone :]
    with flows_with(name, text.encode("utf-8", "surrogatepass")) as flows:
        look_at(flows, bench)


BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)
NO_FLOWS = [
    b"", b"\x00", b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n", b"---\n---\n", b"%YAML 9.9\n---\na: b",
    b"? [a]\n: b", b"a: 1\na: 2", b"1: a", b"!!python/object:os.system {}", b"x: !!set {a, b}",
    b"<<: {a: b}", b"- a", b"just text", b"a: 99999999999999999999999999", b'id: "a\\ud800"',
    b'a: "\\e[31m"', BOMB.encode(), b"[" * 5000, b"a: " * 3000, b"{a: " * 3000,
    b"x: " + b"y" * 10_000_000,
]  # fmt: skip


@pytest.mark.parametrize("content", NO_FLOWS, ids=lambda content: repr(content[:20]))
@pytest.mark.parametrize("name", ["thu/flow.yaml", "thu/cases.yaml", "_shared.yaml"])
def test_a_file_that_is_no_flow_is_told(
    bench: Bench, change: Change, name: str, content: bytes
) -> None:
    home = change("steps:", "steps:\n  - use: chung")
    (home.parent / "_shared.yaml").write_text(SHARED, encoding="utf-8")
    (home.parent / name).write_bytes(content)
    (one, *_) = prove(home, bench)
    assert one.file.name in (Path(name).name, "flow.yaml")
    open_library(home.parent, bench.tongues)


def test_a_folder_where_a_file_should_be_is_told(bench: Bench, home: Path) -> None:
    (home / "cases.yaml").mkdir()
    assert prove(home, bench)


def test_a_broken_flow_leaves_the_others_in_the_library(
    bench: Bench, home: Path, tmp_path: Path
) -> None:
    shutil.copytree(home, tmp_path / "hong")
    library = open_library(tmp_path, bench.tongues)
    assert set(library.flows) == {"thu"}
    assert [one.file.parent.name for one in library.troubles] == ["hong"]
