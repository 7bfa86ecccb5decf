"""The reference pack of a province: what a device needs to look up without a network."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from kiosk.content.reference.lookup import OfficialTables
from kiosk.content.reference.nationalities import OTHER_NAMES, all_nationalities
from kiosk.content.reference.peoples import all_ethnicities
from kiosk.content.reference.places import (
    DATA,
    all_provinces,
    communes_in,
    old_communes_in,
    pack_of,
)
from kiosk.engine.places import Places

FORMAT = 1


def reference_pack(*province_codes: str) -> bytes:
    """JSON, see docs/reference-data.md; of one province as a rule, of all for a test or a server.

    The same data gives the same bytes. Raises `KeyError` for a code of no province."""
    communes = [pack_of(code) for code in province_codes]
    here = {one.code for each in communes for one in communes_in(each)}
    every = json.loads((DATA / "old_communes.json").read_bytes())
    old = list(_parts_of(here, every))
    districts = _districts(every) - _districts(old)
    body = {
        "format": FORMAT,
        "provinces": [[one.code, one.kind, one.name] for one in all_provinces()],
        "communes": communes,
        "old": old,
        "districts": " ".join(sorted(districts)),
        "peoples": [[one.slug, one.name, *one.others] for one in all_ethnicities().values()],
        "nationalities": [
            [one.code, one.name, one.english, *OTHER_NAMES.get(one.code, ())]
            for one in all_nationalities().values()
        ],
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def tables_of(pack: bytes, locale: str = "vi") -> OfficialTables:
    """What a device with this pack can look up, and its JavaScript twin has to find as well."""
    return OfficialTables(places_of(pack), locale)


def places_of(pack: bytes) -> Places:
    body: Mapping[str, Any] = json.loads(pack)
    communes = [one for each in body["communes"] for one in communes_in(each)]
    districts = body["districts"].split()
    return Places(all_provinces(), communes, old_communes_in(body["old"]), districts)


def _parts_of(here: Collection[str], every: list[Any]) -> Iterator[Any]:
    """The old districts, as far as they are part of these communes of today."""
    for title, province, aliases, rows in every:
        kept = []
        for letter, name, now, others in rows:
            parts = [code for code in now.split() if code in here]
            if parts:
                kept.append([letter, name, " ".join(parts), others])
        if kept:
            yield [title, province, aliases, kept]


def _districts(rows: list[Any]) -> set[str]:
    """The keys of names of old districts: one that is ignored has to be known as one."""
    return {key for old in old_communes_in(rows) for key in old.district.keys}
