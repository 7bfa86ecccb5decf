/**
 * Files as a device sends them: what they really are, and pictures without their notes. Pure.
 *
 * A server draws each picture anew. Here nothing does, and what is kept reaches the officer: so of a
 * picture only the parts that draw it are copied, and all else (place, time, camera, thumbnails,
 * further pictures behind the last line) is left behind.
 */

import { message } from "../../engine/fields/base.js";
import { PDF } from "../../engine/fields/files.js";
import { own } from "../../engine/records.js";
import { concat } from "../../sync/bytes.js";

const MOST_SENT = 20 * 1024 * 1024;
const MOST_PAGES = 30;
/** Telephones write some dozens of segments; each byte of junk between two counts as a step. */
const MOST_STEPS = 4000;

/** What the words of a refusal need besides its id. */
const PARAMS = {
  "file.too_large": { most: `${MOST_SENT / 1024 / 1024} MB` },
  "file.too_many_pages": { most: String(MOST_PAGES) },
};

export const refusal = (id) => message(id, own(PARAMS, id) || {});

/**
 * The file fit to keep, or why it is not taken.
 *
 * @param {Uint8Array} bytes
 * @param {"photo" | "document" | "signature"} kind of its field
 * @returns {{type: string, data: Uint8Array, pages?: number} | {id: string, params: object}}
 */
export function clean(bytes, kind) {
  if (!bytes.length) return refusal("file.empty");
  if (bytes.length > MOST_SENT) return refusal("file.too_large");
  const type = typeOf(bytes);
  if (type === HEIC) return refusal("file.heic");
  if (!type || (type === PDF && kind !== "document")) return refusal("file.kind");
  if (type === PDF) return cleanPdf(bytes);
  const parts = PLAIN[type](bytes);
  return parts ? { type, data: concat(...parts) } : refusal("file.unreadable");
}

const HEIC = "image/heic";

/** By its first bytes; its name and its label prove nothing. Null for what is not taken here. */
export function typeOf(bytes) {
  // A marker must follow: a decoder would look for one through 20 MB of nothing.
  if (startsWith(bytes, "\xff\xd8\xff") && bytes[3] >= 0xc0) return "image/jpeg";
  if (startsWith(bytes, PNG)) return "image/png";
  if (startsWith(bytes, "RIFF") && letters(bytes, 8, 12) === "WEBP") return "image/webp";
  // A header that comes later is a trick more often than a paper.
  if (/^(\xef|\xbb|\xbf|[\0\t\n\f\r ])*%PDF-/.test(letters(bytes, 0, 64))) return PDF;
  return isHeic(bytes) ? HEIC : null;
}

const PNG = "\x89PNG\r\n\x1a\n";
// ISO/IEC 23008-12 (HEIF): the brands of still pictures and bursts coded in HEVC, and of any HEIF.
const HEVC = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"];
const HEIF = ["mif1", "mif2", "msf1"];
const AVIF = ["avif", "avis"];

function isHeic(bytes) {
  if (letters(bytes, 4, 8) !== "ftyp") return false;
  const brands = [letters(bytes, 8, 12)];
  for (let at = 16; at + 4 <= Math.min(big(bytes, 0), 256); at += 4) brands.push(letters(bytes, at, at + 4));
  const some = (names) => names.some((one) => brands.includes(one));
  return some(HEVC) || (some(HEIF) && !some(AVIF));
}

/** As it is. How many pages it has is a guess where its objects stand open; none where they do not. */
function cleanPdf(data) {
  const text = new TextDecoder("latin1").decode(data);
  if (text.includes("/Encrypt")) return refusal("file.locked");
  const trees = text.split("endobj").filter((one) => /\/Type\s*\/Pages\b/.test(one));
  const pages = Math.max(0, ...trees.map((one) => Number((/\/Count\s+(\d{1,4})\b/.exec(one) || [])[1] || 0)));
  if (pages > MOST_PAGES) return refusal("file.too_many_pages");
  return pages ? { type: PDF, data, pages } : { type: PDF, data };
}

const PLAIN = { "image/jpeg": plainJpeg, "image/png": plainPng, "image/webp": plainWebp };

// ITU-T T.81, annex B.
const SOI = Uint8Array.of(0xff, 0xd8), END = Uint8Array.of(0xff, 0xd9);
const START_OF_SCAN = 0xda, END_OF_IMAGE = 0xd9;
/** "Exif", one note: how to turn the picture. Its place in the note is TURN. */
const NOTE = Uint8Array.of(
  0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1,
  1, 0x12, 0, 3, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0,
);
const TURN = 29;

