"""Builds kiosk/content/reference/data from the package vietnamadminunits, changes.toml and CLDR.

    python tools/build_reference.py [--to FOLDER] [--on YYYY-MM-DD]

The same inputs give the same bytes. `--on` leaves out the changes that came later.
"""

import argparse
import json
import re
import sqlite3
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel import Locale

from kiosk.engine.place_words import bare_key, key, loosen
from kiosk.engine.text import fold, nfc

REFERENCE = Path(__file__).parent.parent / "kiosk" / "content" / "reference"
KINDS = {
    "Tỉnh": "tinh",
    "Thành phố": "thanh_pho",
    "Xã": "xa",
    "Phường": "phuong",
    "Đặc khu": "dac_khu",
    "Thị trấn": "thi_tran",
}
LETTERS = {"xa": "x", "phuong": "p", "dac_khu": "d", "thi_tran": "t", "": ""}
NOT_COUNTRIES = frozenset("AC CP DG EA EU EZ IC QO TA UN XA XB XK ZZ".split())
"""CLDR territories that are no ISO 3166-1 country: reserved, grouping and private-use codes."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Unit:
    code: str
    kind: str
    name: str
    province: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=REFERENCE / "data")
    parser.add_argument("--on", type=date.fromisoformat, default=date.max)
    options = parser.parse_args()
    files = build(options.on)
    for name, content in files.items():
        path = options.to / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(f"{len(files)} files, {sum(map(len, files.values()))} bytes, in {options.to}")


def build(on: date = date.max) -> dict[str, bytes]:
    """Every generated file by its name under data/."""
    folder = package_data()
    today, old = tables(folder / "dataset.db")
    provinces, communes, since = changed(*units(today), on)
    packs = {f"communes/{one.code}.json": pack(one, communes, since) for one in provinces.values()}
    return {
        **packs,
        "provinces.json": lines([one.code, one.kind, one.name] for one in provinces.values()),
        "old_communes.json": old_communes(old, mapping(today, old, folder)),
        "nationalities.json": lines(nationalities()),
    }


def package_data() -> Path:
    """Where the package keeps its tables. Not imported: that would load shapely and geopy."""
    found = find_spec("vietnamadminunits")
    if found is None or found.origin is None:
        raise SystemExit("vietnamadminunits is not installed: it is a development dependency")
    return Path(found.origin).parent / "data"


def tables(path: Path) -> tuple[list[Row], list[Row]]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        db.row_factory = sqlite3.Row
        return (
            list(map(dict, db.execute("select * from admin_units order by wardCode"))),
            list(map(dict, db.execute("select * from admin_units_legacy order by rowid"))),
        )


def units(today: Iterable[Row]) -> tuple[dict[str, Unit], dict[str, Unit]]:
    provinces: dict[str, Unit] = {}
    communes: dict[str, Unit] = {}
    for row in today:
        # `wardType` is wrong in four rows where `ward` is right (31213 is Phường Tân Lộc).
        kind, name = split_title(row["ward"])
        communes[row["wardCode"]] = Unit(row["wardCode"], kind, name, row["provinceCode"])
        kind, name = split_title(row["province"])
        provinces[row["provinceCode"]] = Unit(row["provinceCode"], kind, name)
    return dict(sorted(provinces.items())), communes


def split_title(title: str) -> tuple[str, str]:
    for head, kind in KINDS.items():
        if title.lower().startswith(head.lower() + " "):  # "Thị Trấn Ái Tử" once
            return kind, nfc(title[len(head) + 1 :])
    raise ValueError(title)


def changed(
    provinces: dict[str, Unit], communes: dict[str, Unit], on: date
) -> tuple[dict[str, Unit], dict[str, Unit], str]:
    """The units with the changes in force on a day, and the day of the last of them."""
    since = date(2025, 7, 1)
    for change in tomllib.loads((REFERENCE / "changes.toml").read_text("utf-8"))["change"]:
        if change["from"] > on:
            continue
        since = max(since, change["from"])
        for code, name in change["names"].items():
            where = provinces if len(code) == 2 else communes
            if where[code].name != name or where[code].kind == change["kind"]:
                raise ValueError(f"{change['law']}: {code} is {where[code]}, not {name}")
            where[code] = Unit(code, change["kind"], name, where[code].province)
    return provinces, communes, since.isoformat()


def pack(province: Unit, communes: dict[str, Unit], since: str) -> bytes:
    """A province for a phone; docs/reference-data.md tells the format."""
    own = [one for one in communes.values() if one.province == province.code]
    numbers = [int(one.code) for one in own]
    return compact(
        {
            "province": [province.code, province.kind, province.name],
            "since": since,
            "codes": [
                after - before for before, after in zip([0, *numbers], numbers, strict=False)
            ],
            "kinds": "".join(LETTERS[one.kind] for one in own),
            "names": "|".join(one.name for one in own),
        }
    )


def mapping(today: Iterable[Row], old: Iterable[Row], folder: Path) -> dict[str, list[str]]:
    """The package's conversion table: from an old commune's key to the codes of today, the one
    that holds most of it first where it was divided."""
    table = json.loads((folder / "converter_2025.json").read_text("utf-8"))
    codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in today}
    found: dict[str, list[str]] = defaultdict(list)
    for province, merged in table["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, keys in merged.items():
            for one in keys:
                found[one].append(codes[province, ward])
    for province, divided in table["DICT_PROVINCE_WARD_DIVIDED"].items():
        for one, parts in divided.items():
            parts.sort(key=lambda part: (not part["isDefaultNewWard"], part["newWardKey"]))
            found[one] += [codes[province, part["newWardKey"]] for part in parts]
    unknown = found.keys() - {old_key(row) for row in old}
    if unknown:
        raise ValueError(f"not in the table of old communes: {sorted(unknown)}")
    return found


def old_key(row: Row) -> str:
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


def old_communes(old: Iterable[Row], now: Mapping[str, list[str]]) -> bytes:
    """Rows `[district, province, aliases, [[kind, name, codes, aliases], …]]`, one a line."""
    districts: dict[tuple[str, str], list[Any]] = {}
    for row in old:
        title, province = nfc(row["district"]), nfc(row["province"])
        others = district_aliases(title, aliases_in(row["districtAlias"]))
        own = districts.setdefault((province, title), [title, province, others, []])
        own[3].append(old_commune(row, now[old_key(row)]))
    return lines(districts.values())


def old_commune(row: Row, codes: list[str]) -> list[Any]:
    if row["ward"] is None:  # an island district without communes
        return ["", nfc(row["districtShort"]), " ".join(codes), key(row["district"])]
    kind, name = split_title(row["ward"])
    return [LETTERS[kind], name, " ".join(codes), " ".join(own_aliases(row, name))]


def own_aliases(row: Row, name: str) -> list[str]:
    """Keys of the names merged into it before. The package lists a name with its kind too
    ("phuongsaidong", "saidong") and a number in many ways ("phuong04", "p4", "ward4")."""
    listed = {
        re.sub(r"^(?:phuong|p|f|ward)0*(?=[1-9][0-9]*$)", "", one)
        for one in aliases_in(row["wardAlias"])
    }
    bare = {one for one in listed if re.sub(r"^(phuong|xa|thitran)", "", one) not in listed - {one}}
    return sorted({loosen(one) for one in bare} - {key(name), key(row["ward"])})


def district_aliases(title: str, listed: set[str]) -> str:
    """Only those with their kind ("quan09"), as keys of the own name ("9")."""
    heads = r"^(?:huyen|quan|thixa|thanhpho)0*"
    bare = {loosen(re.sub(heads, "", one)) for one in listed if re.match(heads, one)}
    return " ".join(sorted(bare - {bare_key(title)}))


def aliases_in(listed: str | None) -> set[str]:
    return set(json.loads(listed)) if listed else set()


def nationalities() -> list[list[str]]:
    """`[alpha-2, Vietnamese name, English name]`: Việt Nam first, then by folded name."""
    vi, en = names_in("vi"), names_in("en")
    codes = [one for one in vi if re.fullmatch("[A-Z]{2}", one) and one not in NOT_COUNTRIES]
    codes.sort(key=lambda one: (one != "VN", fold(vi[one]), one))
    return [[one, vi[one], en[one]] for one in codes]


def names_in(language: str) -> dict[str, str]:
    return {str(code): nfc(str(name)) for code, name in Locale(language).territories.items()}


def lines(rows: Iterable[object]) -> bytes:
    """A JSON list with a row a line, so that a change shows as a line."""
    return b"[\n" + b",\n".join(compact(row) for row in rows) + b"\n]\n"


def compact(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


if __name__ == "__main__":
    main()
