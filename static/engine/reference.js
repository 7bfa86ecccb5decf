/**
 * The look-ups that the field types ask for, over a reference pack: the home province of a device,
 * what it was made of before July 2025, ethnic groups and nationalities (docs/reference-data.md).
 */

import { lazy } from "./old_places.js";
import { key } from "./place_words.js";
import { decided, fullName, places, titleOf } from "./places.js";

const FORMAT = 1;
const KINDS = { x: "xa", p: "phuong", d: "dac_khu", t: "thi_tran", "": "" };

/**
 * Throws on another format.
 *
 * @param {string} text the reference pack's JSON
 * @param {string} locale only countries have names in other languages than Vietnamese
 * @param {string[]} more packs of other provinces, for their places
 * @returns {import("./fields/base.js").Reference}
 */
export function openReference(text, locale, more = []) {
  const pack = [text, ...more].map(read).reduce(withPlacesOf);
  const known = placesIn(pack);
  const provinces = known.provinces.map((one) => [one.code, titleOf(one)]);
  const nameAt = locale === "en" ? 2 : 1;
  const peoples = table(pack.peoples, 1, ["dantoc", "nguoi"]);
  const nations = table(pack.nationalities, nameAt, ["quoctich", "nguoi", "nuoc"]);
  return {
    provinces: () => provinces,
    findCommunes(province, typed, oldNames) {
      const found = known.find(province, typed, oldNames);
      const sure = decided(found);
      return { sure: sure && sure.code, like: found.map((one) => [one.commune.code, label(one)]) };
    },
    communeName(code) {
      const found = known.commune(code);
      return found && fullName(found);
    },
    provinceOf(code) {
      const found = known.commune(code);
      return found && found.province.code;
    },
    findEthnicity: peoples.find,
    ethnicityName: peoples.name,
    findNationality: nations.find,
    nationalityName: nations.name,
  };
}

function read(text) {
  const pack = JSON.parse(text);
  if (pack.format !== FORMAT) throw new Error(`reference pack format ${pack.format}, not ${FORMAT}`);
  return pack;
}

/** Old districts that neither knows the parts of stay names only. */
const withPlacesOf = (pack, other) => ({
  ...pack,
  communes: [...pack.communes, ...other.communes],
  old: [...pack.old, ...other.old],
  districts: pack.districts.split(" ").filter((one) => other.districts.split(" ").includes(one)).join(" "),
});

/** An old name stands behind the name of today. */
const label = ({ commune, old }) => (old ? `${titleOf(commune)} (${old})` : titleOf(commune));

/** The places of a reference pack. */
export function placesIn(pack) {
  const provinces = pack.provinces.map(([code, kind, name]) => ({ code, kind, name }));
  const communes = pack.communes.flatMap((one) =>
    communesIn(one, provinces.find((province) => province.code === one.province[0])));
  return places(provinces, communes, pack.old.flatMap(oldCommunes), pack.districts.split(" "));
}

function communesIn(pack, province) {
  let number = 0;
  return pack.names.split("|").map((name, at) => {
    number += pack.codes[at];
    return { code: String(number).padStart(5, "0"), name, kind: KINDS[pack.kinds[at]], province };
  });
}

function oldCommunes([title, province, aliases, rows]) {
  const district = { title, province, aliases: split(aliases) };
  return rows.map(([letter, name, now, others]) =>
    ({ kind: KINDS[letter], name, district, now: split(now), aliases: split(others) }));
}

const split = (text) => text.split(" ").filter(Boolean);

/**
 * Things found by one of their names, as people write them: with or without accents, and with or
 * without one of the words that may stand before. A row is a code, then the names.
 */
function table(rows, nameAt, heads) {
  const byCode = new Map(rows.map((row) => [row[0], row]));
  const byKey = lazy(() =>
    new Map(rows.flatMap((row) => row.slice(1).map((name) => [key(name), row]))));
  return {
    name: (code) => (byCode.has(code) ? byCode.get(code)[nameAt] : null),
    find(typed) {
      const wanted = key(typed);
      const starts = ["", ...heads].filter((head) => wanted.startsWith(head));
      const found = starts.map((head) => byKey().get(wanted.slice(head.length))).find(Boolean);
      return found ? [[found[0], found[nameAt]]] : [];
    },
  };
}
