import pytest

from kiosk.clock import FixedClock
from kiosk.commune import actions
from kiosk.commune.actions import KINDS, CommuneSettings
from kiosk.commune.examples import EXAMPLES
from kiosk.commune.rules import LONGEST_REASON, is_phone
from kiosk.problem import Problem
from kiosk.store import Store

HERE, TAMS = "00070", "00091"


async def test_settings_are_kept_for_one_commune_and_tidied(store: Store) -> None:
    given = CommuneSettings(office="  Trung tâm\u00a0 phục vụ ", phone="024 3825 1234")
    changed = await store.write(actions.save_settings, HERE, given)
    assert changed == ("office", "phone")
    kept = await store.read(actions.settings_of, HERE)
    assert kept == CommuneSettings(office="Trung tâm phục vụ", phone="024 3825 1234")
    assert await store.read(actions.settings_of, TAMS) == CommuneSettings()


async def test_what_is_the_same_again_changes_nothing(store: Store) -> None:
    await store.write(actions.save_settings, HERE, CommuneSettings(hours="7 giờ"))
    assert await store.write(actions.save_settings, HERE, CommuneSettings(hours="7 giờ")) == ()
    assert await store.write(actions.save_settings, HERE, CommuneSettings()) == ("hours",)
    assert await store.read(actions.settings_of, HERE) == CommuneSettings()


async def test_what_is_too_long_or_no_number_is_not_saved(store: Store) -> None:
    for given in (CommuneSettings(address="x" * 201), CommuneSettings(phone="hỏi cô Mai")):
        with pytest.raises(Problem, match="malformed_setting"):
            await store.write(actions.save_settings, HERE, given)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("024 3825 1234", True), ("(024) 38.251.234", True), ("1022", True), ("+84 24 3825", True),
        ("02438251234/12", True), ("abc", False), ("12", False), ("0912345678 Mai", False),
    ],
)  # fmt: skip
def test_what_counts_as_a_number(text: str, is_one: bool) -> None:
    assert is_phone(text) is is_one


async def test_a_reason_stands_once_and_in_one_commune(store: Store, clock: FixedClock) -> None:
    for expected in (True, False):
        added = await store.write(actions.add_reason, HERE, "stop", " Bạn  xin dừng. ", clock.now())
        assert added is expected
    assert [one.text for one in await store.read(actions.reasons, HERE)] == ["Bạn xin dừng."]
    assert await store.read(actions.reasons, HERE, "refusal") == ()
    assert await store.read(actions.reasons, TAMS) == ()


async def test_only_ones_own_reason_is_removed(store: Store, clock: FixedClock) -> None:
    await store.write(actions.add_reason, HERE, "stop", "Bạn xin dừng.", clock.now())
    (one,) = await store.read(actions.reasons, HERE)
    assert not await store.write(actions.remove_reason, TAMS, one.id)
    assert await store.write(actions.remove_reason, HERE, one.id)
    assert not await store.write(actions.remove_reason, HERE, one.id)


@pytest.mark.parametrize(
    ("kind", "text"), [("stop", " "), ("stop", "x" * (LONGEST_REASON + 1)), ("khác", "x")]
)
async def test_a_reason_needs_a_kind_and_words(
    store: Store, clock: FixedClock, kind: str, text: str
) -> None:
    with pytest.raises(Problem, match="malformed_reason"):
        await store.write(actions.add_reason, HERE, kind, text, clock.now())


async def test_examples_are_taken_over_in_their_order(store: Store, clock: FixedClock) -> None:
    assert set(EXAMPLES) == set(KINDS)
    taken = await store.write(actions.take_examples, HERE, "supplement", clock.now())
    kept = await store.read(actions.reasons, HERE, "supplement")
    assert [one.text for one in kept] == list(EXAMPLES["supplement"])
    assert taken == len(kept)
    assert await store.write(actions.take_examples, HERE, "supplement", clock.now()) == 0
