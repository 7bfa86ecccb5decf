"""Random sequences of what people do with their phones, and of what befalls phone and line:
`python -m tests.faults.offline.soak 500 [--seed N]`. All of one follows from its seed."""

import argparse
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from urllib.parse import urlsplit

from playwright.sync_api import Error, sync_playwright

from kiosk.sync import envelope
from kiosk.sync.keyfolder import load_ring
from tests.browser.conftest import serving
from tests.faults.offline.citizen import FLOWS, PHOTOS
from tests.faults.offline.device import Device, controlled, idb
from tests.faults.offline.hub import Hub, at_hub
from tests.faults.offline.log import LONGEST_SECONDS
from tests.faults.offline.proxy import Proxy, in_front_of
from tests.faults.offline.soak_drafts import FILES, Draft
from tests.faults.offline.soak_person import Person
from tests.faults.offline.soak_phone import Phone
from tools import browser as chromium

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "locale": "vi-VN",
    "timezone_id": "Asia/Ho_Chi_Minh",
}


class Soak:
    """A phone, a line and a hub that serve one sequence after the other."""

    def __init__(self, phone: Phone, line: Proxy, hub: Hub) -> None:
        self.phone, self.line, self.hub = phone, line, hub
        self.steps: Counter[str] = Counter()

    def run(self, seed: int) -> None:
        """One sequence; what was promised on its way has to hold."""
        self.line.heal()
        self.line.log.clear()
        before = at_hub(self.hub.data_dir)
        person = Person(self.phone, self.line, seed)
        try:
            self._live(person)
            self._arrive(person)
            self._look_into_hub(person, before)
        except Exception as error:
            again = f"python -m tests.faults.offline.soak 1 --seed {seed}"
            # Pages are asked for again and again; what devices ask tells more.
            asked = map(str, self.line.seen("/sync/")[-12:])
            notes = [*person.told, self.phone.state(), *asked, f"Once more: {again}"]
            error.add_note("\n".join(notes))
            self.line.heal()
            self.phone.off()
            raise

    def _live(self, person: Person) -> None:
        person.settle_in()
        for number in range(person.steps):
            step = person.step(number)
            self.steps[step] += 1
            self._check(person, is_all=step in ("kill", "heal", "stop_worker"))

    def _check(self, person: Person, is_all: bool) -> None:
        drafts = person.drafts if is_all else [person.rng.choice(person.drafts)]
        for draft in drafts:
            pages = draft.open_pages if is_all else [person.rng.choice(draft.open_pages)]
            for page in pages:
                self._look(person, draft, page)
        assert not self.phone.noises, self.phone.noises

    def _look(self, person: Person, draft: Draft, page: str) -> None:
        """What was saved stands there still; a receipt has the code that it had."""
        if not person.answers(draft):
            return
        path = f"/bien-nhan/{draft.code}" if draft.code else f"{draft.base}/{page}"
        seen = self.phone.ask(path)
        assert seen.is_ours, f"{path}: {seen}"
        if seen.code:
            assert draft.code or draft.may_be_closed, f"{path} is closed: {seen}"
            draft.close(seen.code)
            if seen.is_sent:
                self.hub.promise(draft.code)
                assert self.hub.has(draft.code) == 1, f"{path} is called sent"
            return
        assert seen.where == path, f"{path} led to {seen}"
        draft.look_at(page, seen.form)

    def _arrive(self, person: Person) -> None:
        """The line is good, sending is asked for: all that was handed in gets there."""
        person.heal()
        person.told.append("the end")
        if person.early:
            controlled(self.phone.page)
        self.phone.go("/hang-cho")
        self.phone.ask("/hang-cho/gui", {})
        give_up_at = monotonic() + LONGEST_SECONDS
        while left := [one for one in idb(self.phone.page, "outbox") if one["state"] != "sent"]:
            assert monotonic() < give_up_at, f"not sent: {left}"
        person.learn_what_is_owned()
        self._check(person, is_all=True)

    def _look_into_hub(self, person: Person, before: dict[str, str]) -> None:
        here = at_hub(self.hub.data_dir)
        fresh = {id: digest for id, digest in here.items() if id not in before}
        filed = {one.id for one in person.drafts if one.code}
        assert set(fresh) - person.forgotten == filed, (set(fresh), filed)
        for row in idb(self.phone.page, "outbox"):
            assert fresh[row["id"]] == row["digest"], f"{row['code']} is not what was sealed"
        ring = load_ring(self.hub.data_dir / "keys")
        for one in person.drafts:
            if one.code:
                self.steps["handed in"] += 1
                got = envelope.open(envelope.read(self.hub.body(one.id)), ring.openers)
                slots: dict[str, list[str]] = {}
                for blob in got.blobs:
                    slots.setdefault(blob.field, []).append(str(blob.slot))
                shown = {page: ",".join(slots.get(name, [])) for page, name in FILES.items()}
                one.look_into(got.answers, shown)


@contextmanager
def bench() -> Iterator[Soak]:
    """All that it takes, for the command."""
    with TemporaryDirectory() as name, in_front_of() as line:
        folder = Path(name)
        for one in (FLOWS / "ba-cau", PHOTOS):
            shutil.copytree(one, folder / "flows" / one.name)
        data = folder / "hub"
        data.mkdir()
        flows = str(folder / "flows")
        with (
            serving(data, KIOSK_FLOWS_DIR=flows, KIOSK_PUBLIC_URL=line.url) as url,
            sync_playwright() as playwright,
        ):
            line.node_port = urlsplit(url).port or 0
            settings = {**PHONE, "base_url": line.url, "executable_path": str(chromium.find())}
            phone = Phone(Device(playwright.chromium, folder / "profile", settings), line.url)
            yield Soak(phone, line, Hub(data, url))
            phone.off()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    failed = []
    with bench() as soak:
        for seed in range(asked.seed, asked.seed + asked.count):
            began = monotonic()
            try:
                soak.run(seed)
            except (AssertionError, Error):
                failed.append(seed)
                traceback.print_exc()
            say(f"{seed}: {'failed' if seed in failed else 'fine'}, {monotonic() - began:.1f} s")
    steps = ", ".join(f"{name} {times}" for name, times in soak.steps.most_common())
    say(f"{asked.count} sequences, failed: {failed or 'none'}; {steps}")
    return 1 if failed else 0


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
