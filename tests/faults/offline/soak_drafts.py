"""What screens of a phone told its owner: forms that were saved, and receipts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from kiosk.sync.codes import normalise, receipt_code

Form = dict[str, str]

PICTURES = "tệp"
"""Of a page's form: the slots of the photographs that stand on it, with a comma between."""
DONE = "xong"
"""Of a page's form: it was sent, and nothing is wrong with it."""
PAGES: Mapping[str, tuple[str, ...]] = {
    "ba-cau": ("ten", "con", "chuyen"),
    "anh-giay": ("chung-sinh", "giay-khac", "chu-ky"),
}
FILES = {"chung-sinh": "chung_sinh", "giay-khac": "giay_khac", "chu-ky": "chu_ky"}
LETTERS = "An Bình Chi Dung Giang Hà Khánh Lan Mai Nga Oanh Phương Quỳnh Thu Vân Xuân Yến".split()
TOO_LONG = "a" * 4001


def made_up(page: str, rng: Random, odds: tuple[int, int, int] = (8, 1, 1)) -> Form:
    """What somebody types there: mostly right, or half of it, or wrong."""
    name = " ".join(["Nguyễn Thị", *rng.choices(LETTERS, k=3)])
    right, half, wrong = {
        "ten": ({"ho_ten": name}, {"ho_ten": ""}, {"ho_ten": "0912 345"}),
        "con": ({"co_con": rng.choice(["yes", "no"])}, {}, {}),
        "chuyen": ({"ke": f"Nhà {name} ở đầu làng."}, {"ke": ""}, {"ke": TOO_LONG}),
        "chung-sinh": ({"ten": name}, {"ten": ""}, {"ten": "0912 345"}),
    }.get(page, ({}, {}, {}))
    [form] = rng.choices([right, half, wrong], odds)
    return dict(form)


def sent(page: str, form: Form) -> Form:
    """The form as it is once the page's button was pressed."""
    needs_file = page in FILES and page != "giay-khac"
    texts = [text for name, text in form.items() if name != PICTURES]
    is_whole = bool(texts) or page in ("giay-khac", "chu-ky")
    is_wrong = any(text in ("", "0912 345", TOO_LONG) for text in texts)
    if is_wrong or not is_whole or (needs_file and not form.get(PICTURES)):
        return form
    return {**form, DONE: "1"}


def seen_of(form: Form) -> Form:
    """What a screen shows of it."""
    return {name: text for name, text in form.items() if text and name != DONE}


@dataclass(frozen=True)
class Seen:
    """A page that was fetched: `where` it led, its `form` as it stands; `status` is 0 for none."""

    status: int
    where: str
    form: Form
    code: str
    heading: str
    is_sent: bool

    @property
    def is_ours(self) -> bool:
        """Not a gateway's, nor the page that says that there is no line."""
        return self.status in (200, 422) and bool(self.heading)


@dataclass
class Draft:
    """`saved` has for each page the forms of which one has to stand there; there are several when
    no page came that told. `strays` are on their way still. `owned`: the device answers for it.
    """

    id: str
    flow: str
    owned: bool = False
    saved: dict[str, list[Form]] = field(default_factory=dict)
    strays: dict[str, list[Form]] = field(default_factory=dict)
    may_be_closed: bool = False
    code: str = ""

    @property
    def base(self) -> str:
        return f"/to-khai/{self.id}"

    @property
    def pages(self) -> tuple[str, ...]:
        return PAGES[self.flow]

    def may_stand(self, page: str) -> list[Form]:
        return [*self.saved.get(page, [{}]), *self.strays.get(page, [])]

    @property
    def open_pages(self) -> list[str]:
        """Those that surely have a page: all before them are right."""
        for at, page in enumerate(self.pages):
            if not all(DONE in one for one in self.may_stand(page)):
                return list(self.pages[: at + 1])
        return list(self.pages)

    @property
    def is_complete(self) -> bool:
        return all(DONE in form for one in self.pages for form in self.may_stand(one))

    @property
    def may_be_complete(self) -> bool:
        return all(any(DONE in form for form in self.may_stand(one)) for one in self.pages)

    def shows(self, page: str) -> Form:
        """What most probably stands there."""
        return self.may_stand(page)[0]

    def keep(self, page: str, form: Form) -> None:
        self.saved[page] = [sent(page, form)]

    def doubt(self, page: str, form: Form) -> None:
        """Sent, and nobody told what became of it."""
        self.strays.setdefault(page, []).append(sent(page, form))

    def photographed(self, page: str, slot: int) -> None:
        """It stands there at once, whatever else does."""
        held = self.shows(page).get(PICTURES, "").split(",") if page == "giay-khac" else []
        slots = ",".join([*filter(None, held), str(slot)])
        for forms in (self.saved.setdefault(page, [{}]), self.strays.get(page, [])):
            forms[:] = [{**one, PICTURES: slots} for one in forms]
        if page == "chu-ky":  # Enough, unless the page was sent without it before.
            self.saved[page] += [{**one, DONE: "1"} for one in self.saved[page]]

    def settle(self, *pages: str) -> None:
        """Nothing of these pages, or of all, is on its way any more."""
        for page in pages or self.pages:
            self.saved[page] = self.may_stand(page)
            self.strays.pop(page, None)

    def look_at(self, page: str, seen: Form) -> None:
        """The page, as it stands on a screen, has to be what was saved."""
        fits = [one for one in self.may_stand(page) if seen_of(seen) == seen_of(one)]
        assert fits, f"{self.base}/{page} shows {seen}, not {self.may_stand(page)}"
        if page not in self.strays:
            self.saved[page] = fits

    def close(self, code: str) -> None:
        """A receipt was shown."""
        assert normalise(code) == receipt_code(self.id), f"{self.base} has the receipt {code}"
        self.code = receipt_code(self.id)

    def look_into(self, answers: Mapping[str, Any], slots: Mapping[str, str]) -> None:
        """What the hub got has to be what was saved."""
        for page in self.pages:
            names = {"ten": "ho_ten", "con": "co_con", "chuyen": "ke", "chung-sinh": "ten"}
            got = {names[page]: answers[names[page]]} if page in names else {}
            got = {name: {True: "yes", False: "no"}.get(text, text) for name, text in got.items()}
            if slots.get(page):
                got[PICTURES] = slots[page]
            may = [seen_of(one) for one in self.may_stand(page) if DONE in one]
            assert got in may, f"{self.code}: {page} came as {got}, not {may}"
