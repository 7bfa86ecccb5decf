"""A page holds the same files after a form, whether the server takes them or the device does."""

import json
import random
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import convert

from kiosk.cli.twin import node
from kiosk.engine.fields import Message
from kiosk.engine.fields.files import Entry
from kiosk.engine.shapes import Field
from kiosk.engine.turn import Draft
from kiosk.flow.actions import spare_files
from kiosk.flow.rules import Brought, Came, merged
from tests.twin.shared import message

RUNNER = Path(__file__).with_name("files.mjs")
TIMES = 400
Case = dict[str, Any]


def test_a_form_does_the_same_to_the_files_of_a_page() -> None:
    cases = [case(random.Random(f"files {seed}")) for seed in range(TIMES)]
    assert answers(cases) == [expected(one) for one in cases]


def case(wheel: random.Random) -> Case:
    held = [entry(slot) for slot in wheel.sample(range(6), wheel.randrange(5))]
    coming = iter(range(6, 12))
    return {
        "one": {
            "id": "chung_sinh",
            "type": wheel.choice(("photo", "document", "signature")),
            "label": "Giấy",
            **({"pages": wheel.randint(1, 4)} if wheel.random() < 0.5 else {}),
        },
        "held": held,
        "came": [came(wheel, coming) for _ in range(wheel.randrange(4))],
        "gone": [
            [wheel.choice(("chung_sinh", "khac")), wheel.randrange(6)]
            for _ in range(wheel.randrange(3))
        ],
        "after": wheel.sample(held, wheel.randint(0, len(held))),
    }


def came(wheel: random.Random, coming: Iterable[int]) -> dict[str, Any]:
    what = entry(next(iter(coming))) if wheel.random() < 0.7 else message(Message("file.heic"))
    instead = wheel.choice((None, wheel.randrange(6)))
    return {"field": wheel.choice(("chung_sinh", "khac")), "instead": instead, "what": what}


def entry(slot: int) -> Entry:
    name = f"{slot:x}" * 64
    return {"slot": slot, "sha256": name, "size": 9, "type": "image/jpeg", "name": "Ảnh “1”.jpg"}


def expected(case: Case) -> dict[str, Any]:
    brought = Brought(
        tuple(Came(one["field"], one["instead"], what_of(one["what"])) for one in case["came"]),
        frozenset((field, slot) for field, slot in case["gone"]),
    )
    one = convert(case["one"], Field)
    spare = spare_files(draft(case["held"]), draft(case["after"]), brought)
    slots = sorted(int(name[0], 16) for name in spare)
    return {"texts": merged(one, case["held"], brought), "spare": slots}


def what_of(what: dict[str, Any]) -> Entry | Message:
    return Message(what["id"], what["params"]) if "id" in what else what


def draft(entries: Sequence[Entry]) -> Draft:
    return Draft({"chung_sinh": list(entries), "ten": "Lan"}, {})


def answers(cases: Sequence[Case]) -> list[dict[str, Any]]:
    command, sent = [node(), str(RUNNER)], "\n".join(map(json.dumps, cases)) + "\n"
    done = subprocess.run(command, input=sent, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
