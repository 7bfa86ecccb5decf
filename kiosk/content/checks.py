"""What can be told from a flow alone, without walking it. Each check yields troubles."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Protocol

from kiosk.content.file_checks import files
from kiosk.content.flows import FlowFile
from kiosk.content.promises import dates, sources
from kiosk.content.reference.lookup import reference
from kiosk.content.wording import wording
from kiosk.content.words import MESSAGES, N_
from kiosk.content.yaml import Key, Trouble, Words
from kiosk.engine.expr import RESERVED
from kiosk.engine.fields import error_in
from kiosk.engine.fields.files import is_file_field
from kiosk.engine.shapes import Check, Expr, FeeTable, Field, Flow, Step

WORLD = frozenset({"today", "commune", "channel"})
# Names that pages use for themselves: inputs, holes and anchors.
OURS = frozenset(
    "again back base errors from_check main members more n path progress receiving remove room seen"
    " step title warnings xoa".split()
)
OUR_PAGES = frozenset({"start", "kiem-tra", "cam-doan", "danh-sach", "luu", "luyen", "tep", "xong"})
CHOSEN = ("choice", "choices")

FOLDER = N_("thư mục phải tên là “{id}”, như mã thủ tục")
SAME_ID = N_("mã “{id}” đã dùng ở {place}")
TAKEN = N_("mã “{id}” đã dành riêng, chọn mã khác")
UNKNOWN_NAME = N_("“{name}” không có ở bước nào trước chỗ này")
UNKNOWN_FIELD = N_("không có câu trả lời nào tên “{id}” ở đây")
TOO_EARLY = N_("lỗi phải đặt ở câu hỏi sau cùng mà nó xét: “{name}” hỏi sau “{on}”")
NO_OPTIONS = N_("câu chọn “{id}” cần ít nhất hai lựa chọn trong mục options")
NOT_A_CHOICE = N_("chỉ loại choice và choices mới có options")
BAD_DEFAULT = N_("default không trả lời được câu này: {why}")
NO_DEFAULT = N_("ô đồng ý phải để người dân tự đánh dấu, không ghi default")
NO_DEFAULT_FILE = N_("ảnh và giấy tờ không có default")
NO_STEPS = N_("thủ tục chưa có bước nào")
NO_FIELDS = N_("bước “{id}” không hỏi gì: cần fields hoặc stop")
NOT_A_RECEIVER = N_("câu có receives phải loại commune, bắt buộc trả lời, và thủ tục phải nộp được")
RECEIVER_NOT_FIRST = N_("câu có receives phải đứng một mình ở bước đầu tiên, không có when")
STOP_ASKS = N_("bước dừng “{id}” không hỏi gì thêm: bỏ fields và group")
NO_QUESTION = N_("bước “{id}” thiếu câu hỏi ask")
FEW = N_("nhóm này có min lớn hơn max")
NOT_A_GROUP = N_("không có nhóm nào tên “{id}” để tính tiền cho từng thành viên")
NO_FEE_NAME = N_("lệ phí tính cho từng thành viên cần có tên, mục name")
NOTHING_DECLARED = N_("thủ tục kết thúc bằng danh sách không nộp gì: bỏ mục declaration")
NOBODY_READS = N_("thủ tục kết thúc bằng danh sách không ai đọc lời nhắc cán bộ: dùng warn")
NO_DECLARATION = N_("thủ tục nộp được cần mục declaration, có một ô loại consent")
UNKNOWN_OFFICIAL = N_("tờ khai chính thức không có mục “{id}”")
NOT_COVERED = N_("mục “{id}” của tờ khai chưa hỏi, chưa suy ra, chưa giao cho cán bộ")


def structure(file: FlowFile) -> Iterator[Trouble]:
    for check in (
        ids,
        steps,
        receiver,
        ending,
        fields,
        files,
        conditions,
        sources,
        dates,
        wording,
        official,
    ):
        yield from check(file)


def ids(file: FlowFile) -> Iterator[Trouble]:
    """Steps share URLs, answers share the names of expressions; options and papers their lists."""
    flow = file.flow
    if file.folder.resolve().name != flow.id:
        yield file.trouble(("id",), FOLDER, id=flow.id)
    pages = [(("steps", at, "id"), step.id) for at, step in enumerate(flow.steps)]
    yield from distinct(file, pages, OUR_PAGES)
    yield from distinct(file, named(flow), WORLD | OURS | RESERVED)
    yield from distinct(file, [(("papers", at, "id"), p.id) for at, p in enumerate(flow.papers)])
    for key, one in every_field(flow):
        values = [((*key, "options", at, "value"), o.value) for at, o in enumerate(one.options)]
        yield from distinct(file, values)


def named(flow: Flow) -> Iterator[tuple[Key, str]]:
    for index, step in enumerate(flow.steps):
        if step.group is not None:
            yield ("steps", index, "id"), group_name(step)
    for key, one in every_field(flow):
        yield (*key, "id"), one.id
    for index, derived in enumerate(flow.derived):
        yield ("derived", index, "id"), derived.id


def group_name(step: Step) -> str:
    return step.id.replace("-", "_")


def every_field(flow: Flow) -> Iterator[tuple[Key, Field]]:
    for index, step in enumerate(flow.steps):
        for at, one in enumerate(step.fields):
            yield ("steps", index, "fields", at), one
    for at, one in enumerate(flow.declaration.fields if flow.declaration else ()):
        yield ("declaration", "fields", at), one


class Written(Protocol):
    """A flow or a lesson that could be read."""

    def trouble(self, key: Key, text: str, /, **params: object) -> Trouble: ...
    def place(self, key: Key) -> str: ...


def distinct(
    file: Written, found: Iterable[tuple[Key, str]], taken: frozenset[str] = frozenset()
) -> Iterator[Trouble]:
    seen: dict[str, Key] = {}
    for key, name in found:
        if name in taken:
            yield file.trouble(key, TAKEN, id=name)
        if name in seen:
            yield file.trouble(key, SAME_ID, id=name, place=file.place(seen[name]))
        seen.setdefault(name, key)


def steps(file: FlowFile) -> Iterator[Trouble]:
    flow = file.flow
    if not flow.steps:
        yield file.trouble(("steps",), NO_STEPS)
    for index, step in enumerate(flow.steps):
        key: Key = ("steps", index)
        if step.stop and (step.fields or step.group):
            yield file.trouble(key, STOP_ASKS, id=step.id)
        if not (step.fields or step.stop):
            yield file.trouble(key, NO_FIELDS, id=step.id)
        if not (step.ask or step.stop):
            yield file.trouble(key, NO_QUESTION, id=step.id)
        if step.group and step.group.min > step.group.max:
            yield file.trouble((*key, "group", "min"), FEW)


def receiver(file: FlowFile) -> Iterator[Trouble]:
    """Who receives is asked before anything that depends on it, and only of who wants another."""
    flow = file.flow
    for key, one in every_field(flow):
        if not one.receives:
            continue
        if one.type != "commune" or not one.required or flow.ends != "hand_in":
            yield file.trouble((*key, "receives"), NOT_A_RECEIVER)
        step = flow.receiver
        if step is None or step is not flow.steps[0] or not is_alone(step):
            yield file.trouble((*key, "receives"), RECEIVER_NOT_FIRST)


def is_alone(step: Step) -> bool:
    return len(step.fields) == 1 and step.when is None and step.group is None


def ending(file: FlowFile) -> Iterator[Trouble]:
    """What is handed in is declared; what is only printed is read by nobody else."""
    flow = file.flow
    if flow.ends == "hand_in":
        if not has_consent(flow):
            yield file.trouble(("declaration",), NO_DECLARATION)
        return
    if flow.declaration is not None:
        yield file.trouble(("declaration",), NOTHING_DECLARED)
    for index, check in enumerate(flow.checks):
        if check.level == "officer":
            yield file.trouble(("checks", index), NOBODY_READS)


def has_consent(flow: Flow) -> bool:
    declared = flow.declaration.fields if flow.declaration else ()
    return any(one.type == "consent" for one in declared)


def fields(file: FlowFile) -> Iterator[Trouble]:
    for key, one in every_field(file.flow):
        if one.type in CHOSEN and len(one.options) < 2:
            yield file.trouble(key, NO_OPTIONS, id=one.id)
        if one.options and one.type not in CHOSEN:
            yield file.trouble((*key, "options"), NOT_A_CHOICE)
        if one.default is not None:
            yield from default(file, key, one)


def default(file: FlowFile, key: Key, one: Field) -> Iterator[Trouble]:
    if one.type == "consent":
        yield file.trouble((*key, "default"), NO_DEFAULT)
    elif is_file_field(one):
        yield file.trouble((*key, "default"), NO_DEFAULT_FILE)
    elif wrong := error_in(one, one.default, {}, reference()):
        why = Words(MESSAGES[wrong.id], wrong.params)
        yield file.trouble((*key, "default"), BAD_DEFAULT, why=why)


def conditions(file: FlowFile) -> Iterator[Trouble]:
    """A condition may look at what was asked before it, never forward."""
    known = set(WORLD)
    for index, step in enumerate(file.flow.steps):
        key: Key = ("steps", index)
        yield from unknown(file, (*key, "when"), step.when, known)
        inside = set(known)
        for at, one in enumerate(step.fields):
            yield from bounds(file, (*key, "fields", at), one, inside)
            if step.group is None:
                inside.add(one.id)
        yield from companions(file, key, step, known)
        known = inside if step.group is None else known | {group_name(step)}
    declared = file.flow.declaration.fields if file.flow.declaration else ()
    for at, one in enumerate(declared):
        yield from bounds(file, ("declaration", "fields", at), one, known)
    yield from later_conditions(file, known)


def bounds(file: FlowFile, key: Key, one: Field, known: set[str]) -> Iterator[Trouble]:
    yield from unknown(file, (*key, "min"), one.min, known)
    yield from unknown(file, (*key, "max"), one.max, known)


def companions(file: FlowFile, key: Key, step: Step, known: set[str]) -> Iterator[Trouble]:
    """The answers with which a number is compared: earlier ones, or of the same page."""
    there = known | {one.id for one in step.fields}
    for (at, one), part in product(enumerate(step.fields), ("birth", "sex")):
        name = getattr(one, part)
        if name is not None and name not in there:
            yield file.trouble((*key, "fields", at, part), UNKNOWN_FIELD, id=name)


def later_conditions(file: FlowFile, known: set[str]) -> Iterator[Trouble]:
    flow = file.flow
    asked = {one.id for step in flow.steps if step.group is None for one in step.fields}
    for index, check in enumerate(flow.checks):
        yield from unknown(file, ("checks", index, "when"), check.when, known)
        if check.on not in asked:
            yield file.trouble(("checks", index, "on"), UNKNOWN_FIELD, id=check.on)
        elif check.level == "error":
            yield from asked_later(file, ("checks", index, "on"), check)
    for index, paper in enumerate(flow.papers):
        yield from unknown(file, ("papers", index, "when"), paper.when, known)
    for index, table in enumerate(flow.fee):
        key: Key = ("fee", index)
        yield from unknown(file, (*key, "when"), table.when, known)
        yield from fee_conditions(file, key, table, known | members_names(flow, table))
    derived = set(known)
    for index, one in enumerate(flow.derived):
        yield from unknown(file, ("derived", index, "value"), one.value, derived)
        derived.add(one.id)


def fee_conditions(file: FlowFile, key: Key, table: FeeTable, known: set[str]) -> Iterator[Trouble]:
    yield from unknown(file, (*key, "unit"), table.unit, known)
    for at, row in enumerate(table.rows):
        yield from unknown(file, (*key, "rows", at, "when"), row.when, known)
    for at, exemption in enumerate(table.exempt):
        yield from unknown(file, (*key, "exempt", at, "when"), exemption.when, known)
    if table.each is None:
        return
    if table.each not in {group_name(step) for step in file.flow.steps if step.group}:
        yield file.trouble((*key, "each"), NOT_A_GROUP, id=table.each)
    if not table.name:
        yield file.trouble(key, NO_FEE_NAME)


def members_names(flow: Flow, table: FeeTable) -> set[str]:
    """The answers of each member, which a table that is reckoned for each of them may use."""
    groups = [step for step in flow.steps if step.group and group_name(step) == table.each]
    return {one.id for step in groups for one in step.fields}


def asked_later(file: FlowFile, key: Key, check: Check) -> Iterator[Trouble]:
    """An error stops the walk at its field; what was asked after it could no longer be mended."""
    order = {step.id: at for at, step in enumerate(file.flow.steps)}
    owners = file.flow.owners
    for name in sorted(check.when.names & owners.keys()):
        if order[owners[name]] > order[owners[check.on]]:
            yield file.trouble(key, TOO_EARLY, name=name, on=check.on)


def unknown(file: FlowFile, key: Key, expr: Expr | None, known: set[str]) -> Iterator[Trouble]:
    for name in sorted(expr.names - known) if expr else ():
        yield file.trouble(key, UNKNOWN_NAME, name=name)


def official(file: FlowFile) -> Iterator[Trouble]:
    """Each field of the official form is asked, derived, or left to the officer."""
    form = file.flow.official_form
    if form is None:
        return
    listed = [(("official_form", "fields", at, "id"), one.id) for at, one in enumerate(form.fields)]
    yield from distinct(file, listed)
    filled: set[str] = set()
    for key, name in officials(file.flow):
        filled.add(name)
        if name not in {one.id for one in form.fields}:
            yield file.trouble(key, UNKNOWN_OFFICIAL, id=name)
    for index, field in enumerate(form.fields):
        if field.id not in filled and not field.officer:
            yield file.trouble(("official_form", "fields", index), NOT_COVERED, id=field.id)


def officials(flow: Flow) -> Iterator[tuple[Key, str]]:
    for key, one in every_field(flow):
        if one.official:
            yield (*key, "official"), one.official
    for index, derived in enumerate(flow.derived):
        if derived.official:
            yield ("derived", index, "official"), derived.official
