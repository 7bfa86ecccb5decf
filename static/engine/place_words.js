/**
 * Reads a place as people type it: which words name the commune, which its district, province.
 *
 * @typedef {{key: string, spelt: string}} Word `key` is for finding ("hoa"), `spelt` for comparing
 *   accents ("hoa" and its tone)
 * @typedef {ReturnType<typeof nameOf>} Name
 */

import { fold, tidy } from "./text.js";

export const KINDS = {
  tinh: "Tỉnh",
  thanh_pho: "Thành phố",
  xa: "Xã",
  phuong: "Phường",
  dac_khu: "Đặc khu",
  thi_tran: "Thị trấn",
};
export const SHORT_PROVINCES = new Map([
  ["hn", "hanoi"],
  ["tphn", "hanoi"],
  ["hcm", "hochiminh"],
  ["tphcm", "hochiminh"],
  ["saigon", "hochiminh"],
  ["brvt", "bariavungtau"],
  ["tthue", "hue"],
  ["thuathienhue", "hue"],
]);
const MOST_WORDS = 30;
const TONES = "\u0300\u0301\u0303\u0309\u0323";

const WORD = /[\p{L}\p{Nl}\p{No}]+|\p{Nd}+/gu;
const Y = /([bcdfghjklmnpqrstvwxz]|qu)y(?![aeiou])/g;
const DOUBLED = /([adeo])\1/g;
const TONE_LETTER = /([a-z])[sfrxjz]$/;

/** The first 30 words and numbers of a text; punctuation only parts them, "01" is "1". */
export function words(text) {
  const found = (tidy(text).match(WORD) || []).slice(0, MOST_WORDS);
  return found.map((one) => ({ key: plainNumber(fold(one)), spelt: spelling(one) }));
}

/** Lower case with the tone mark last, so that "hoà" and "hòa" are the same. */
function spelling(word) {
  const parts = [...word.toLowerCase().normalize("NFD")];
  const letters = parts.filter((one) => !TONES.includes(one));
  return plainNumber(letters.join("")) + parts.filter((one) => TONES.includes(one)).join("");
}

const plainNumber = (word) => word.replace(/^0+/, "") || "0";

/** One key without spaces: "Bát Tràng", "battrang" and "Bat-Trang" share it. */
export const key = (text) => loosen((fold(text).match(WORD) || []).map(plainNumber).join(""));

export const keyOf = (found) => loosen(found.map((word) => word.key).join(""));

export const speltOf = (found) => found.map((word) => word.spelt).join("");

/** i for a y that is a whole rhyme: "Mỹ Lý" and "Mĩ Lí" are both right. */
const loosen = (squashed) => squashed.replace(Y, "$1i");

/** The key of Telex keys that no input method turned into letters: "ddoongs" → "dong". */
export const withoutTypedMarks = (found) => loosen(found.map((word) => untelexed(word.key)).join(""));

const COMMUNE_HEADS = [
  ["xa", "xã"], ["xa", "x"],
  ["phuong", "phường"], ["phuong", "p"],
  ["dac_khu", "đặc khu"], ["dac_khu", "dk"],
  ["thi_tran", "thị trấn"], ["thi_tran", "tt"],
].map(([kind, head]) => ({ kind, head: words(head) }));
export const DISTRICT_HEADS =
  ["huyện", "h", "quận", "q", "thị xã", "tx", "thành phố", "tp"].map(words);
export const PROVINCE_HEADS = ["tỉnh", "t", "thành phố", "tp"].map(words);

/** What may be a commune's own name, with the kind that was typed before it. */
function nameOf(found, kind) {
  const spelt = speltOf(found);
  return {
    words: found,
    key: keyOf(found),
    hasAccents: spelt !== found.map((word) => word.key).join(""),
    isSpelt: (own) => spelt === speltOf(words(own)),
    isOf: (other) => kind === null || kind === other,
  };
}

/** All of it, then what follows a kind: Phương Liệt is named so, and not the phường of Liệt. */
export function asCommunes(found) {
  const behind = COMMUNE_HEADS
    .filter(({ head }) => found.length > head.length && starts(found, head))
    .map(({ head, kind }) => nameOf(found.slice(head.length), kind));
  return [nameOf(found, null), ...behind];
}

/** The commune behind a house or hamlet: "số 5 ngõ 2, p. Ba Đình". */
export function afterDetail(found) {
  const names = [];
  for (let start = 1; start < found.length; start += 1) {
    for (const { head, kind } of COMMUNE_HEADS) {
      const rest = found.slice(start + head.length);
      if (rest.length && starts(found.slice(start), head)) names.push(nameOf(rest, kind));
    }
  }
  return names;
}

/** The words without a head at their end, and whether there was one. */
export function withoutLastHead(found, heads) {
  for (const head of heads) {
    if (found.length > head.length && starts(found.slice(-head.length), head)) {
      return [found.slice(0, -head.length), true];
    }
  }
  return [found, false];
}

/** Whether they start with a head, typed right or without any accent: "Xá" is no "xã". */
const starts = (found, head) => head.every((word, at) => {
  const one = found[at];
  return !one || (one.key === word.key && (one.spelt === word.key || one.spelt === word.spelt));
});

/** The key of a district's or province's own name: "Thành phố Thủ Đức" → "thuduc". */
export function bareKey(title) {
  const found = words(title);
  const head = [...DISTRICT_HEADS, ...PROVINCE_HEADS]
    .find((one) => found.length > one.length && starts(found, one));
  return keyOf(head ? found.slice(head.length) : found);
}

/** One letter too many, missing, wrong, or two swapped. Keys are plain letters. */
export function isOneSlip(typed, meant) {
  if (Math.abs(typed.length - meant.length) > 1) return false;
  const least = Math.min(typed.length, meant.length);
  let at = 0;
  while (at < least && typed[at] === meant[at]) at += 1;
  if (at === least) return true;
  const swapped = typed[at] === meant[at + 1] && typed[at + 1] === meant[at];
  return (
    typed.slice(at + 1) === meant.slice(at + 1)
    || typed.slice(at + 1) === meant.slice(at)
    || typed.slice(at) === meant.slice(at + 1)
    || (swapped && typed.slice(at + 2) === meant.slice(at + 2))
  );
}

const untelexed = (word) =>
  word.replace(DOUBLED, "$1").replace(/w/g, "").replace(TONE_LETTER, "$1");
