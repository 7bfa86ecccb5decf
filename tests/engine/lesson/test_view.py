"""What stands in the holes of a lesson's pages."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.engine.lesson import play, view
from kiosk.engine.lesson.pack import LessonPack
from kiosk.engine.lesson.place import At
from kiosk.engine.lesson.shapes import Action, Item, ItemKind, Screen
from kiosk.engine.walk import Context
from tests.twin.lesson_vectors import RUN
from tests.twin.lessons import BACK, LessonDraw, pack_of, played

PICTURES: list[tuple[str, ItemKind]] = [
    ("mo", "photo"), ("tot", "photo"), ("toi", "photo"), ("loi-ke", "text"), ("chup", "button"),
]  # fmt: skip


@settings(deadline=None)
@given(st.integers(0, 10**9))
def test_every_place_has_a_page_and_its_words(world: Context, seed: int) -> None:
    draw = LessonDraw(f"view {seed}")
    pack = pack_of(draw.lesson())
    at = draw.at(pack.lesson)
    pages = {"xong", *draw.ids, *(f"{one}.{number}" for one in draw.ids for number in range(3))}
    assert view.page_of(pack.lesson, at) in pages
    values = view.scene_values(pack, at, context=world)
    assert 1 <= int(values["number"]) <= int(values["total"])
    assert "{otp}" not in values["said"] + values["praise"] + values["hint"]


@settings(deadline=None)
@given(st.integers(0, 10**9))
def test_the_way_out_is_never_off(world: Context, seed: int) -> None:
    draw = LessonDraw(f"off {seed}")
    pack = pack_of(draw.lesson())
    at = draw.at(pack.lesson)
    scene = play.scene_at(pack.lesson, at)
    values = view.scene_values(pack, at, context=world)
    way = scene.hints[at.hint - 1].lock_to if 0 < at.hint <= len(scene.hints) else None
    assert f"off:{way}" not in values
    assert all(values[name] is True for name in values if name.startswith(("off:", "glow:")))


def test_of_pictures_to_choose_from_all_but_the_right_one_are_off(otp: LessonPack) -> None:
    shows = tuple(Item(id, kind) for id, kind in PICTURES)
    scene = otp.lesson.scenes[2]
    hint = replace(scene.hints[3], lock_to="tot")
    changed = replace(
        scene, screen=Screen("camera", shows), variants=(), mistakes=(),
        expect=Action("tap", "tot"), hints=(*scene.hints[:3], hint),
    )  # fmt: skip
    pack = pack_of(replace(otp.lesson, scenes=(changed,)))
    values = view.scene_values(pack, At(RUN, scene.id, hint=4))
    assert {name for name in values if name[:4] == "off:"} == {"off:mo", "off:toi", "off:chup"}


def test_the_first_page_begins_where_a_rehearsal_came_from(otp: LessonPack) -> None:
    address = "/hoc/ma-otp?ve=" + BACK.replace("#", "%23")
    assert view.start_values(otp, BACK) == {"path": address, "begin": address, "back": BACK}
    assert view.start_values(otp)["begin"] == "/hoc/ma-otp"


def test_a_real_form_is_empty_when_it_is_first_seen(otp: LessonPack, world: Context) -> None:
    values = view.scene_values(otp, At(RUN, "dien-to"), context=world)
    assert (values["ten"], values["errors"], values["path"]) == (
        "", False, f"/hoc/ma-otp/dien-to?luot={RUN}",
    )  # fmt: skip


def test_what_nobody_said_is_not_said(otp: LessonPack) -> None:
    for said in ("xem.la", "khong-co.khac", "xem.xong"):
        values = view.scene_values(otp, At(RUN, "nhap-ma", said=said))
        assert (values["said"], values["praise"]) == ("", "")


def test_the_last_words_are_said_at_the_end(otp: LessonPack, world: Context) -> None:
    at = At(RUN, "nhap-ma", back=BACK)
    done = played(otp, at, {"chu": ["482913"]}, world)
    assert (done["page"], done["values"]["praise"]) == ("xong", "Đúng rồi, 482913 đã vào ô.")
    assert done["values"]["back"] == BACK
