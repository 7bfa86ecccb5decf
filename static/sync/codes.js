/** Codes that people read out, copy and type: no two letters of the alphabet look alike. */

import { hash, hex, random, sha256, utf8 } from "./bytes.js";

export const ALPHABET = "346789ABCDEFGHJKMNPRTWXY";
export const RECEIPT_LENGTH = 12;
export const RESUME_LENGTH = 16;
export const SECRET_LENGTH = 24;

const BASE = ALPHABET.length;
const LETTERS = new RegExp(`^[${ALPHABET}]*$`);
// Spaces as Python knows them, dashes of every kind (U+2212 is a sign), what cannot be seen.
const GAPS = /[\s\x1c-\x1f\x85._\u2212\p{Pd}\p{Cf}]/gu;

/** The 12 characters on a receipt: 11 from the id (50 bits), the last one to catch slips. */
export const receiptCode = async (id) =>
  checked(letters(await hash(utf8(id)), RECEIPT_LENGTH - 1));

/** A code in groups of four, as it is printed: `3AB4-CDEF-GH67`. */
export const shown = (code) => code.replace(/....(?=.)/g, "$&-");

/** The receipt code in what somebody typed, or null where a slip shows. */
export const normalise = (typed) => holding(plain(typed), RECEIPT_LENGTH);

/** 16 random characters, 73 bits: enough to be a key. */
export const newResumeCode = () => letters(random(32), RESUME_LENGTH);

/** The resume code in what somebody typed. It has no check character. */
export function normaliseResume(typed) {
  const code = plain(typed);
  return code !== null && code.length === RESUME_LENGTH ? code : null;
}

/** A random follow secret: 23 characters (105 bits) and one check character. */
export const newSecret = () => secretFrom(random(32));

/** @param {Uint8Array} noise 32 bytes that nobody can guess */
export const secretFrom = (noise) => checked(letters(noise, SECRET_LENGTH - 1));

/** The follow secret in what somebody typed, or null where a slip shows. */
export const normaliseSecret = (typed) => holding(plain(typed), SECRET_LENGTH);

/** What the header's `follow` holds: SHA-256 over the 24 letters, in hexadecimal. */
export const secretHash = (secret) => sha256(utf8(secret));

/** ISO 7064's hybrid system with M = 24 (MOD 25,24). */
export const checkCharacter = (code) => ALPHABET[(BASE + 1 - carried(code)) % BASE];

const checked = (code) => code + checkCharacter(code);

function holding(code, length) {
  if (code === null || code.length !== length) return null;
  return checked(code.slice(0, -1)) === code ? code : null;
}

function carried(code) {
  let sum = BASE;
  for (const letter of code) {
    sum = (((sum + ALPHABET.indexOf(letter)) % BASE || BASE) * 2) % (BASE + 1);
  }
  return sum;
}

/** `noise` as one big-endian number modulo 24^count, written in base 24. */
function letters(noise, count) {
  let number = BigInt(`0x${hex(noise)}`), drawn = "";
  while (drawn.length < count) {
    drawn = ALPHABET[number % 24n] + drawn;
    number /= 24n;
  }
  return drawn;
}

/** Upper-case letters of the alphabet, null where there are others. */
function plain(typed) {
  const code = typed.normalize("NFKC").toUpperCase().replace(GAPS, "");
  return LETTERS.test(code) ? code : null;
}
