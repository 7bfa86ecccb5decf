"""A photograph or paper of a dossier, opened in memory for the officer who looks at it."""

from datetime import datetime
from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from sqlalchemy import Connection

from kiosk.content.library import Library
from kiosk.desk.case import open_case
from kiosk.desk.pages import Req
from kiosk.dossier.filing import FiledBlob
from kiosk.flow.node import node_of
from kiosk.flow.shown import as_file, opened_file
from kiosk.people import audit
from kiosk.people.rules import Staff
from kiosk.problem import kind
from kiosk.sync.keys import KeyRing
from kiosk.web.words import N_, say

no_such_file = kind("desk.no_such_file", 404)
file_lost = kind("desk.file_lost", 404)

say(
    no_such_file.code,
    N_("Hồ sơ không có tệp này"),
    N_("Có thể người dân đã gửi tệp khác thay vào. Bạn mở lại hồ sơ nhé."),
    N_("Về danh sách hồ sơ"),
    "/mot-cua",
)
say(
    file_lost.code,
    N_("Không mở được tệp này"),
    N_("Tệp bị mất hoặc bị hỏng. Bạn mở lại hồ sơ và yêu cầu người dân gửi lại."),
    N_("Về danh sách hồ sơ"),
    "/mot-cua",
)


@get("/ho-so/{id:str}/tep/{slot:int}")
async def paper(
    request: Req, staff: NamedDependency[Staff], id: FromPath[str], slot: FromPath[int]
) -> Response[Any]:
    """`?tu=` names the envelope of a supplement: each counts its slots from 0."""
    node = node_of(request)
    envelope = request.query_params.get("tu", id)
    now = node.guide.clock.now()
    found = await node.store.write(
        look_at, node.guide.library, node.inbox.ring, staff, id, (envelope, slot), now
    )
    data = await opened_file(node.files, found.envelope, found.k, found.slot, found.sha256)
    if data is None:
        raise file_lost()
    return as_file(data, found.type, found.slot)


HANDLERS = (paper,)


def look_at(
    db: Connection, library: Library, ring: KeyRing, staff: Staff, id: str, key: tuple[str, int],
    now: datetime,
) -> FiledBlob:  # fmt: skip
    """Raises `desk.no_such_dossier`, for another commune's dossier too, and `desk.no_such_file`
    for what it does not declare, or what another file took the place of. The look goes on record
    in the same unit."""
    file = open_case(db, library, ring, staff, id).file
    for blob in file.all_blobs if file else ():
        if (blob.envelope, blob.slot) == key:
            audit.record(db, staff, "see_file", id, now)
            return blob
    raise no_such_file()
