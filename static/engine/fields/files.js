/**
 * Photographs, papers and a signature: files that stand beside the answers, each in a slot.
 *
 * The engine sees what a file is called and which slot it took, never the file. What a form holds
 * under such a field is written by the edge that took the files in, not by the browser: the
 * entries that are there, each as JSON, and for a file that was turned down why.
 *
 * @typedef {{slot: number, sha256: string, size: number, type: string, name: string,
 *   pages?: number}} Entry of the ciphertext; a PDF has its `pages` too
 */

import { has, isRecord, own } from "../records.js";
import { count } from "../text.js";
import { plain } from "../values.js";
import { message, oneInput, value } from "./base.js";

/** Files of a field whose author says nothing; a PDF counts as one. */
export const MOST = { photo: 1, document: 10, signature: 1 };
export const PDF = "application/pdf";

const TYPES = ["image/jpeg", "image/png", "image/webp", PDF];
const LARGEST_SLOT = 65535;
const LONGEST_NAME = 100;
const KEYS = ["slot", "sha256", "size", "type", "name"];
const HEX = /^[0-9a-f]{64}$/;
const UNREADABLE = message("file.unreadable");

export const files = {
  ...oneInput,

  read(f, typed) {
    const found = (own(typed, f.id) || []).map(parsed);
    const refused = found.find((one) => !isEntry(one));
    if (refused !== undefined) return { wrong: { message: reason(refused), choices: [] } };
    return value(found.length ? found : null);
  },

  check(f, found) {
    if (!Array.isArray(found) || !found.length || !found.every(isEntry)) return UNREADABLE;
    if (new Set(found.map((one) => one.slot)).size < found.length) return UNREADABLE;
    const most = mostOf(f);
    return found.length > most ? message("file.too_many", { most: String(most) }) : null;
  },

  retype: () => ({}),
};

export const mostOf = (f) => f.pages || MOST[f.type] || 1;

export const isFileField = (f) => has(MOST, f.type);

/** The files of an answer, whatever it holds. */
export const entriesIn = (found) => (Array.isArray(found) ? found.filter(isEntry) : []);

/** The files among what a page holds under a field; those turned down are left out. */
export const entriesTyped = (texts) => texts.map(parsed).filter(isEntry);

/** As the edge writes it into the form: keys in order, no blanks. */
export const typedEntry = (entry) => JSON.stringify(entry, Object.keys(entry).sort());

export const typedRefusal = (why) => JSON.stringify({ error: why.id, params: why.params });

export const pageCount = (entries) =>
  entries.reduce((sum, one) => sum + (has(one, "pages") ? one.pages : 1), 0);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return null;
  }
}

/** Whether this is a file's entry, key by key. */
export function isEntry(one) {
  if (!isRecord(one) || !KEYS.every((key) => has(one, key))) return false;
  const pages = has(one, "pages") ? [one.pages] : [];
  return (
    Object.keys(one).length === KEYS.length + pages.length
    && isCount(one.slot, 0, LARGEST_SLOT)
    && isCount(one.size, 0, 2 ** 40)
    && pages.every((number) => isCount(number, 1, 10000))
    && typeof one.sha256 === "string"
    && HEX.test(one.sha256)
    && TYPES.includes(one.type)
    && typeof one.name === "string"
    && count(one.name) <= LONGEST_NAME
  );
}

const isCount = (number, least, most) => Number.isInteger(number) && least <= number && number <= most;

/** Why the edge turned a file down. */
function reason(one) {
  const why = isRecord(one) ? own(one, "error") : null;
  if (typeof why !== "string" || !why.startsWith("file.")) return UNREADABLE;
  const params = own(one, "params");
  const pairs = isRecord(params) ? Object.entries(params) : [];
  return message(why, Object.fromEntries(pairs.map(([name, said]) => [name, plain(said)])));
}
