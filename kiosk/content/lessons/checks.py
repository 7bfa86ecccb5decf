"""What can be told from a lesson without playing it. Each check yields troubles."""

from collections.abc import Iterator
from itertools import pairwise

from kiosk.content.checks import TAKEN, distinct
from kiosk.content.lessons.forms import FlowOf, forms
from kiosk.content.lessons.outcomes import outcomes
from kiosk.content.lessons.read import LessonFile
from kiosk.content.lessons.screens import screens
from kiosk.content.lessons.ways import ways
from kiosk.content.lessons.wording import wording
from kiosk.content.promises import BAD_URL, NO_SUCH_DAY
from kiosk.content.words import N_
from kiosk.content.yaml import Key, Trouble
from kiosk.engine.dates import is_date
from kiosk.engine.lesson.events import BEGUN
from kiosk.engine.lesson.place import CARD, FINISH, START
from kiosk.engine.lesson.play import DONE, HINT, OTHER
from kiosk.engine.lesson.shapes import END, Lesson

# Pages of a lesson that are no scenes, and what events and addresses say of any scene.
PAGES = frozenset({START, FINISH, CARD, "xem"})
# Under /hoc/ this is where somebody says who is learning.
NO_LESSONS = frozenset({"toi"})
DEEDS = frozenset({DONE, OTHER, HINT, BEGUN})
SCAM_SUCCESSES = 3

FOLDER = N_("thư mục phải tên là “{id}”, như mục lesson")
NO_SUCH_SKILL = N_("kỹ năng “{id}” không có trong mục skills của bài")
UNUSED_SKILL = N_("chưa có cảnh nào luyện kỹ năng “{id}”")
NOT_IN_REHEARSAL = N_("bài luyện một phút nêu cảnh “{id}”, nhưng không có cảnh ấy")
REHEARSAL_ORDER = N_("bài luyện một phút: làm đúng cảnh “{one}” phải dẫn tới cảnh “{other}”")
NO_SOURCE = N_("bài về lừa đảo cần ít nhất một nguồn (sources)")
REHEARSAL_ENDS = N_("bài luyện một phút không kết thúc: cảnh cuối phải dẫn ra ngoài hoặc tới END")
SCAM_MASTERY = N_("bài về lừa đảo cần ít nhất {n} lần tự làm đúng liên tiếp: mastery: {{n: {n}}}")
FEW_VARIANTS = N_("kỹ năng “{id}” cần {n} lần đúng khác nhau, mà các cảnh chỉ có {count} biến thể")


def structure(file: LessonFile, flow_of: FlowOf) -> Iterator[Trouble]:
    """`flow_of` finds the procedures whose pages a lesson draws."""
    for check in (ids, skills, mastery, rehearsal, ways, screens, outcomes, promises, wording):
        yield from check(file)
    yield from forms(file, flow_of)


def ids(file: LessonFile) -> Iterator[Trouble]:
    lesson = file.lesson
    if file.folder.resolve().name != lesson.id:
        yield file.trouble(("lesson",), FOLDER, id=lesson.id)
    if lesson.id in NO_LESSONS:
        yield file.trouble(("lesson",), TAKEN, id=lesson.id)
    for at, scene in enumerate(lesson.scenes):
        key: Key = ("scenes", at)
        if scene.id in PAGES or scene.id == END:
            yield file.trouble(key, TAKEN, id=scene.id)
        named = [((*key, "mistakes", n, "id"), one.id) for n, one in enumerate(scene.mistakes)]
        yield from distinct(file, named, DEEDS)
        named = [((*key, "variants", n, "id"), one.id) for n, one in enumerate(scene.variants)]
        yield from distinct(file, named)


def skills(file: LessonFile) -> Iterator[Trouble]:
    lesson = file.lesson
    for at, scene in enumerate(lesson.scenes):
        if scene.skill is not None and scene.skill not in lesson.skills:
            yield file.trouble(("scenes", at, "skill"), NO_SUCH_SKILL, id=scene.skill)
    practised = {scene.skill for scene in lesson.scenes}
    for at, skill in enumerate(lesson.skills):
        if skill not in practised:
            yield file.trouble(("skills", at), UNUSED_SKILL, id=skill)


def mastery(file: LessonFile) -> Iterator[Trouble]:
    """A scene without variants is another one in another run."""
    rule = file.lesson.mastery
    if file.lesson.scam and rule.n < SCAM_SUCCESSES:
        yield file.trouble(("mastery",), SCAM_MASTERY, n=SCAM_SUCCESSES)
    for at, skill in enumerate(file.lesson.skills):
        counts = [len(one.variants) for one in file.lesson.scenes if one.skill == skill]
        if rule.distinct_variants and all(counts) and 0 < sum(counts) < rule.n:
            yield file.trouble(("skills", at), FEW_VARIANTS, id=skill, n=rule.n, count=sum(counts))


def rehearsal(file: LessonFile) -> Iterator[Trouble]:
    """Each success leads to the next scene, the last one's out of the rehearsal."""
    lesson = file.lesson
    strangers = [one for one in lesson.rehearsal if lesson.scene(one) is None]
    for id in strangers:
        key = ("rehearsal", lesson.rehearsal.index(id))
        yield file.trouble(key, NOT_IN_REHEARSAL, id=id)
    if strangers:
        return
    for one, other in pairwise(lesson.rehearsal):
        if after(lesson, one) != other:
            yield file.trouble(("rehearsal",), REHEARSAL_ORDER, one=one, other=other)
    if after(lesson, lesson.rehearsal[-1]) in lesson.rehearsal:
        yield file.trouble(("rehearsal",), REHEARSAL_ENDS)


def after(lesson: Lesson, id: str) -> str:
    scene = lesson.scene(id)
    return scene.then if scene else END


def promises(file: LessonFile) -> Iterator[Trouble]:
    lesson = file.lesson
    if lesson.scam and not lesson.sources:
        yield file.trouble(("scam",), NO_SOURCE)
    days: list[tuple[Key, str | None]] = [(("reviewed", "on"), lesson.reviewed.on)]
    days += [(("sources", at, "read"), one.read) for at, one in enumerate(lesson.sources)]
    for key, day in days:
        if day is not None and not is_date(day):
            yield file.trouble(key, NO_SUCH_DAY, day=day)
    for at, source in enumerate(lesson.sources):
        if source.url is not None and not source.url.startswith(("https://", "http://")):
            yield file.trouble(("sources", at, "url"), BAD_URL)
