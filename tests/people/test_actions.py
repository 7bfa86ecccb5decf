import re

import pytest

from kiosk.clock import FixedClock
from kiosk.people import actions
from kiosk.people.actions import NewPerson
from kiosk.people.rules import Staff
from kiosk.problem import Problem
from kiosk.store import Store
from tests.people.conftest import PASSWORD, add


async def test_a_login_belongs_to_one_person(store: Store, clock: FixedClock, minh: Staff) -> None:
    again = NewPerson("MINH", "Người khác", "officer", "00091", PASSWORD)
    with pytest.raises(Problem, match=r"people\.login_taken"):
        await store.write(actions.add_person, again, clock.now())
    (only,) = await store.read(actions.everybody)
    assert only.staff == minh


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"login": "m"}, "people.malformed_login"),
        ({"login": "trần minh"}, "people.malformed_login"),
        ({"name": " "}, "people.malformed_name"),
        ({"name": "Minh\nTâm"}, None),
        ({"name": "Minh\x07"}, "people.malformed_name"),
        ({"commune": "70"}, "people.malformed_commune"),
        ({"password": "ngắn quá"}, "people.weak_password"),
        ({"password": "a" * 201}, "people.weak_password"),
    ],
)
async def test_what_is_typed_is_checked(
    store: Store, clock: FixedClock, change: dict[str, str], problem: str | None
) -> None:
    usual = {"login": "minh", "name": "Minh", "commune": "00070", "password": PASSWORD}
    person = NewPerson(role="officer", **(usual | change))
    if problem is None:
        assert (await store.write(actions.add_person, person, clock.now())).name == "Minh Tâm"
        return
    with pytest.raises(Problem, match=re.escape(problem)):
        await store.write(actions.add_person, person, clock.now())


async def test_nobody_is_disabled_by_a_slip(store: Store, clock: FixedClock, minh: Staff) -> None:
    with pytest.raises(Problem, match=r"people\.no_such_person"):
        await store.write(actions.disable, "mihn", clock.now())
    (person,) = await store.read(actions.everybody)
    assert (person.staff, person.disabled_at) == (minh, None)


async def test_being_disabled_twice_keeps_the_first_time(
    store: Store, clock: FixedClock, minh: Staff
) -> None:
    first = clock.now()
    await store.write(actions.disable, "minh", first)
    clock.forward(days=1)
    await store.write(actions.disable, "minh", clock.now())
    (person,) = await store.read(actions.everybody)
    assert person.disabled_at == first


async def test_a_commune_has_a_desk_while_somebody_may_work_there(
    store: Store, clock: FixedClock, minh: Staff
) -> None:
    for login in ("hoa", "tam", "van"):
        await add(store, clock, login)
    assert await store.read(actions.communes_with_a_desk) == {"00070", "00091"}
    for login in ("minh", "tam"):
        await store.write(actions.disable, login, clock.now())
    assert await store.read(actions.communes_with_a_desk) == {"00091"}, "a volunteer has no desk"


async def test_where_nobody_works_no_commune_has_a_desk(store: Store) -> None:
    assert await store.read(actions.communes_with_a_desk) == frozenset()


def test_a_password_is_not_shown_with_the_person() -> None:
    assert PASSWORD not in repr(NewPerson("minh", "Minh", "officer", "00070", PASSWORD))
