"""Checks what a lesson draws: items that their screen knows, and not too many choices."""

from collections.abc import Iterator

from kiosk.content.checks import SAME_ID, TAKEN
from kiosk.content.lessons.read import LessonFile
from kiosk.content.words import N_
from kiosk.content.yaml import Key, Trouble
from kiosk.engine.lesson.play import HINT
from kiosk.engine.lesson.shapes import Item, ItemKind, Scene, Screen, ScreenKind

TAPPED: frozenset[ItemKind] = frozenset({"button", "link", "row", "card", "tab"})
TYPED: frozenset[ItemKind] = frozenset({"field", "code"})
MOST_CHOICES = 4
APPS = frozenset({"dinh-danh-mau", "ngan-hang-mau", "tin-nhan-mau", "kho-mau", "tram-so"})
LOOKS: dict[ItemKind, frozenset[str]] = {
    "photo": frozenset({"blur", "glare", "crop", "dark", "good"}),
    "qr": frozenset({"real", "sticker", "poster"}),
    "button": frozenset({"danger", "quiet"}),
    "card": frozenset({"real", "fake"}),
}
"""The drawings of the style sheet."""
NEEDED: dict[ScreenKind, tuple[ItemKind, int, int]] = {
    "call": ("caller", 1, 1),
    "cards": ("card", 2, 4),
    "pair": ("card", 2, 2),
    "camera": ("photo", 1, 4),
    "scanner": ("qr", 1, 4),
    "review": ("row", 1, 4),
}
"""What a screen is made for, and how many of it."""

UNKNOWN_APP = N_("không có ứng dụng mẫu “{id}”. Có: {known}")
UNKNOWN_LOOK = N_("“{look}” không phải là hình của loại {kind}. Có: {known}")
NO_LENGTH = N_("ô mã “{id}” cần length: số chữ số")
ODD_LENGTH = N_("chỉ loại field và code mới có length")
EMPTY = N_("“{id}” chưa có chữ: thêm label")
TOO_MANY_CHOICES = N_("màn hình có {count} chỗ để chọn, nhiều nhất {most}")
NOT_SO_MANY = N_("màn hình {screen} cần từ {least} đến {most} mục loại {kind}, đang có {count}")


def screens(file: LessonFile) -> Iterator[Trouble]:
    for at, scene in enumerate(file.lesson.scenes):
        for key, screen in drawn(scene, ("scenes", at)):
            yield from in_screen(file, key, screen)
            yield from choices(file, key, scene, screen)


def drawn(scene: Scene, key: Key) -> Iterator[tuple[Key, Screen]]:
    """The scene's screen, and those of its variants that have their own."""
    yield (*key, "screen"), scene.screen
    for at, variant in enumerate(scene.variants):
        if variant.screen is not None:
            yield (*key, "variants", at, "screen"), variant.screen


def named_in(scene: Scene) -> frozenset[str]:
    """The items that some tap of the scene's outcomes names."""
    deeds = [scene.expect, *scene.also_ok, *(one.when for one in scene.mistakes)]
    return frozenset(one.target or "" for one in deeds if one.do == "tap")


def choices_on(scene: Scene, screen: Screen) -> list[tuple[int, Item]]:
    """What looks as if it could be tapped, with its place. Of two photographs both do as soon as
    one does, or the right one would show."""
    named = named_in(scene)
    kinds = TAPPED | {item.kind for item in screen.shows if item.id in named}
    return [(at, item) for at, item in enumerate(screen.shows) if item.kind in kinds]


def in_screen(file: LessonFile, key: Key, screen: Screen) -> Iterator[Trouble]:
    if screen.app is not None and screen.app not in APPS:
        known = ", ".join(sorted(APPS))
        yield file.trouble((*key, "app"), UNKNOWN_APP, id=screen.app, known=known)
    seen: dict[str, Key] = {}
    for at, item in enumerate(screen.shows):
        here: Key = (*key, "shows", at)
        if item.id == HINT:
            yield file.trouble((*here, "id"), TAKEN, id=item.id)
        if item.id in seen:
            place = file.place(seen[item.id])
            yield file.trouble((*here, "id"), SAME_ID, id=item.id, place=place)
        seen.setdefault(item.id, here)
        yield from in_item(file, here, item)


def in_item(file: LessonFile, key: Key, item: Item) -> Iterator[Trouble]:
    looks = LOOKS.get(item.kind, frozenset())
    if item.look and item.look not in looks:
        here, known = (*key, "look"), ", ".join(sorted(looks)) or "–"
        yield file.trouble(here, UNKNOWN_LOOK, look=item.look, kind=item.kind, known=known)
    if item.kind == "code" and item.length is None:
        yield file.trouble(key, NO_LENGTH, id=item.id)
    if item.length is not None and item.kind not in TYPED:
        yield file.trouble((*key, "length"), ODD_LENGTH)
    if not (item.label or item.note):
        yield file.trouble(key, EMPTY, id=item.id)


def choices(file: LessonFile, key: Key, scene: Scene, screen: Screen) -> Iterator[Trouble]:
    count = len(choices_on(scene, screen))
    if count > MOST_CHOICES:
        yield file.trouble(key, TOO_MANY_CHOICES, count=count, most=MOST_CHOICES)
    if screen.kind not in NEEDED:
        return
    kind, least, most = NEEDED[screen.kind]
    count = sum(item.kind == kind for item in screen.shows)
    if not least <= count <= most:
        yield file.trouble(
            key, NOT_SO_MANY, screen=screen.kind, least=least, most=most, kind=kind, count=count
        )
