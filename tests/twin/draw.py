"""Made-up flows, answers and forms from a seed: quick, repeatable, and near what is real.

`tests/engine/strategies.py` draws alike and shrinks what fails; this one makes a hundred thousand.
"""

from random import Random
from typing import Any

from kiosk.content.reference import places
from kiosk.engine.fields import TYPES
from kiosk.engine.fields.files import made_up, typed_entry
from kiosk.engine.shapes import Field, Flow, Step, flow_from
from kiosk.engine.walk import MORE
from tests.engine.strategies import FRAME, KINDS, OPTIONS
from tests.engine.test_narrow import FITTING

ODD = [
    "ế", "e\u0302\u0301", "e\u0301", "đ", "Đ", "𠀋", "\uff5e", "ﬁ", "ß", "İ", "Σ", "ΑΣ", "²",
    "½", "Ⅷ", "٣", "\u0345", "\u1100\u1161", "\u200b", "\ufeff", "\u00a0", "\x1c", "\x85", "\u2028",
    "\n", "\r\n", "\t", " ", "  ", "<b>", "&amp;", '"', "'", "{{x}}", "{min}", "$&", "0", "-", "/",
    ".", "constructor", "__proto__", "a.b", "1e5", "true", "null", "x" * 210,
]  # fmt: skip
"""Letters that two languages count, fold, trim or escape in different ways, if they may."""
JUNK: list[Any] = [
    None, True, False, 0, -1, 3, 10**15, 2**53 - 1, "", "co", "2024", "2024-02-29", "2023-02-29",
    "1999-05", [], ["co"], ["khong", "co"], [[]], {}, {"province": "01"}, [{"slot": 0}], made_up(1),
    made_up(11), {"province": "01", "commune": "99999", "place": "x"}, {"constructor": 1},
    {"province": "79", "commune": None, "place": "x", "detail": "y"}, "Lê Lan", "001297004321",
]  # fmt: skip
CONDITIONS = [
    "{} == true", "{} != null", "{} == null", "size({}) > 0", "{} < today", "{} == 'co'", "!{}",
    "any({0}, x, x.f00 == null)", "all({0}, x, size(x.f10) < 9)", "{}.commune == '00004'",
    "!({} in ['co', 'kinh'])", "'co' in {}", "days({}, today) > 60", "age({}, today) < 18",
    "fold({}) == 'le lan'", "{} * 3 - 1 > 100", "{0} % 7 == 0 && {0} / 7 < 3", "contains({}, 'a')",
    "month({}) == 2", "size(map({}, x, x.f00)) == 2", "min({0}, 5) == max({0}, 5)",
]  # fmt: skip
BOUNDS = [
    "today", "5", "year(today)", "2.5", "addDays(today, -30)", "addMonths(today, -216)", "'2020'",
    "f00", "0.00001", "9007199254740992 * 3",
]  # fmt: skip
RECEIVER = {
    "id": "r", "ask": "?",
    "fields": [
        {"id": "r0", "type": "commune", "label": "?", "old_names": True, "receives": True}
    ],
}  # fmt: skip
TYPED: dict[str, list[Any]] = {
    "": ["Nguyễn Thị Lan", "Lê Hoà", "Lan", "001190004321", "0912 345 678", "+84912345678", "5",
         "1.234.567 đ", "12 000", "yes", "no", "co", "khong", "kinh", "H'Mông", "Việt Nam", "Mỹ",
         "1/3/2024", "2024-03-01", "3/2024", "1952", "", "29/2/2023", "12.5"],
    ".d": ["1", "29", "31", "", "01", "1/3/2024"], ".m": ["3", "2", "", "13"],
    ".y": ["2024", "1990", "", "24", "2015"], ".province": ["01"] * 8 + ["79", "", "99"],
    ".commune": ["", "", "typed", "00004", "00008"], ".detail": ["số 5", ""],
}  # fmt: skip


