/**
 * Finds a commune by what a citizen typed: its name today, or an old one from an old paper.
 *
 * @typedef {{code: string, name: string, kind: string}} Province
 * @typedef {{code: string, name: string, kind: string, province: Province}} Commune
 * @typedef {"exact" | "folded" | "old" | "similar"} How same letters; same without accents; an old
 *   name; one slip of a finger away
 * @typedef {{commune: Commune, how: How, old: string | null}} Match `old` is the old unit, with its
 *   district and province, whose name was typed
 * @typedef {{name: object[], within: Set<string> | null, province?: string, district?: string}}
 *   Reading one way to understand what was typed; `within` are codes of provinces, `province` and
 *   `district` keys of what was typed
 */

import { differs, fullOf, keysOf, lazy, oldPlaces, put } from "./old_places.js";
import {
  DISTRICT_HEADS, KINDS, PROVINCE_HEADS, SHORT_PROVINCES, afterDetail, asCommunes, isOneSlip, key,
  keyOf, withoutLastHead, withoutTypedMarks, words,
} from "./place_words.js";

const BEST_FIRST = ["exact", "folded", "old", "similar"];
const AT_MOST = 8;
/** In words; the longest province, "Bà Rịa - Vũng Tàu", has four. */
const LONGEST_NAME = 6;
const LEAST_FOR_SLIPS = 5;

export const titleOf = (one) => `${KINDS[one.kind]} ${one.name}`;

export const fullName = (commune) => `${titleOf(commune)}, ${titleOf(commune.province)}`;

/**
 * The commune that was meant without a doubt: the only match, or the only exact one. A similar
 * name is never decided: the citizen has to see it first. Nor is an exact one while an old commune
 * of that name lies elsewhere today: an old paper may mean either.
 *
 * @param {Match[]} matches
 * @returns {Commune | null}
 */
export function decided(matches) {
  const exact = matches.filter((match) => match.how === "exact");
  if (exact.length === 1) {
    const elsewhere = matches.some((match) => match.how === "old" && match.old !== exact[0].old);
    return elsewhere ? null : exact[0].commune;
  }
  return matches.length === 1 && matches[0].how !== "similar" ? matches[0].commune : null;
}

/**
 * The places of a device: all of the country on a server, one province on a phone.
 *
 * @param {Province[]} provinces
 * @param {Commune[]} communes
 * @param {import("./old_places.js").OldCommune[]} oldCommunes
 * @param {Iterable<string>} districts keys of old districts that none of these communes are of
 */
