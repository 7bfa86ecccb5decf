"""Made-up lessons, deeds and events, and what Python makes of them."""

from dataclasses import asdict
from typing import Any

from msgspec import convert, to_builtins

from kiosk.content.words import MESSAGES, WORDS
from kiosk.engine.lesson import place, play, view
from kiosk.engine.lesson.events import Event, event_of
from kiosk.engine.lesson.pack import FORMAT, Body, LessonPack, pack_bytes
from kiosk.engine.lesson.shapes import END, LEVELS, Action, Lesson, Scene
from kiosk.engine.shapes import decode
from kiosk.engine.walk import Context
from tests.engine.strategies import FRAME
from tests.twin.draw import Draw

Data = dict[str, Any]
Form = dict[str, list[str]]

WITNESS: Data = {"now_ms": 1763800000000, "device": "máy 1", "learner": None}
IDS = ["mot", "hai", "ba", "constructor", "nam"]
RUNS = [f"0197a2b4-0000-7000-8000-00000000{end}" for end in ("0000", "0001", "fffe", "1a2b")]
BACK = "/to-khai/0197a2b4-0000-7000-8000-000000000001/con-em/2#con_sinh.d"
WORDS_TYPED = [
    "482913", "48291", "48 29 13", "Lê Thị Hòa", "lê thị hoà ", "LE THI HOA", "Thuý", "Thúy", "",
    "{otp}", "{ten}", "{khong}", "quý", "qúy",
]  # fmt: skip
KINDS = ["button", "link", "row", "card", "tab", "qr", "photo", "sms", "field", "text", "code"]
TYPES = ["tap_target", "type_text", "type_code", "call_branch", "review_and_fix"]
FORM: Data = {
    "steps": [{"id": "nguoi", "ask": "?", "fields": [
        {"id": "ten", "type": "full_name", "label": "?"},
        {"id": "sinh", "type": "date", "label": "?", "max": "today"},
        {"id": "noi", "type": "address", "label": "?", "required": False, "old_names": True},
    ]}],
    "checks": [
        {"when": "ten == 'Lê Lỗi'", "level": "error", "on": "ten", "say": "Lỗi!", "source": "s"},
        {"when": "ten == 'Lê Xem'", "level": "warn", "on": "ten", "say": "Xem.", "source": "s"},
    ],
}  # fmt: skip
HELD: Form = {
    "ten": ["Lê Hòa"], "sinh.d": ["5"], "sinh.m": ["3"], "sinh.y": ["1960"],
    "noi.province": ["01"], "noi.place": ["Ba Đình"], "noi.detail": ["số 5"],
}  # fmt: skip
OTHERWISE = [
    {"ten": ["Lê Lỗi"]}, {"ten": ["Lê Xem"]}, {"ten": ["lê hòa"]}, {"ten": ["Lê"]},
    {"sinh.d": ["05"]}, {"sinh.m": ["13"]}, {"noi.place": ["phường ba đình"]},
    {"noi.place": ["Ba Đìnhh"]}, {"noi.place": ["ba đìnhh"], "noi.commune": ["typed"]},
    {"noi.place": [""]}, {"noi.detail": [""]}, {}, {},
]  # fmt: skip
ANSWERS: list[dict[str, str]] = [
    {}, {"ten": "Lê Hòa"}, {"sinh.d": "5", "sinh.m": "3", "sinh.y": "1960"}, {"ten": "{ten}"},
    {"noi.province": "01", "noi.place": "Ba Đình"},
    {"noi.province": "01", "noi.place": "Ba Đình", "noi.detail": "số 5"},
    {"noi.province": "01", "noi.place": "Ba Đìnhh", "noi.commune": "typed"},
]  # fmt: skip


def lesson_from(data: Data) -> Lesson:
    return convert(data, Lesson, dec_hook=decode)


def pack_of(lesson: Lesson) -> LessonPack:
    """A pack with words and no pages."""
    words = WORDS | {"other": "Chưa đúng."}
    body = Body(FORMAT, lesson, "vi", words, MESSAGES, ("", "", ""), {})
    return LessonPack(pack_bytes(body))


