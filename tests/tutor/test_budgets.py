"""What lessons weigh: each comes over a thin line, and stays on a small phone."""

import httpx

from kiosk.settings import ROOT

PACK_BYTES = 150_000
SCRIPT_BYTES = 15_000


async def test_a_pack_is_no_more_than_150_kb(client: httpx.AsyncClient) -> None:
    rows = (await client.get("/sync/v1/packs")).json()["lessons"]
    for sha in [sha for one in rows for sha in one["packs"].values()]:
        pack = (await client.get(f"/sync/v1/packs/{sha}")).content
        assert 0 < len(pack) <= PACK_BYTES, pack[:100]


def test_the_scripts_of_lessons_are_no_more_than_15_kb() -> None:
    files = list((ROOT / "static/lesson").glob("*.js"))
    assert 0 < sum(len(one.read_bytes()) for one in files) <= SCRIPT_BYTES
