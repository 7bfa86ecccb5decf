"""Checks what a lesson draws: items that their screen knows, and not too many choices."""

from collections.abc import Iterator

from kiosk.content.checks import distinct
from kiosk.content.lessons.read import LessonFile
from kiosk.content.words import N_
from kiosk.content.yaml import Key, Trouble
from kiosk.engine.lesson.play import HINT
from kiosk.engine.lesson.shapes import TYPED, Item, ItemKind, Scene, Screen, ScreenKind

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
        for key, one in drawn(scene, ("scenes", at)):
            yield from in_screen(file, key, one.screen)
            yield from choices(file, key, one)


def drawn(scene: Scene, key: Key) -> Iterator[tuple[Key, Scene]]:
    """By the place of its screen the scene, also in each of its clothes that has one of its own."""
    yield (*key, "screen"), scene
    for at, variant in enumerate(scene.variants):
        if variant.screen is not None:
            yield (*key, "variants", at, "screen"), scene.in_clothes(at)


def in_screen(file: LessonFile, key: Key, screen: Screen) -> Iterator[Trouble]:
    if screen.app is not None and screen.app not in APPS:
        known = ", ".join(sorted(APPS))
        yield file.trouble((*key, "app"), UNKNOWN_APP, id=screen.app, known=known)
    named = [((*key, "shows", at, "id"), item.id) for at, item in enumerate(screen.shows)]
    yield from distinct(file, named, frozenset({HINT}))
    for at, item in enumerate(screen.shows):
        yield from in_item(file, (*key, "shows", at), item)


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


def choices(file: LessonFile, key: Key, scene: Scene) -> Iterator[Trouble]:
    screen, count = scene.screen, len(scene.choices)
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