class LessonDraw(Draw):
    """`fair`: whoever does what is expected gets on, because what is expected can be done."""

    def __init__(self, seed: str, fair: bool = False) -> None:
        super().__init__(seed)
        self.fair = fair
        self.ids = IDS[: self.random.randint(1, len(IDS))]
        self.forms: Data = {}

    def lesson(self) -> Lesson:
        rehearsal = self.random.sample(self.ids, self.random.randint(1, min(3, len(self.ids))))
        return lesson_from({
            "lesson": "bai", "version": 3, "title": "?", "about": "?", "minutes": 1,
            "skills": ["biet", "lam"], "rehearsal": rehearsal, "scam": self.luck(0.5),
            "scenes": [self.scene(at) for at in range(len(self.ids))], "forms": self.forms,
            "take_away": {"title": "?", "lines": ["?", "?"]},
            "fixtures": {"otp": "482913", "ten": "Lê Thị Hòa"},
        })  # fmt: skip

    def scene(self, at: int) -> Data:
        does = self.one(["tap", "tap", "type", "fill"])
        self.items = [f"nut-{n}" for n in range(self.random.randint(1, 4))]
        if does == "fill":
            self.forms[self.ids[at]] = FRAME | (FORM if self.fair else self.form_flow())
        return {
            "id": self.ids[at], "type": "mini_form" if does == "fill" else self.one(TYPES),
            "skill": self.one(["biet", "lam", None]), "screen": self.screen(), "goal": "?",
            "say": "?", "expect": self.action(does), "then": self.one([*self.ids[at + 1 :], END]),
            "also_ok": [self.action(self.one(["tap", does])) for _ in range(self.one([0, 0, 1]))],
            "mistakes": [self.mistake(n, does) for n in range(self.random.randint(0, 3))],
            "hints": [self.hint(level) for level in LEVELS[: self.one([0, 1, 3, 4, 4, 4])]],
            "variants": [self.variant(n) for n in range(self.one([0, 0, 2, 3]))],
            "trap": self.luck(0.5), "check": self.luck(0.1), "hints_allowed": self.luck(0.9),
            "done": self.one(["", "Giỏi, {ten}."]), "other": self.one(["", "Không phải {otp}."]),
        }  # fmt: skip

    def form_flow(self) -> Data:
        step = self.step(0)
        return FORM if "stop" in step or self.luck(0.5) else {"steps": [step]}

    def screen(self) -> Data:
        shows = [{"id": one, "kind": self.one(KINDS), "label": "?"} for one in self.items]
        return {"kind": "phone", "shows": shows}

    def action(self, does: str) -> Data:
        if does == "tap":
            return {"do": "tap", "target": self.one(self.items)}
        if does == "fill":
            return {"do": "fill", "answers": {} if self.fair else self.one(ANSWERS)}
        if self.fair:
            return {"do": "type", "target": self.items[0], "equals": self.one(["{otp}", "{ten}"])}
        made: Data = {"do": "type"}
        for name in ("equals", "not_equals", "same_but_marks"):
            made |= {name: self.one(WORDS_TYPED)} if self.luck(0.3) else {}
        for name in ("shorter_than", "longer_than"):
            made |= {name: self.random.randint(1, 8)} if self.luck(0.2) else {}
        return made

    def mistake(self, n: int, does: str) -> Data:
        when = self.action(self.one(["tap", does]))
        then = self.one([*self.ids, *self.ids, END])
        return {
            "id": f"loi-{n}",
            "when": when,
            "say": "Mã {otp}.",
            "then": then,
            "fell": self.luck(0.4),
        }

    def hint(self, level: str) -> Data:
        marks = {name: self.one(self.items) for name in ("highlight", "lock_to") if self.luck(0.6)}
        return {"level": level, "say": f"{level} {{otp}}", **marks}

    def variant(self, n: int) -> Data:
        words = {name: f"{name} {n}" for name in ("goal", "say", "done") if self.luck(0.5)}
        return {"id": f"kieu-{n}", **words, **({"screen": self.screen()} if self.luck(0.3) else {})}

    def at(self, lesson: Lesson) -> place.At:
        start = play.begin(lesson, self.one(RUNS), self.one(["", "", BACK, "//x"]))
        said = [f"{one}.{what}" for one in self.ids for what in ("xong", "khac", "loi-0", "loi-9")]
        far = self.one([0, 0, 1, 2, 5, 998, 999])
        return place.At(
            start.run, self.one(self.ids), far, self.random.randint(0, 4), min(far, 3),
            self.one([0, 0, 0, 1, 2, 3, 4]), self.one(["", "la.xong", *said]), start.back,
        )  # fmt: skip

    def deed(self, lesson: Lesson, at: place.At) -> Form:
        """What a scene's form may send: what is expected, a hint asked for, or anything."""
        scene = lesson.scene(at.scene)
        assert scene is not None
        ways = [self.expected, self.mistaken, self.mistaken, self.hint_asked, self.anything]
        sent: Form = self.one(ways)(lesson, scene)
        return sent | ({"giup": [self.one(["1", "0"])]} if self.luck(0.2) else {})

    def expected(self, lesson: Lesson, scene: Scene) -> Form:
        return self.doing(lesson, scene, scene.expect)

    def mistaken(self, lesson: Lesson, scene: Scene) -> Form:
        if not scene.mistakes:
            return self.anything(lesson, scene)
        return self.doing(lesson, scene, self.one(scene.mistakes).when)

    def doing(self, lesson: Lesson, scene: Scene, action: Action) -> Form:
        if action.do == "tap":
            return {"lam": [action.target or ""]}
        if action.do == "type":
            return {"chu": [lesson.worded(action.equals or "482913")], "lam": ["gui"]}
        return HELD | {name: [lesson.worded(text)] for name, text in action.answers.items()}

    def hint_asked(self, lesson: Lesson, scene: Scene) -> Form:
        begun = HELD | self.one(OTHERWISE) if scene.id in lesson.forms else {"chu": ["x"]}
        return {**(begun if self.luck(0.5) else {}), "lam": ["goi-y"]}

    def anything(self, lesson: Lesson, scene: Scene) -> Form:
        if scene.id in lesson.forms and self.luck(0.8):
            step = lesson.forms[scene.id].steps[0]
            return self.form(step) if self.luck(0.3) else HELD | self.one(OTHERWISE)
        sent: Form = {}
        if self.luck(0.6):
            items = [one.id for one in scene.screen.shows]
            sent["lam"] = [self.one([*items, *items, "gui", "", "<x>"])]
        if self.luck(0.6):
            text = self.one(WORDS_TYPED) if self.luck(0.7) else self.text()
            sent["chu"] = [lesson.worded(text)]
        return sent

    def events(self, lesson: Lesson, most: int) -> list[Event]:
        """What one learner may have done in a few runs, weeks apart."""
        told, at, now = [], self.at(lesson), WITNESS["now_ms"]
        for _ in range(self.random.randint(0, most)):
            sent = play.sent_from(self.deed(lesson, at))
            now += self.one([0, 1000, 60_000, 86_400_000 * 5, 86_400_000 * 9])
            turn = self.one([play.Turn(at, "hint", "goi-y"), play.Turn(at, "right", "nut-0"),
                             play.Turn(at, "right", "nut-1"), play.Turn(at, "right", "nut-2"),
                             play.Turn(at, "wrong", "khac", fell=self.luck(0.5))])  # fmt: skip
            told.append(event_of(lesson, at, turn, sent, **(WITNESS | {"now_ms": now})))
            at = self.at(lesson) if self.luck(0.7) else at
        return told


def played(pack: LessonPack, at: place.At, form: Form, context: Context) -> Data:
    """A scene's form sent, and what is then seen and kept."""
    lesson, sent = pack.lesson, play.sent_from(form)
    turn = play.play(lesson, at, sent, context)
    typed, draft = (sent.typed or "", turn.draft) if turn.stays else ("", None)
    values = (
        view.end_values(pack, turn.at)
        if turn.at.scene == END
        else view.scene_values(pack, turn.at, typed, draft, context)
    )
    return {
        "turn": asdict(turn), "url": place.url(lesson.id, turn.at),
        "page": view.page_of(lesson, turn.at), "values": values,
        "event": to_builtins(event_of(lesson, at, turn, sent, **WITNESS)),
    }  # fmt: skip
