"""What can be told of the questions that take photographs and papers."""

from collections.abc import Iterator

from kiosk.content.flows import FlowFile
from kiosk.content.words import N_
from kiosk.content.yaml import Key, Trouble
from kiosk.engine.fields.files import is_file_field, most_of
from kiosk.engine.shapes import Step

# What one envelope may carry (docs/protocol.md).
MOST = 64

IN_GROUP = N_("ảnh và giấy tờ chưa hỏi được trong nhóm: đặt “{id}” ở một bước riêng")
DECLARED = N_("ảnh và chữ ký đặt ở một bước, không đặt trong declaration: “{id}”")
NOT_A_FILE = N_("chỉ loại photo, document và signature mới có pages")
NOBODY_SEES = N_("thủ tục kết thúc bằng danh sách không nộp gì: không hỏi ảnh, giấy tờ")
TOO_MANY = N_("cả thủ tục có thể có {count} tệp, nhiều nhất {most}: bớt pages đi")


def files(file: FlowFile) -> Iterator[Trouble]:
    """They belong to a draft as a whole: not to one of several members, nor to its end."""
    flow = file.flow
    for index, step in enumerate(flow.steps):
        yield from asked(file, ("steps", index), step)
    for at, one in enumerate(flow.declaration.fields if flow.declaration else ()):
        if is_file_field(one):
            yield file.trouble(("declaration", "fields", at, "type"), DECLARED, id=one.id)
    count = sum(most_of(one) for one in flow.fields() if is_file_field(one))
    if count > MOST:
        yield file.trouble(("steps",), TOO_MANY, count=count, most=MOST)


def asked(file: FlowFile, key: Key, step: Step) -> Iterator[Trouble]:
    for at, one in enumerate(step.fields):
        here: Key = (*key, "fields", at)
        if not is_file_field(one):
            if one.pages is not None:
                yield file.trouble((*here, "pages"), NOT_A_FILE)
        elif step.group is not None:
            yield file.trouble((*here, "type"), IN_GROUP, id=one.id)
        elif file.flow.ends == "checklist":
            yield file.trouble((*here, "type"), NOBODY_SEES)
