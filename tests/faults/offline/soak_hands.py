"""What a person of the soak knows, of their phone and of their papers, and how it is used."""

from functools import cache
from io import BytesIO
from random import Random

from PIL import Image

from tests.faults.offline.device import idb
from tests.faults.offline.proxy import Proxy
from tests.faults.offline.soak_drafts import FILES, PAGES, PICTURES, Draft, Form, Seen, made_up
from tests.faults.offline.soak_phone import Phone

# What a good line, and one that fails at once, lead to; with others only the device answers.
QUICK = ("good", "cut", "dropping")


class Hands:
    """`early`: they are quicker than the worker, so that a draft begins at the server. `kills` is
    how often the power goes at most. `told` are the steps so far."""

    def __init__(self, phone: Phone, line: Proxy, seed: int) -> None:
        self.phone, self.line, self.seed = phone, line, seed
        rng = Random(seed)
        self.early = rng.random() < 0.25
        self.kills = rng.choice([0, 0, 0, 0, 1, 2])
        self.steps = rng.randint(8, 20)
        self.rng = rng
        self.told: list[str] = []
        self.drafts: list[Draft] = []
        self.forgotten: set[str] = set()
        self.held: set[str] = set()
        self.line_is = "good"

    def settle_in(self) -> None:
        if self.early:
            self.phone.forget_all()
            self.phone.go("/")
        else:
            self.phone.forget_papers()
            self.held |= set(PAGES)
        self._begin(self.rng.choice(["ba-cau", "ba-cau", "anh-giay"]))

    def _answer(self, draft: Draft, page: str, form: Form) -> None:
        self._tell(draft, page, form)
        self._hear(draft, page, form, self.phone.ask(f"{draft.base}/{page}", typed(form)))

    def _photograph(self, draft: Draft, page: str) -> None:
        path = f"{draft.base}/{page}/tep?field={FILES[page]}&name=a.jpg"
        slot = self.phone.take_in(path, picture(self.rng.choice([240, 240, 700])))
        self.told.append(f"  {path} {slot}")
        if slot < 0:
            assert draft.code or draft.may_be_closed, "a photograph was not taken"
            return
        draft.photographed(page, slot)

    def _begin(self, flow: str) -> None:
        seen = self.phone.ask("/to-khai", {"flow": flow, "js": "1"})
        assert seen.where.startswith("/to-khai/"), f"not begun: {seen}"
        draft = Draft(seen.where.split("/")[2], flow)
        self.drafts.append(draft)
        self.told.append(f"  {draft.base} {flow}")
        self.learn_what_is_owned()
        if draft.owned:
            self.held.add(flow)
        self._go(seen.where)

    def _launch(self, draft: Draft, page: str, form: Form) -> str:
        """Sends it, or hands the draft in; the name of the page that was sent."""
        if draft.is_complete and not draft.code and self.rng.random() < 0.6:
            self._tell(draft, "cam-doan", {})
            draft.may_be_closed = True
            self.phone.launch(f"{draft.base}/cam-doan", {"cam_doan": "yes"})
            return "cam-doan"
        self._tell(draft, page, form)
        draft.doubt(page, form)
        self.phone.launch(f"{draft.base}/{page}", typed(form))
        return page

    def _land(self, draft: Draft, page: str, form: Form) -> None:
        """The page is still there, and hears in the end."""
        seen = self.phone.landed(self.phone.page)
        if seen.code:
            draft.close(seen.code)
        elif seen.is_ours and page != "cam-doan":
            draft.keep(page, form)
            draft.strays.pop(page, None)
        else:
            draft.settle(page)

    def _hear(self, draft: Draft, page: str, form: Form, seen: Seen) -> None:
        if seen.where.startswith("/bien-nhan/") and seen.code:
            assert draft.may_be_closed or draft.code, f"closed by itself: {seen}"
            draft.close(seen.code)
        elif seen.is_ours:
            assert not draft.code, f"handed in, and open again: {seen}"
            draft.keep(page, form)
        else:
            assert not self.answers(draft), f"{draft.base}/{page}: {seen}"
            draft.doubt(page, form)

    def _what_to_answer(self) -> tuple[Draft, str, Form]:
        """Mostly the page that is due."""
        draft = self._choose()
        pages = draft.open_pages
        page = self.rng.choice([*pages, pages[-1], pages[-1]])
        form, stands = made_up(page, self.rng), draft.shows(page)
        return draft, page, {**form, PICTURES: stands[PICTURES]} if PICTURES in stands else form

    def _forget_those_of_the_server(self) -> None:
        """Their keys are in cookies, which Chromium writes down after half a minute."""
        self.forgotten |= {one.id for one in self.drafts if not one.owned}
        self.drafts = [one for one in self.drafts if one.owned]

    def _choose(self) -> Draft:
        """Mostly one that is to be answered still."""
        still = [one for one in self.drafts if not one.code]
        return self.rng.choice(still if still and self.rng.random() < 0.9 else self.drafts)

    def answers(self, draft: Draft) -> bool:
        """Whether its pages have to come."""
        return draft.owned or self.line_is == "good"

    def _may_open(self, path: str) -> bool:
        if self.line_is == "good":
            return True
        mine = [one.base for one in self.drafts if one.owned]
        mine += [f"/bien-nhan/{one.code}" for one in self.drafts if one.owned and one.code]
        if any(path.startswith(one) for one in mine):
            return True
        return not self.early and (self.line_is in QUICK or path in ("/hang-cho", "/may-nay"))

    def _go(self, path: str) -> None:
        if self._may_open(path):
            self.told.append(f"  opens {path}")
            self.phone.go(path)

    @property
    def _here(self) -> str:
        return self.phone.page.url.removeprefix(self.phone.origin)

    def _tell(self, draft: Draft, page: str, form: Form) -> None:
        short = {name: text[:40] for name, text in form.items()}
        self.told.append(f"  {draft.base}/{page} {short}")

    def learn_what_is_owned(self) -> None:
        if all(one.owned for one in self.drafts) or self.phone.page.url == "about:blank":
            return
        here = [row["id"] for row in idb(self.phone.page, "drafts") if not row["pending"]]
        for one in self.drafts:
            one.owned = one.owned or one.id in here


def typed(form: Form) -> Form:
    return {name: text for name, text in form.items() if name != PICTURES}


@cache
def picture(size: int) -> bytes:
    """Noise, so that it is as long as a photograph."""
    pixels = Random(size).randbytes(size * size * 3)
    done = BytesIO()
    Image.frombytes("RGB", (size, size), pixels).save(done, "JPEG", quality=60)
    return done.getvalue()
