from pathlib import Path

import pytest

from kiosk.content.cases import Case, Expected, ExpectedFee, case_troubles, read_cases, run_case
from kiosk.content.flows import read_flow
from kiosk.content.reference.lookup import reference
from kiosk.content.yaml import ContentError
from kiosk.engine.walk import Context

CONTEXT = Context("2026-11-20", "00070", reference())
FLOW = """
id: thu
procedure: {code: "1", name: Thử}
version: "1"
effective: {from: 2026-01-01}
time_limit: {working_days: 1, source: trang}
sources: {trang: {title: Trang, confidence: P}}
steps:
  - id: tuoi
    ask: Bạn mấy tuổi?
    fields: [{id: tuoi, type: number, label: Tuổi}]
  - id: cha-me
    when: tuoi < 18
    ask: Cha mẹ tên gì?
    fields: [{id: cha_me, type: text, label: Cha mẹ}]
ends: checklist
"""


def write(folder: Path, cases: str) -> Path:
    (folder / "flow.yaml").write_text(FLOW, encoding="utf-8")
    (folder / "cases.yaml").write_text(cases, encoding="utf-8")
    return folder / "cases.yaml"


def case(expect: Expected, **answers: object) -> Case:
    return Case(name="a", today="2026-11-20", expect=expect, answers=answers)


def test_a_case_tells_each_difference(tmp_path: Path) -> None:
    flow = read_flow(write(tmp_path, "[]").parent).flow
    wanted = Expected(done=True, at=None, fee=ExpectedFee(total=0), absent=["cha_me"])
    found = run_case(flow, case(wanted, tuoi=9, cha_me=None), CONTEXT)
    assert [one.what for one in found] == ["done", "at", "fee.total"]


def test_what_a_case_does_not_mention_may_be_anything(tmp_path: Path) -> None:
    flow = read_flow(write(tmp_path, "[]").parent).flow
    assert run_case(flow, case(Expected(at="cha-me"), tuoi=9), CONTEXT) == []


def test_a_case_starts_from_the_answers_of_an_earlier_one(tmp_path: Path) -> None:
    cases = (
        "- {name: a, today: 2026-11-20, answers: {tuoi: 9, cha_me: Lan}, expect: {}}\n"
        "- {name: b, like: a, today: 2026-11-20, answers: {tuoi: 20}, expect: {}}\n"
    )
    first, second = read_cases(write(tmp_path, cases))
    assert first.answers == {"tuoi": 9, "cha_me": "Lan"}
    assert second.answers == {"tuoi": 20, "cha_me": "Lan"}


def test_a_difference_names_the_line_of_what_was_expected(tmp_path: Path) -> None:
    cases = "- name: a\n  today: 2026-11-20\n  answers: {tuoi: 20}\n  expect:\n    done: false\n"
    write(tmp_path, cases)
    (trouble,) = case_troubles(read_flow(tmp_path), CONTEXT)
    assert trouble.line == 5
    assert "done phải là false" in str(trouble)


@pytest.mark.parametrize(
    "cases",
    [
        "- {name: a, today: 2026-11-20, expect: {xong: true}}",
        "- {name: a, today: hôm nay, expect: {}}",
        "- {name: b, like: a, today: 2026-11-20, expect: {}}",
        "[{name: a, today: 2026-11-20, expect: {}}, {name: a, today: 2026-11-20, expect: {}}]",
        "name: a",
    ],
)
def test_a_case_that_cannot_be_read_is_named(tmp_path: Path, cases: str) -> None:
    with pytest.raises(ContentError):
        read_cases(write(tmp_path, cases))


def test_a_flow_without_cases_has_none(tmp_path: Path) -> None:
    write(tmp_path, "[]").unlink()
    assert list(case_troubles(read_flow(tmp_path), CONTEXT)) == []
