"""All of a run stands in its address."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.engine.lesson import place
from kiosk.engine.lesson.place import At
from kiosk.engine.lesson.shapes import END
from tests.twin.lesson_vectors import query_of
from tests.twin.lessons import BACK, RUNS

COUNTS = st.integers(0, place.MOST)
PLACES = st.builds(
    At, st.sampled_from(RUNS), st.sampled_from(["mot", "hai-ba", END]), COUNTS, COUNTS, COUNTS,
    st.integers(0, 4), st.sampled_from(["", "mot.khac", "mot.xong"]), st.sampled_from(["", BACK]),
)  # fmt: skip


@given(PLACES)
def test_a_place_comes_back_from_its_address(at: At) -> None:
    scene, query = query_of(place.url("bai", at).removeprefix("/hoc/bai/"))
    assert place.at_from(scene, query) == at


@given(st.dictionaries(st.sampled_from(["n", "v", "sai", "goiy", "loi", "ve"]), st.text()))
def test_whatever_an_address_says_the_place_is_a_good_one(query: dict[str, str]) -> None:
    at = place.at_from("mot", {"luot": RUNS[0], **query})
    assert at is not None
    assert place.at_from(*query_of(place.url("bai", at).removeprefix("/hoc/bai/"))) == at
    assert max(at.n, at.round, at.tries) <= place.MOST
    assert at.hint <= place.MOST_HINTS


def test_what_is_zero_or_empty_stays_out_of_the_address() -> None:
    assert place.url("bai", At(RUNS[0], "mot")) == f"/hoc/bai/mot?luot={RUNS[0]}"


def test_the_field_of_a_page_to_return_to_travels_in_the_address() -> None:
    assert place.start_url("bai", BACK) == "/hoc/bai?ve=" + BACK.replace("#", "%23")
    assert place.start_url("bai") == "/hoc/bai"
