"""Checks what somebody can do in a scene: each deed has an answer, each trap its three faces."""

from collections import Counter
from collections.abc import Iterator

from kiosk.content.lessons.read import LessonFile
from kiosk.content.lessons.screens import drawn
from kiosk.content.words import N_
from kiosk.content.yaml import Key, Trouble
from kiosk.engine.lesson.shapes import (
    LEVELS,
    TAPPED,
    TYPED,
    Action,
    ItemKind,
    Scene,
    SceneType,
    tapped,
)

TAPPABLE: frozenset[ItemKind] = TAPPED | {"qr", "photo", "sms", "address"}
# Looked at rather than solved: there is one thing to tap, and nothing to hint at.
ONE_TAP: frozenset[SceneType] = frozenset({"watch_then_do", "consequence"})
COMPARISONS = ("equals", "not_equals", "same_but_marks", "shorter_than", "longer_than")
FEWEST_VARIANTS = 3

NOT_SHOWN = N_("màn hình không có mục nào tên “{id}”")
NOT_TAPPED = N_("“{id}” thuộc loại {kind}, không bấm được")
NOT_TYPED = N_("“{id}” thuộc loại {kind}, không gõ chữ vào được; dùng field hoặc code")
NO_TARGET = N_("thiếu target: bấm hoặc gõ vào đâu?")
FILL_TARGET = N_("do: fill là cả tờ khai, không ghi target")
ONE_BOX = N_("một cảnh chỉ có một ô để gõ: ô của expect")
NO_FORM = N_("do: fill chỉ dùng ở cảnh mini_form")
ONE_COMPARISON = N_("mỗi lần chỉ so một cách: {found}")
ONLY_TYPED = N_("chỉ do: type mới so chữ: bỏ {found}")
ONLY_FILLED = N_("chỉ do: fill mới có answers")
NO_OUTCOME = N_("“{id}” bấm được nhưng chưa nói điều gì xảy ra: thêm vào mistakes hoặc also_ok")
TWO_OUTCOMES = N_("bấm “{id}” đã có kết quả ở trên, dòng này không bao giờ dùng tới")
NO_SENDER = N_("cảnh gõ chữ cần đúng một nút để gửi, không nêu trong mistakes")
ONE_THING = N_("cảnh {type} chỉ có một chỗ để bấm, và đó là expect")
NO_LADDER = N_("cần đủ bốn gợi ý theo thứ tự {levels}; cảnh không gợi ý thì hints_allowed: false")
GLOWS_WRONG = N_("gợi ý làm sáng “{id}”, mà bấm vào đó là sai")
GIVES_AWAY = N_("gợi ý point chỉ nơi cần đọc: “{id}” là chỗ bấm đúng, để từ gợi ý sau")
HINTS_OFF = N_("cảnh này không cho gợi ý: bỏ hints, hoặc bỏ check và hints_allowed: false")
FEW_FACES = N_("cảnh có bẫy cần ít nhất {most} biến thể (variants), đang có {count}")
NO_FALL = N_("cảnh có bẫy cần ít nhất một lỗi ghi fell: true")
NO_TRAP = N_("fell: true chỉ dùng ở cảnh có trap: true")


def outcomes(file: LessonFile) -> Iterator[Trouble]:
    for at, scene in enumerate(file.lesson.scenes):
        key: Key = ("scenes", at)
        for place, one in drawn(scene, key):
            yield from deeds_on(file, key, one)
            yield from visible(file, place, one)
        for inside, action in actions(scene, key):
            yield from sound(file, inside, action)
            yield from fits(file, inside, action, scene)
        yield from told_twice(file, key, scene)
        yield from ladder(file, key, scene)
        yield from glow(file, key, scene)
        yield from trap(file, key, scene)


def actions(scene: Scene, key: Key) -> Iterator[tuple[Key, Action]]:
    """In the order in which they are tested."""
    yield (*key, "expect"), scene.expect
    for at, one in enumerate(scene.also_ok):
        yield (*key, "also_ok", at), one
    for at, mistake in enumerate(scene.mistakes):
        yield (*key, "mistakes", at, "when"), mistake.when


def sound(file: LessonFile, key: Key, action: Action) -> Iterator[Trouble]:
    """A deed that says what it is, and no more."""
    found = [name for name in COMPARISONS if getattr(action, name) is not None]
    if action.do == "fill" and action.target is not None:
        yield file.trouble((*key, "target"), FILL_TARGET)
    if action.do != "fill" and action.target is None:
        yield file.trouble(key, NO_TARGET)
    if action.do != "fill" and action.answers:
        yield file.trouble((*key, "answers"), ONLY_FILLED)
    if action.do != "type" and found:
        yield file.trouble(key, ONLY_TYPED, found=", ".join(found))
    elif len(found) > 1:
        yield file.trouble(key, ONE_COMPARISON, found=", ".join(found))


