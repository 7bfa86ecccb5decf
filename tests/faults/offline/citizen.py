"""A person who fills in a small form on a phone, and believes what the screen says."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from kiosk.content.flows import read_flow
from kiosk.engine.shapes import Flow
from kiosk.settings import ROOT
from kiosk.sync.codes import normalise
from tests.browser.papers import small_paper
from tests.browser.walker import CHECK, Visitor, Walker
from tests.faults.offline.device import idb, until_held, until_item
from tests.faults.offline.hub import Hub

FLOWS = Path(__file__).with_name("flows")
PHOTOS = ROOT / "tests" / "browser" / "flows" / "anh-giay"
SENT = "Đã gửi hồ sơ"
NAME = "Nguyễn Thị Lan Chi"


# As htmx sends them, without looking at the pages.
QUICKLY = """async ([flow, forms]) => {
  const post = async (path, form) => {
    const headers = { "HX-Request": "true" }, body = new URLSearchParams(form);
    const answer = await fetch(path, { method: "POST", headers, body });
    await answer.text(); // While a body is not read, Chromium counts its worker as busy.
    return answer.headers.get("HX-Push-Url");
  };
  let where = await post("/to-khai", { flow, js: "1" });
  for (const form of forms) where = await post(where, form);
  return (await post(where.replace("kiem-tra", "cam-doan"), { cam_doan: "yes" })).split("/").pop();
}"""
STORY = "Nhà ở đầu làng, cạnh cây đa."
FORMS = [{"ho_ten": NAME}, {"co_con": "no"}, {"ke": STORY}]


class Citizen(Walker):
    """`name` is what they call themselves; in the flow with photographs they send `files`."""

    def __init__(
        self, page: Page, hub: Hub, name: str = NAME, flow: str = "ba-cau",
        files: Mapping[str, Sequence[FilePayload]] | None = None,
    ) -> None:  # fmt: skip
        Visitor.__init__(self, page)
        self.hub, self.flow = hub, _flow(flow)
        self.answers = {"ho_ten": name, "co_con": False, "ke": STORY, "ten": name}
        self.files = files or {}

    def prepare(self) -> None:
        """Looks at the procedure once, so that it can be answered without a line."""
        self.page.goto(f"/thu-tuc/{self.flow.id}")
        until_held(self.page, self.flow.id)

    def begin(self) -> None:
        """From the procedure's own page to the first question; the draft is the device's."""
        self.prepare()
        self.press(self.button("Bắt đầu"))

    def fill_in(self) -> None:
        """From the start to the check page."""
        self.begin()
        self.walk_to(CHECK)

    def file(self) -> str:
        """From the start to the receipt; its code."""
        self.fill_in()
        return self.hand_in()

    def hand_in(self) -> str:
        """From the check page to the receipt; its code without blanks."""
        code = normalise(super().hand_in())
        assert code is not None
        self.believe(code)
        return code

    def queue(self, count: int) -> list[str]:
        """Hands in so many of the three questions, on a page that is open already; their codes."""
        forms = [{"ho_ten": self.answers["ho_ten"]}, *FORMS[1:]]
        return [str(self.page.evaluate(QUICKLY, ["ba-cau", forms])) for _ in range(count)]

    def until_sent(self, code: str) -> None:
        """The device says that the hub has it, in its store and on the receipt."""
        until_item(self.page, code, state="sent")
        self.page.goto(f"/bien-nhan/{code}")
        expect(self.heading).to_have_text(SENT)
        self.believe(code)

    def believe(self, code: str) -> None:
        """A receipt that says sent is a promise."""
        if self.sees_sent:
            self.hub.promise(code, self.digest(code))

    @property
    def sees_sent(self) -> bool:
        return self.heading.inner_text() == SENT

    def item(self, code: str) -> dict[str, Any]:
        """What the device keeps of a dossier."""
        [one] = [one for one in idb(self.page, "outbox") if one["code"] == code]
        return dict(one)

    def digest(self, code: str) -> str:
        """ "" for what the node sealed."""
        found = [one["digest"] for one in idb(self.page, "outbox") if one["code"] == code]
        return str(found[0]) if found else ""


def with_photos() -> dict[str, list[FilePayload]]:
    """What the flow `anh-giay` asks for."""
    return {"chung_sinh": [small_paper()], "chu_ky": [small_paper()]}


@cache
def _flow(id: str) -> Flow:
    return read_flow((PHOTOS.parent if id == PHOTOS.name else FLOWS) / id).flow