/** The parts of a JPEG that draw it; null when they lead nowhere. */
function plainJpeg(bytes) {
  const parts = [SOI];
  let at = 2, lines = false, turn = 0;
  for (let step = 0; step < MOST_STEPS && at + 2 <= bytes.length; step += 1) {
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === 0xff) {
      at += 1;
    } else if (marker === END_OF_IMAGE) {
      break; // What stands behind it is another picture, or a film.
    } else if (marker < 0x02 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
    } else {
      const body = at + 2 + Math.max(2, (bytes[at + 2] << 8) | bytes[at + 3]);
      const end = marker === START_OF_SCAN ? endOfScan(bytes, body) : body;
      lines = lines || marker === START_OF_SCAN;
      turn = turn || (marker === 0xe1 ? turnIn(bytes.subarray(at + 4, end)) : 0);
      if (draws(marker, bytes.subarray(at + 4, end))) parts.push(bytes.subarray(at, end));
      at = end;
    }
  }
  if (!lines) return null;
  // The picture is not drawn anew, so that how to turn it has to stay.
  if (turn > 1) parts.splice(1, 0, noteOf(turn));
  return [...parts, END];
}

/** Frames, tables, scans; of the applications' segments those that say how the colours are meant. */
function draws(marker, body) {
  if (marker === 0xe0) return startsWith(body, "JFIF\0") && body.length === 14; // No small picture in it.
  if (marker === 0xe2) return startsWith(body, "ICC_PROFILE\0");
  if (marker === 0xee) return startsWith(body, "Adobe");
  return marker >= 0xc0 && marker <= 0xdf;
}

/** Where the lines end that begin here: at a marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes, from) {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && (bytes[at + 1] === 0 || (bytes[at + 1] & 0xf8) === 0xd0)) {
    at = bytes.indexOf(0xff, at + 2);
  }
  return at < 0 ? bytes.length : at;
}

/** 2 to 8 where the notes say how to turn the picture (TIFF 6.0, tag 274), else 0. */
function turnIn(notes) {
  if (!startsWith(notes, "Exif\0\0")) return 0;
  const tiff = notes.subarray(6), two = tiff[0] === 0x49 ? little16 : big16;
  const four = (at) => (tiff[0] === 0x49 ? little(tiff, at) : big(tiff, at));
  const first = four(4), count = Math.min(two(tiff, first), 100);
  for (let at = first + 2; at < first + 2 + count * 12; at += 12) {
    const turn = two(tiff, at) === 0x0112 ? two(tiff, at + 8) : 0;
    if (turn >= 2 && turn <= 8) return turn;
  }
  return 0;
}

function noteOf(turn) {
  const note = NOTE.slice();
  note[TURN] = turn;
  return note;
}

/** Chunks of a PNG that draw it (W3C PNG, 5.6). Of one that moves its first picture is left. */
const CHUNKS = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "bKGD"];

function plainPng(bytes) {
  const parts = [bytes.subarray(0, PNG.length)];
  for (let at = PNG.length; at + 12 <= bytes.length;) {
    const name = letters(bytes, at + 4, at + 8), end = at + 12 + big(bytes, at);
    if (end > bytes.length) return null;
    if (CHUNKS.includes(name)) parts.push(bytes.subarray(at, end));
    if (name === "IEND") return parts;
    at = end;
  }
  return null;
}

/** Chunks of a WebP that draw it (WebP Container Specification). */
const PIECES = ["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"];
/** VP8X says whether there are notes; here there are none. */
const NOTED = 0x08 | 0x04;

function plainWebp(bytes) {
  const parts = [];
  const end = Math.min(bytes.length, 8 + little(bytes, 4));
  for (let at = 12; at + 8 <= end;) {
    const name = letters(bytes, at, at + 4), size = little(bytes, at + 4);
    const next = at + 8 + size + (size % 2);
    if (at + 8 + size > end) return null;
    if (PIECES.includes(name)) parts.push(...chunk(bytes.slice(at, at + 8 + size)));
    at = next;
  }
  if (!parts.length) return null;
  const size = parts.reduce((sum, part) => sum + part.length, 4);
  return [bytes.subarray(0, 4), little32(size), bytes.subarray(8, 12), ...parts];
}

function chunk(own) {
  if (letters(own, 0, 4) === "VP8X") own[8] &= ~NOTED;
  return own.length % 2 ? [own, new Uint8Array(1)] : [own];
}

const letters = (bytes, from, to) => String.fromCharCode(...bytes.subarray(from, to));

const startsWith = (bytes, what) => letters(bytes, 0, what.length) === what;

// What lies beyond the end reads as 0.
const big16 = (bytes, at) => (bytes[at] << 8) | bytes[at + 1];
const little16 = (bytes, at) => bytes[at] | (bytes[at + 1] << 8);
const big = (bytes, at) => big16(bytes, at) * 0x10000 + big16(bytes, at + 2);
const little = (bytes, at) => little16(bytes, at) + little16(bytes, at + 2) * 0x10000;

function little32(number) {
  const four = new Uint8Array(4);
  new DataView(four.buffer).setUint32(0, number, true);
  return four;
}
