"""`/hoc/toi`: a learner says who they are by three pictures, and leaves again."""

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from litestar import Request, Response, get, post

from kiosk.flow.home import Tile
from kiosk.tutor import actions, sessions
from kiosk.tutor.actions import Group, Person
from kiosk.tutor.node import sign_in, tutor_of, who_learns
from kiosk.tutor.rules import PICKED, PICTURES, picked, spelt
from kiosk.web.forms import read_form
from kiosk.web.language import Language
from kiosk.web.limits import Door
from kiosk.web.openapi import Described
from kiosk.web.redirects import go_to
from kiosk.web.screens import Screen, reader_language, show

Req = Request[Any, Any, Any]
ME, PICK = "/hoc/toi", "/hoc/toi/hinh"


class Picture(NamedTuple):
    number: int
    word: str


@dataclass(frozen=True)
class GroupsScreen(Screen):
    template: ClassVar[str] = "tutor/learner/groups.html"

    groups: tuple[Tile, ...]


@dataclass(frozen=True)
class PicturesScreen(Screen):
    """`action` is where the next tap goes: the last of three opens, and its door is guarded."""

    template: ClassVar[str] = "tutor/learner/pictures.html"

    group: Group
    choices: tuple[Picture, ...]
    chosen: tuple[Picture, ...]
    picked: str
    action: str
    wrong: bool


@dataclass(frozen=True)
class MeScreen(Screen):
    template: ClassVar[str] = "tutor/learner/me.html"

    name: str
    chosen: tuple[Picture, ...]


@get(ME)
async def me(request: Req) -> Response[Any]:
    """Who is learning here; else the groups; where there is only one, its pictures."""
    if found := await person_of(request):
        language = reader_language(request)
        return show(request, MeScreen(name_of(found, language), pictures_of(found, language)))
    groups, asked = await groups_of(request), request.query_params.get("nhom", "")
    named = [one for one in groups if one.id == asked] or groups
    if len(named) == 1:
        return pictures(request, named[0], ())
    return show(
        request, GroupsScreen(tuple(Tile(f"{ME}?nhom={one.id}", one.name) for one in groups))
    )


@post(PICK, status_code=200)
async def pick(request: Req) -> Response[Any]:
    """One more picture."""
    group, chosen = await sent(request)
    return go_to(ME) if group is None else pictures(request, group, chosen[: PICKED - 1])


@post(ME)
async def enter(request: Req) -> Response[Any]:
    """The last picture. What was wrong begins again, in the same group."""
    group, chosen = await sent(request)
    if group is None:
        return go_to(ME)
    if len(chosen) < PICKED:
        return pictures(request, group, chosen)
    node = tutor_of(request).node
    found = await node.store.read(
        actions.recognised, node.settings.commune, group.id, spelt(chosen)
    )
    if found is None:
        return pictures(request, group, (), wrong=True)
    return go_to("/hoc", sign_in(request, found.id))


@post(f"{ME}/xong")
async def leave(request: Req) -> Response[Any]:
    return go_to("/hoc", sessions.take_back(tutor_of(request).node.settings))


@get([PICK, f"{ME}/xong"])
async def back_to_me() -> Response[Any]:
    """Somebody reloads the address of a form, or changes the language there."""
    return go_to(ME)


HANDLERS = (me, pick, enter, leave, back_to_me)
# The last picture of three opens: 1,320 ways, and a whole class comes in behind one address.
DOORS = (Door(("POST",), ME, cost=5), Door(("POST",), ME, cost=0.5, below=True))
FORM = ("nhom", "chon", "hinh")
DESCRIBED = {ME: Described(form=FORM, query=("nhom",)), PICK: Described(form=FORM)}


async def person_of(request: Req) -> Person | None:
    """Who signed in at this browser and is still in a group of this commune."""
    node, id = tutor_of(request).node, who_learns(request)
    return await node.store.read(actions.person, node.settings.commune, id) if id else None


async def groups_of(request: Req) -> tuple[Group, ...]:
    node = tutor_of(request).node
    return await node.store.read(actions.open_groups, node.settings.commune)


async def sent(request: Req) -> tuple[Group | None, tuple[int, ...]]:
    """The group and the pictures so far, with the one that was just tapped."""
    form = await read_form(request)
    groups = await groups_of(request)
    group = next((one for one in groups if one.id == form.get("nhom")), None)
    return group, picked(f"{form.get('chon', '')}.{form.get('hinh', '')}")


def pictures(
    request: Req, group: Group, chosen: tuple[int, ...], wrong: bool = False
) -> Response[str]:
    language = reader_language(request)
    screen = PicturesScreen(
        group,
        choices=tuple(picture(number, language) for number in PICTURES),
        chosen=tuple(picture(number, language) for number in chosen),
        picked=spelt(chosen),
        action=PICK if len(chosen) < PICKED - 1 else ME,
        wrong=wrong,
    )
    return show(request, screen, 422 if wrong else 200)


def picture(number: int, language: Language) -> Picture:
    return Picture(number, language.gettext(PICTURES[number]))


def pictures_of(person: Person, language: Language) -> tuple[Picture, ...]:
    return tuple(picture(number, language) for number in picked(person.pictures))


def name_of(person: Person, language: Language) -> str:
    """The nickname, else what the three pictures show."""
    return person.nickname or ", ".join(one.word for one in pictures_of(person, language))