export function places(provinces, communes, oldCommunes = [], districts = []) {
  const byCode = new Map(communes.map((one) => [one.code, one]));
  const old = oldPlaces(oldCommunes, districts);
  const keyed = lazy(() => communes.map((one) => [key(one.name), one]));
  const oldKeyed = lazy(() => oldCommunes.flatMap((one) => keysOf(one).map((name) => [name, one])));
  const byKey = lazy(() => {
    const found = new Map();
    for (const [name, one] of keyed()) put(found, name, one);
    return found;
  });
  const todayProvinces = lazy(() => new Map(provinces.map((one) => [key(one.name), one.code])));
  const oldProvinces = lazy(() => {
    const found = new Map();
    for (const one of oldCommunes) {
      for (const part of partsOf(one)) put(found, old.provinceOf(one), part.province.code);
    }
    return found;
  });
  return { provinces, commune: (code) => byCode.get(code) || null, find };

  /** Best first, at most 8, each commune once; only in the province when one is given. */
  function find(province, typed, oldNames = true) {
    const readings = readingsOf(words(typed), province && new Set([province]), oldNames);
    for (const lookUp of [named, similar]) {
      for (const names of [asCommunes, afterDetail]) {
        for (const reading of readings) {
          const found = names(reading.name).flatMap((name) => lookUp(name, reading, oldNames));
          if (found.length) return best(found);
        }
      }
    }
    return [];
  }

  /** Likeliest first: without a district, with one, and at last with one that is ignored, since
   * many write yesterday's district behind today's name. */
  function readingsOf(found, within, oldNames) {
    const regions = regionsOf(found, within, oldNames);
    if (!oldNames) return regions;
    const parts = regions.flatMap((region) =>
      districtsOf(region.name).map(([name, district]) => ({ ...region, name, district })));
    return [...regions, ...parts, ...parts.map((part) => ({ ...part, district: null }))];
  }

  /** The whole text, then what stands before the name of a province, old or new. */
  function regionsOf(found, within, oldNames) {
    const regions = [{ name: found, within, province: null, district: null }];
    for (const cut of cuts(found)) {
      const typed = keyOf(found.slice(cut));
      const province = SHORT_PROVINCES.get(typed) || typed;
      const codes = provinceCodes(province, oldNames).filter((code) => !within || within.has(code));
      if (!codes.length) continue;
      const [name] = withoutLastHead(found.slice(0, cut), PROVINCE_HEADS);
      regions.push({ name, within: new Set(codes), province, district: null });
    }
    return regions;
  }

  function provinceCodes(province, oldNames) {
    const today = todayProvinces().has(province) ? [todayProvinces().get(province)] : [];
    return oldNames ? [...today, ...(oldProvinces().get(province) || [])] : today;
  }

  /** What stands before the name of an old district; a bare number is not a district. */
  function districtsOf(found) {
    const parts = [];
    for (const cut of cuts(found)) {
      const name = keyOf(found.slice(cut));
      const [rest, hasHead] = withoutLastHead(found.slice(0, cut), DISTRICT_HEADS);
      if (old.isDistrict(name) && (hasHead || !/^[0-9]+$/.test(name))) parts.push([rest, name]);
    }
    return parts;
  }

  /** With a district it is an old address, and a name of today only a namesake. */
  function named(name, reading, oldNames) {
    let today = reading.district ? [] : todayNamed(name, reading);
    let once = oldNames ? onceNamed(name, reading) : [];
    if (name.hasAccents) {
      const right = today.filter((one) => name.isSpelt(one.name));
      const rightOnce = once.filter((one) => !differs(one, name));
      if (right.length || rightOnce.length) [today, once] = [right, rightOnce];
    }
    const found = today.map((commune) =>
      ({ commune, how: isExact(commune, name) ? "exact" : "folded", old: null }));
    return [...found, ...nowOf(once, "old", reading)];
  }

  function todayNamed(name, reading) {
    return (byKey().get(name.key) || []).filter((one) => allows(reading, one));
  }

  function onceNamed(name, reading) {
    const { province } = reading;
    const isOld = province && !todayProvinces().has(province);
    return old.named(name, reading.district, province, (one) =>
      partsOf(one).some((part) => allows(reading, part))
      && (!isOld || old.provinceOf(one) === province));
  }

  function partsOf(one) {
    return one.now.filter((code) => byCode.has(code)).map((code) => byCode.get(code));
  }

  function nowOf(units, how, reading) {
    return units.flatMap((unit) => partsOf(unit)
      .filter((part) => allows(reading, part))
      .map((commune) => ({ commune, how, old: fullOf(unit) })));
  }

  function similar(name, reading, oldNames) {
    const isLike = likeness(name);
    const today = keyed().filter(([one, commune]) => allows(reading, commune) && isLike(one));
    if (today.length || !oldNames) {
      return today.map(([, commune]) => ({ commune, how: "similar", old: null }));
    }
    const units = oldKeyed().filter(([one]) => isLike(one)).map(([, unit]) => unit);
    return nowOf(units, "similar", reading);
  }
}

const allows = (reading, commune) => !reading.within || reading.within.has(commune.province.code);

/** Where a name at the end may start: the longest first, at least one word before it. */
function cuts(found) {
  const first = Math.max(1, found.length - LONGEST_NAME);
  return found.map((_, at) => at).slice(first);
}

const isExact = (commune, name) => name.isSpelt(commune.name) && name.isOf(commune.kind);

/** Whether a key is one slip, or forgotten Telex, away from a name of some length. */
function likeness(name) {
  const plain = withoutTypedMarks(name.words);
  // A letter beyond U+FFFF is in no name, and is one wrong letter, not two.
  const typed = [...name.key].map((letter) => (letter.length > 1 ? "?" : letter)).join("");
  if (typed.length < LEAST_FOR_SLIPS) return (one) => one === plain;
  return (one) => one === plain || isOneSlip(typed, one);
}

/** Each commune once, best first, with the old unit of that name when there is one. */
function best(found) {
  const once = new Map();
  const ranked = [...found].sort((a, b) => BEST_FIRST.indexOf(a.how) - BEST_FIRST.indexOf(b.how));
  for (const match of ranked) {
    const { code } = match.commune;
    const first = once.get(code) || match;
    once.set(code, first.old === null ? { ...first, old: match.old } : first);
  }
  return [...once.values()].slice(0, AT_MOST);
}