class Draw:
    """One made-up case; everything follows from the seed."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)
        self.known = ["today"]
        # Most citizens take care, or no walk would come far.
        self.care = self.one([0.6, 0.95, 1.0])

    def one(self, among: Any) -> Any:
        return self.random.choice(among)

    def luck(self, share: float) -> bool:
        return self.random.random() < share

    def flow(self) -> Flow:
        steps = [self.step(number) for number in range(self.random.randint(1, 6))]
        if self.luck(0.2):
            steps.insert(0, RECEIVER)
        checks = [
            {"when": self.condition(), "level": level, "on": name, "say": "{x}", "source": "s"}
            for name in self.known[1:]
            if (level := self.one(["", "", "error", "warn", "officer"]))
        ]
        return flow_from(
            FRAME
            | {"steps": steps, "checks": checks, "fee": self.fee(), "ends": self.one(ENDS)}
            | {"papers": [self.paper(number) for number in range(self.random.randint(0, 2))]}
            | {"derived": [self.derived(number) for number in range(self.random.randint(0, 2))]}
        )

    def step(self, number: int) -> dict[str, Any]:
        step: dict[str, Any] = {"id": f"s-{number}", "ask": "?"}
        if self.luck(0.4):
            step["when"] = self.condition()
        if self.luck(0.05):
            return step | {"stop": {"say": "!", "source": "s"}}
        count = self.random.randint(1, 3)
        names = [f"f{number}{at}" for at in range(count)]
        if self.luck(0.05) and "constructor" not in self.known:
            names[-1] = "constructor"
        step["fields"] = [self.field(name) for name in names]
        if self.luck(0.25):
            least = self.random.randint(0, 2)
            most = max(1, least) + self.random.randint(0, 2)
            step["group"] = {"each": "?", "more": "?", "min": least, "max": most}
            names = [f"s_{number}"]
        self.known += names
        return step

    def field(self, id: str) -> dict[str, Any]:
        kind = self.one(KINDS)
        field: dict[str, Any] = {"id": id, "type": kind, "label": "?", "required": self.luck(0.6)}
        if kind in ("choice", "choices"):
            field["options"] = [*OPTIONS, {"value": "constructor", "label": "<&>"}]
        for bound in ("min", "max"):
            if self.luck(0.12):
                field[bound] = self.one(BOUNDS)
        if self.luck(0.2):
            field |= {"max_length": self.random.randint(1, 20), "pages": self.random.randint(1, 3)}
        if self.luck(0.3):
            field |= {"birth": self.one(self.known), "sex": self.one(self.known)}
        if self.luck(0.1):
            field["default"] = self.one(JUNK)
        return field | ({"old_names": True} if self.luck(0.5) else {})

    def condition(self) -> str:
        text: str = self.one(CONDITIONS).format(self.one(self.known))
        if self.luck(0.2):
            text = f"({text}) {self.one(['&&', '||', '=='])} ({self.condition()})"
        return text

    def fee(self) -> list[dict[str, Any]]:
        return [self.table() for _ in range(self.random.randint(0, 2))]

    def table(self) -> dict[str, Any]:
        rows = [
            {"amount": self.one([None, 0, 8000, 10**15]), "why": "vì", "source": "s",
             "from": self.one(["2026-01-01", "2026-01-01", "2027-01-01"]),
             **({"when": self.condition()} if self.luck(0.5) else {})}
            for _ in range(self.random.randint(1, 3))
        ]  # fmt: skip
        table: dict[str, Any] = {"rows": rows, "name": self.one(["", " Lệ phí", "Phí"])}
        if self.luck(0.3):
            table["each"] = self.one(self.known)
        if self.luck(0.3):
            table["unit"] = self.one(["2", "f00", "size(f00)", "1.5", "9007199254740992"])
        if self.luck(0.2):
            table["exempt"] = [{"when": self.condition(), "why": "miễn", "source": "s"}]
        return table

    def paper(self, number: int) -> dict[str, Any]:
        kind = self.one(["show", "attach", "none"])
        paper = {"id": f"p{number}", "name": "?", "show_or_attach": kind, "source": "s"}
        return paper | ({"when": self.condition()} if self.luck(0.6) else {})

    def derived(self, number: int) -> dict[str, Any]:
        value = self.one(["f00", "f00 / 3", "f00 + f01", "size(f00)", "map(s_0, x, x.f00)", "d0"])
        return {"id": f"d{number}", "value": value, "label": "?"}

    def answers(self, flow: Flow) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for step in flow.steps:
            if step.group is None:
                given |= self.page(step)
            elif self.luck(0.9):
                many = self.random.randint(0, step.group.max + 1)
                given[step.id] = [self.page(step) for _ in range(many)]
                if self.luck(0.7):
                    given[step.id + MORE] = False
            else:
                given[step.id] = self.junk()
        return given | ({"x": 1, "__proto__": {"f00": "co"}} if self.luck(0.1) else {})

    def page(self, step: Step) -> dict[str, Any]:
        given = {one.id: self.answer(one) for one in step.fields if self.luck(0.9 + self.care / 10)}
        return given | ({"constructor": 1} if self.luck(0.05) else {})

    def answer(self, field: Field) -> Any:
        if self.luck(self.care):
            fit = FITTING[field.type]
            return self.around(fit) if isinstance(fit, str) and self.luck(0.2) else fit
        return None if self.luck(self.care) else self.junk()

    def junk(self) -> Any:
        return self.one(JUNK) if self.luck(0.7) else self.text()

    def around(self, text: str) -> str:
        at = self.random.randint(0, len(text))
        return text[:at] + self.one(ODD) + text[at + self.random.randint(0, 1) :]

    def text(self) -> str:
        return "".join(self.one(ODD) for _ in range(self.random.randint(0, 5)))

    def form(self, step: Step) -> dict[str, list[str]]:
        """What a browser may send from a page; a part of it is missing, doubled or strange."""
        sent = {
            one.id + end: [self.typed(end) for _ in range(self.one([1, 1, 1, 2, 0]))]
            for one in step.fields
            for end in TYPED
            if self.luck(0.6)
        }
        for one in step.fields:
            if self.luck(self.care * 0.8):
                right = TYPES[one.type].retype(one, FITTING[one.type])
                sent |= {name: [text] for name, text in right.items()}
            if one.type in ("photo", "document", "signature"):
                sent[one.id] = [self.entry() for _ in range(self.random.randint(0, 3))]
            elif one.type in ("commune", "address") and self.luck(0.6):
                sent[one.id + ".place"] = [self.place()]
        if self.luck(0.1):
            sent["again"] = ["1"]
        if self.luck(0.3):
            sent["seen"] = [f"{self.one(self.known)}:check.0 {step.id}.1.f00:full_name.one_word"]
        if self.luck(0.5):
            sent["more"] = [self.one(["yes", "no", "", "co"])]
        return sent | ({"remove": [self.one(["1", "2", "9", "x"])]} if self.luck(0.15) else {})

    def typed(self, end: str) -> str:
        text: str = self.one(TYPED[end]) if self.luck(0.85) else self.text()
        return self.around(text) if self.luck(0.1) else text

    def entry(self) -> str:
        if self.luck(0.7):
            return typed_entry({**made_up(1)[0], "slot": self.random.randint(0, 3)})
        return str(self.one([
            "", "{", "[]", "null", '{"error":"file.heic","params":{}}', '{"error":1}',
            '{"error":"file.too_large","params":{"most":"5 MB","x":[]}}', '{"slot":0}',
        ]))  # fmt: skip

    def place(self) -> str:
        """A name of today or of before, as it is or nearly; sometimes behind a house number."""
        commune = self.one(COMMUNES)
        text = self.one([commune.name, commune.title, commune.name.lower(), self.one(OLD)])
        if self.luck(0.3):
            text = self.around(text)
        if self.luck(0.2):
            text = text.replace("a", self.one(["", "aa", "o"]), 1)
        if self.luck(0.2):
            text = f"số 5, p. {text}"
        return text + self.one(["", "", "", ", Hà Nội", ", Hà Tây", ", huyện Châu Thành", ", q. 1"])


ENDS = ["hand_in", "hand_in", "checklist"]
COMMUNES = places().communes("01")
OLD = [
    old.full
    for old in places()._old.communes
    if any(code in {one.code for one in COMMUNES} for code in old.now)
]
