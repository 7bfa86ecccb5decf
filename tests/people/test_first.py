import re
from pathlib import Path

from kiosk.clock import FixedClock
from kiosk.people import actions, first
from kiosk.people.gate import Gate
from kiosk.store import Store
from tests.people.conftest import entered


async def test_a_node_without_staff_gets_one_administrator(
    store: Store, clock: FixedClock, gate: Gate
) -> None:
    made = await store.write(first.first_admin, clock, "00070")
    assert made is not None
    login, password = made
    assert login == "quantri"
    assert re.fullmatch(r"[346789a-hjkmnprtwxy]{4}(-[346789a-hjkmnprtwxy]{4}){2}", password)
    staff = (await entered(gate, login, password)).staff
    assert (staff.role, staff.commune, staff.must_change) == ("admin", "00070", True)


async def test_there_is_no_second_first_administrator(store: Store, clock: FixedClock) -> None:
    await store.write(first.first_admin, clock, "00070")
    await store.write(actions.disable, "quantri", clock.now())
    assert await store.write(first.first_admin, clock, "00070") is None


def test_the_file_with_the_first_sign_in_is_for_its_owner_only(tmp_path: Path) -> None:
    (tmp_path / first.FILE).write_text("left by somebody, open to all")
    file = first.keep(tmp_path, "quantri", "abcd-efgh-jkmn")
    assert file.read_text() == "quantri\nabcd-efgh-jkmn\n"
    assert file.stat().st_mode & 0o777 == 0o600
