/**
 * The communes of before 1 July 2025, found by their names and the names merged into them.
 *
 * @typedef {{title: string, province: string, aliases: string[]}} OldDistrict districts ended on
 *   30 June 2025; `aliases` are keys of names it had or took in before
 * @typedef {{kind: string, name: string, district: OldDistrict, now: string[],
 *   aliases: string[]}} OldCommune `now` has the codes of the communes it is part of today; the
 *   kind is `""` for an island district that had no communes
 */

import { KINDS, bareKey, key } from "./place_words.js";

/** Whether it is this name with other accents; other names are kept without accents. */
export const differs = (old, name) => key(old.name) === name.key && !name.isSpelt(old.name);

export function fullOf({ kind, name, district }) {
  const own = kind ? `${KINDS[kind]} ${name}, ` : "";
  return `${own}${district.title}, ${district.province}`;
}

/**
 * The table of old communes with its indexes, each made when first needed.
 *
 * @param {OldCommune[]} communes
 * @param {Iterable<string>} elsewhere keys of districts none of whose communes are in the table
 */
export function oldPlaces(communes, elsewhere = []) {
  const districts = lazy(() => new Map([...new Set(communes.map((old) => old.district))].map((one) =>
    [one, { keys: [bareKey(one.title), ...one.aliases], province: bareKey(one.province) }])));
  const districtKeys = lazy(() =>
    new Set([...elsewhere, ...[...districts().values()].flatMap((one) => one.keys)]));
  const byKey = lazy(() => {
    const found = new Map();
    for (const old of communes) {
      for (const one of keysOf(old)) put(found, one, old);
    }
    return found;
  });
  const provinceOf = (old) => districts().get(old.district).province;
  return { communes, named, isDistrict: (name) => districtKeys().has(name), provinceOf };

  /**
   * Those of a name that may be meant; those of a district (a key) when one was typed; first those
   * of the province (a key) and the kind that were typed.
   */
  function named(name, district, province, mayBe) {
    let found = (byKey().get(name.key) || []).filter((old) =>
      mayBe(old) && (!district || districts().get(old.district).keys.includes(district)));
    if (district) { // here the kind tells apart: Xã and Thị trấn Mường Tè
      const ofKind = found.filter((old) => name.isOf(old.kind));
      found = ofKind.length ? ofKind : found;
    }
    const rank = (old) =>
      (province && province !== provinceOf(old) ? 2 : 0) + (name.isOf(old.kind) ? 0 : 1);
    return [...found].sort((a, b) => rank(a) - rank(b));
  }
}

/** The keys by which it is found. */
export const keysOf = (old) => [key(old.name), ...old.aliases];

export function put(lists, name, one) {
  if (!lists.has(name)) lists.set(name, []);
  lists.get(name).push(one);
}

/** Worked out when first asked for. */
export function lazy(make) {
  let made;
  return () => made || (made = make());
}
