"""The official form beside the flow: each of its fields is asked, derived, or left to the officer.

Written for the people who answer for the form, and so in Vietnamese.
"""

from collections.abc import Iterator

from kiosk.engine.shapes import Flow, OfficialField, OfficialForm

HEAD = """# {form}

Thủ tục {code}, {name}. Bảng này do lệnh `kiosk official {id}` làm ra, đừng sửa tay.
Nguồn của tờ khai: {source} [{confidence}].

Tờ khai có {count} mục: {asked} mục hỏi, {derived} mục suy ra, {officer} mục giao cho cán bộ.

| Mục trên tờ khai | Mã | Cách điền | Từ đâu |
|---|---|---|---|
"""
ASKED, DERIVED, OFFICER, OPEN = "hỏi", "suy ra", "cán bộ", "chưa có"


def table(flow: Flow, form: OfficialForm) -> str:
    rows = [(one, list(ways(flow, one))) for one in form.fields]
    kinds = [how[0][0] if how else OPEN for _, how in rows]
    source = flow.sources.get(form.source)
    head = HEAD.format(
        form=form.name, code=flow.procedure.code, name=flow.procedure.name, id=flow.id,
        source=source.title if source else form.source,
        confidence=source.confidence if source else "?",
        count=len(rows), asked=kinds.count(ASKED), derived=kinds.count(DERIVED),
        officer=kinds.count(OFFICER),
    )  # fmt: skip
    return head + "".join(row(one, how) for one, how in rows)


def ways(flow: Flow, one: OfficialField) -> Iterator[tuple[str, str]]:
    """How the field is filled and from where; more than one where several answers make it up."""
    for step in flow.steps:
        for field in step.fields:
            if field.official == one.id:
                yield ASKED, f"bước `{step.id}`: {field.label} (`{field.id}`)"
    for derived in flow.derived:
        if derived.official == one.id:
            yield DERIVED, code(derived.value.source)
    if one.officer:
        yield OFFICER, one.officer


def row(one: OfficialField, how: list[tuple[str, str]]) -> str:
    kinds = ", ".join(dict.fromkeys(kind for kind, _ in how)) or OPEN
    where = "<br>".join(cell(text) for _, text in how)
    return f"| {cell(one.label)} | `{one.id}` | {kinds} | {where} |\n"


def code(source: str) -> str:
    return f"`{' '.join(source.split())}`"


def cell(text: str) -> str:
    """A bar inside code ends a table's cell too, unless it is escaped."""
    return text.replace("|", "\\|").replace("\n", " ")
