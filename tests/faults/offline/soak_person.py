"""One person for a while: what they do with their phone, and what befalls it, by a seed."""

from collections.abc import Callable
from random import Random

from playwright.sync_api import Page

from tests.browser.walker import Visitor
from tests.faults.offline.device import stop_workers
from tests.faults.offline.soak_drafts import FILES, PICTURES, Form, made_up, sent
from tests.faults.offline.soak_hands import QUICK, Hands, typed

SYNC = "/sync/v1/(submissions|blobs|hello)"
REGISTER = '() => { navigator.serviceWorker.register("/sw.js").catch(() => {}); }'
MOST_OPEN, MOST_DRAFTS = 2, 4
WEIGHTS = {
    "fill_in": 8, "answer": 6, "answer_by_hand": 2, "photograph": 3, "begin": 4, "open": 3,
    "reload": 2, "back": 1, "second_tab": 1, "other_tab": 1, "close_tab": 1, "kill": 5,
    "stop_worker": 1, "race": 2, "fly": 4, "hand_in": 12, "send_now": 3, "language": 1,
    "cut": 3, "stall": 2, "drop": 3, "portal": 1, "busy": 1, "break_off": 3, "heal": 4,
    "register": 4,
}  # fmt: skip


class Person(Hands):
    """Each method without an underscore is a step."""

    def step(self, number: int) -> str:
        """Each has dice of its own: when one turns out otherwise the next ones stay as they are."""
        self.rng = Random(f"{self.seed}.{number}")
        names = [one for one in WEIGHTS if self._may(one)]
        [name] = self.rng.choices(names, [WEIGHTS[one] for one in names])
        self.told.append(f"{number} {name} ({self.line_is})")
        getattr(self, name)()
        self.learn_what_is_owned()
        return name

    def _may(self, step: str) -> bool:
        still = [one for one in self.drafts if not one.code]
        return {
            "kill": self.kills > 0,
            "begin": len(still) < MOST_OPEN and len(self.drafts) < MOST_DRAFTS,
            "hand_in": any(one.may_be_complete for one in self.drafts) or self.rng.random() < 0.1,
            "stall": all(one.owned for one in self.drafts),
            "language": self.line_is != "stalled",
            "send_now": self.line_is != "stalled",
            "register": self.early,
        }.get(step, True)

    # ------------------------------------------------------------ what they do

    def begin(self) -> None:
        flow = self.rng.choice(["ba-cau", "anh-giay"])
        if self.line_is == "good" or flow in self.held:
            self._begin(flow)

    def answer(self) -> None:
        self._answer(*self._what_to_answer())

    def fill_in(self) -> None:
        """Every page, rightly."""
        draft = self._choose()
        if not self.answers(draft):
            return
        for page in draft.pages:
            if draft.owned and page in FILES and PICTURES not in draft.shows(page):
                self._photograph(draft, page)
            elif page in ("chung-sinh", "chu-ky") and PICTURES not in draft.shows(page):
                return
            form = made_up(page, self.rng, odds=(1, 0, 0))
            held = {name: text for name, text in draft.shows(page).items() if name == PICTURES}
            self._answer(draft, page, {**form, **held})
            if draft.code:
                return  # handed in before, unheard

    def answer_by_hand(self) -> None:
        draft, page, form = self._what_to_answer()
        if not typed(form) or not self.answers(draft):
            return
        self._tell(draft, page, form)
        self.phone.go(f"{draft.base}/{page}")
        if not self.phone.page.url.endswith(f"{draft.base}/{page}"):
            return
        _type(self.phone.page, typed(form))
        Visitor(self.phone.page).go_on()
        self.told.append(f"  came to {self._here}")
        draft.keep(page, form)

    def photograph(self) -> None:
        draft, page, _ = self._what_to_answer()
        if page in FILES and draft.owned:
            self._photograph(draft, page)

    def open(self) -> None:
        draft = self.rng.choice(self.drafts)
        page = self.rng.choice([*draft.open_pages, "kiem-tra", "cam-doan"])
        devices = ["/hang-cho", "/may-nay", f"{draft.base}/{page}"]
        self._go(self.rng.choice(["/", "/thu-tuc/ba-cau", *devices, devices[-1]]))

    def reload(self) -> None:
        if self._may_open(self._here):
            self.phone.page.reload()
            self.phone.assert_page()

    def back(self) -> None:
        if self.line_is not in QUICK or (self.early and self.line_is != "good"):
            return
        self.phone.page.go_back()
        if self.phone.page.url == "about:blank":
            self.phone.page.go_forward()
        self.phone.assert_page()

    def second_tab(self) -> None:
        here = self._here
        if len(self.phone.context.pages) < 4 and self._may_open(here):
            self.phone.open_tab()
            self.phone.go(here)

    def other_tab(self) -> None:
        self.phone.other_tab(self.rng.randrange(4))

    def close_tab(self) -> None:
        if len(self.phone.context.pages) > 1:
            self.phone.close_tab()

    def hand_in(self) -> None:
        draft = self._choose()
        was_complete = draft.is_complete and self.answers(draft)
        draft.may_be_closed = draft.may_be_closed or draft.may_be_complete
        self._tell(draft, "cam-doan", {})
        seen = self.phone.ask(f"{draft.base}/cam-doan", {"cam_doan": "yes"})
        if was_complete:
            assert seen.where.startswith("/bien-nhan/"), f"handed in, and came to {seen}"
        if seen.is_ours and seen.code:
            draft.close(seen.code)

    def send_now(self) -> None:
        self.phone.ask("/hang-cho/gui", {})

    def language(self) -> None:
        lang = self.rng.choice(["vi", "en"])
        self.phone.ask("/ngon-ngu", {"lang": lang, "back": "/hang-cho"})

    def race(self) -> None:
        """The same page is sent from two tabs at once."""
        draft, page, form = self._what_to_answer()
        other = made_up(page, self.rng)
        if PICTURES in form:
            other[PICTURES] = form[PICTURES]
        if not self.answers(draft) or draft.code:
            return
        self._tell(draft, page, form)
        self._tell(draft, page, other)
        first = self.phone.page
        self.phone.launch(f"{draft.base}/{page}", typed(form))
        if len(self.phone.context.pages) > 1:
            self.phone.other_tab(self.phone.context.pages.index(first) + 1)
        seen = self.phone.ask(f"{draft.base}/{page}", typed(other))
        landed = self.phone.landed(first)
        assert seen.is_ours, seen
        assert landed.is_ours, landed
        answers = ((form, landed), (other, seen))
        # A declaration that was on its way may have closed it before, between or after the two.
        kept = [sent(page, one) for one, told in answers if not told.code]
        draft.saved[page] = kept or draft.may_stand(page)
        for code in filter(None, (landed.code, seen.code)):
            draft.close(code)

    def register(self) -> None:
        """The worker arrives: what was begun at the server is to move."""
        if self._may_open(self._here) and self.drafts:
            self._go(f"{self.drafts[0].base}/kiem-tra")
        self.phone.page.evaluate(REGISTER)

    # ------------------------------------------------------------ what befalls the phone

    def fly(self) -> None:
        """The page is gone before it hears what became of its form."""
        draft, page, form = self._what_to_answer()
        is_stray = draft.strays.get(page)
        page = self._launch(draft, page, form)
        end = self.rng.choice(["reload", "close_tab", "stop_worker"])
        self.told.append(f"  {end}")
        getattr(self, end)()
        if end == "stop_worker" and not is_stray:
            self._land(draft, page, form)

    def kill(self) -> None:
        self.kills -= 1
        if self.rng.random() < 0.7:
            draft, page, form = self._what_to_answer()
            self._launch(draft, page, form)
            for _ in range(self.rng.randrange(4)):
                self.phone.page.evaluate("0")
        self.phone.kill()
        for one in self.drafts:
            one.settle()
        self._forget_those_of_the_server()
        paths = [*(f"{one.base}/kiem-tra" for one in self.drafts), "/hang-cho"]
        self._go(self.rng.choice(paths))
        if self.phone.page.url == "about:blank":
            self._heal()
            self.phone.go("/")
        if not self.drafts:
            self._begin("ba-cau")

    def stop_worker(self) -> None:
        stop_workers(self.phone.page)

    # ------------------------------------------------------------ what befalls the line

    def cut(self) -> None:
        self._line("cut", self.line.refuse)

    def stall(self) -> None:
        self._line("stalled", self.line.stall)

    def drop(self) -> None:
        where = self.rng.choice(["", SYNC])
        self._line("dropping", lambda: self.line.drop_response(where))

    def portal(self) -> None:
        self._line("portal", self.line.portal)

    def busy(self) -> None:
        status = self.rng.choice([500, 502, 503])
        self._line("busy", lambda: self.line.answer(status))

    def break_off(self) -> None:
        """Only so much of what is sent, or told, comes through; pages do."""
        size = self.rng.choice([0, 100, 3000])
        if self.rng.random() < 0.5:
            self._line("good", lambda: self.line.cut_after(size, on=f"(PUT|PATCH) {SYNC}", times=3))
        else:
            self._line("good", lambda: self.line.truncate(size, on=SYNC, times=3))

    def heal(self) -> None:
        self._heal()

    def _heal(self) -> None:
        self._line("good", lambda: None)

    def _line(self, name: str, order: Callable[[], None]) -> None:
        self.line.heal()
        order()
        self.line_is = name


def _type(page: Page, form: Form) -> None:
    for name, text in form.items():
        if name == "co_con":
            page.locator(f'main [name="{name}"][value="{text}"]').check()
        else:
            page.locator(f'main [name="{name}"]').fill(text)
