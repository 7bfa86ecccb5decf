/** Text as the engine keeps and compares it: NFC, counted by code point, no locale. */

// Spelled out, because Python's `\s` and JavaScript's differ (U+0085, U+FEFF, U+001C–001F).
const WHITESPACE = /[\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
const INVISIBLE = /[\xad\u200b-\u200f\u2060\ufeff]/g;
const ACCENTS = /[\u0300-\u036f]/g;
const SURROGATES = /[\ud800-\udfff]/;

export const nfc = (text) => text.normalize("NFC");

/** `Đường Nguyễn Huệ` → `duong nguyen hue`: for finding, never for showing. Decomposed. */
export const fold = (text) =>
  text.normalize("NFD").replace(ACCENTS, "").replace(/[đĐ]/g, "d").toLowerCase();

/** One line of typed or pasted text: invisible characters out, each run of whitespace one space,
 * none at the ends, NFC. */
export function tidy(text) {
  const visible = text.replace(INVISIBLE, "");
  // NFC comes last: what an invisible character kept apart may now compose.
  return nfc(stripped(visible.replace(WHITESPACE, " "), " "));
}

/** In code points: "𠀋" is one. */
export const count = (text) => (SURROGATES.test(text) ? [...text].length : text.length);

/** The first so many code points. */
export const start = (text, most) =>
  (text.length <= most ? text : [...text].slice(0, most).join(""));

/** Without these letters at its ends. */
export function stripped(text, letters) {
  let first = 0, end = text.length;
  while (first < end && letters.includes(text[first])) first += 1;
  while (end > first && letters.includes(text[end - 1])) end -= 1;
  return text.slice(first, end);
}

export const replaced = (text, part, other) => text.split(part).join(other);

export const withoutPrefix = (text, prefix) =>
  text.startsWith(prefix) ? text.slice(prefix.length) : text;

export const withoutSuffix = (text, suffix) =>
  suffix && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;

/** By code point, as Python: "～" comes before "𠀋", whose UTF-16 units are smaller. */
export function order(a, b) {
  const least = Math.min(a.length, b.length);
  for (let at = 0; at < least; at += 1) {
    const difference = rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
    if (difference) return difference;
  }
  return a.length - b.length;
}

/** Surrogates, which stand for what is above U+FFFF, come after U+E000–FFFF. */
const rank = (unit) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);