def fits(file: LessonFile, key: Key, action: Action, scene: Scene) -> Iterator[Trouble]:
    """What a page sends is a form, or one text with its taps."""
    box = scene.expect.target if scene.expect.do == "type" else None
    if action.do == "type" and action.target is not None and action.target != box:
        yield file.trouble((*key, "target"), ONE_BOX)
    if action.do == "fill" and scene.type != "mini_form":
        yield file.trouble((*key, "do"), NO_FORM)


def deeds_on(file: LessonFile, key: Key, scene: Scene) -> Iterator[Trouble]:
    """What is tapped, typed into and pointed at stands on every screen of the scene."""
    kinds = {item.id: item.kind for item in scene.screen.shows}
    for inside, action in actions(scene, key):
        if action.target is None:
            continue
        here: Key = (*inside, "target")
        if action.target not in kinds:
            yield file.trouble(here, NOT_SHOWN, id=action.target)
        elif action.do == "tap" and kinds[action.target] not in TAPPABLE:
            yield file.trouble(here, NOT_TAPPED, id=action.target, kind=kinds[action.target])
        elif action.do == "type" and kinds[action.target] not in TYPED:
            yield file.trouble(here, NOT_TYPED, id=action.target, kind=kinds[action.target])
    for at, hint in enumerate(scene.hints):
        for name, id in (("highlight", hint.highlight), ("lock_to", hint.lock_to)):
            if id is not None and id not in kinds:
                yield file.trouble((*key, "hints", at, name), NOT_SHOWN, id=id)


def visible(file: LessonFile, key: Key, scene: Scene) -> Iterator[Trouble]:
    """Everything that looks as if it could be tapped has an answer. A picture among others may
    leave it to `other`."""
    silent = [item for item in scene.choices if item.id not in scene.taps]
    if scene.other:
        silent = [item for item in silent if item.kind in TAPPED]
    if scene.expect.do == "type":
        if sum(item.kind == "button" for item in silent) != 1:
            yield file.trouble(key, NO_SENDER)
        silent = [item for item in silent if item.kind != "button"]
    for at, item in enumerate(scene.screen.shows):
        if item in silent:
            yield file.trouble((*key, "shows", at), NO_OUTCOME, id=item.id)
    only = [item.id for item in scene.choices] == [scene.expect.target]
    if scene.type in ONE_TAP and not (scene.expect.do == "tap" and only):
        yield file.trouble(key, ONE_THING, type=scene.type)


def told_twice(file: LessonFile, key: Key, scene: Scene) -> Iterator[Trouble]:
    seen: Counter[str] = Counter()
    for inside, action in actions(scene, key):
        if action.do == "tap" and action.target is not None:
            seen[action.target] += 1
            if seen[action.target] > 1:
                yield file.trouble(inside, TWO_OUTCOMES, id=action.target)


def ladder(file: LessonFile, key: Key, scene: Scene) -> Iterator[Trouble]:
    if scene.check or not scene.hints_allowed:
        if scene.hints:
            yield file.trouble((*key, "hints"), HINTS_OFF)
        return
    if not scene.hints and scene.type in ONE_TAP:
        return
    if tuple(hint.level for hint in scene.hints) != LEVELS:
        yield file.trouble((*key, "hints"), NO_LADDER, levels=", ".join(LEVELS))


def glow(file: LessonFile, key: Key, scene: Scene) -> Iterator[Trouble]:
    """Learners are taught to go where it shines: never to a mistake, and not with the first hint
    to the answer, which counts as found alone."""
    right = tapped(scene.rights)
    wrong = tapped(one.when for one in scene.mistakes)
    for at, hint in enumerate(scene.hints):
        here: Key = (*key, "hints", at, "highlight")
        if hint.highlight in wrong:
            yield file.trouble(here, GLOWS_WRONG, id=hint.highlight)
        gives = hint.level == "point" and scene.type not in ONE_TAP
        if gives and hint.highlight in right:
            yield file.trouble(here, GIVES_AWAY, id=hint.highlight)


def trap(file: LessonFile, key: Key, scene: Scene) -> Iterator[Trouble]:
    fell = [at for at, one in enumerate(scene.mistakes) if one.fell]
    if not scene.trap:
        for at in fell:
            yield file.trouble((*key, "mistakes", at, "fell"), NO_TRAP)
        return
    if len(scene.variants) < FEWEST_VARIANTS:
        count = len(scene.variants)
        yield file.trouble((*key, "variants"), FEW_FACES, most=FEWEST_VARIANTS, count=count)
    if not fell:
        yield file.trouble((*key, "mistakes"), NO_FALL)
