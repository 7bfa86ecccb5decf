/** What the expression language takes for a value, and when two values are the same. */

import { isRecord, own } from "./records.js";

export const SAFE = 2 ** 53;
export const DEEPEST = 8;

/**
 * A value as the language sees it: null for what is not JSON. Lists and records are read one level
 * at a time, when they are reached into.
 */
export function read(value) {
  const kind = typeof value;
  if (kind === "string" || kind === "boolean") return value;
  if (kind === "number") return double(value);
  return Array.isArray(value) || isRecord(value) ? value : null;
}

/** Never -0; null if not finite. */
export const double = (value) => (Number.isFinite(value) ? value || 0 : null);

/** A value read to the bottom; null for lists and records nested too deep. */
export function settled(given, levels = DEEPEST) {
  const value = read(given);
  if (typeof value !== "object" || value === null) return value;
  if (!levels) return null;
  if (Array.isArray(value)) return value.map((item) => settled(item, levels - 1));
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [key, settled(item, levels - 1)]));
}

/** An item of a list that an expression makes: lists of lists could grow without bound. */
export const flat = (value) => (Array.isArray(value) ? null : value);

export const isNumber = (value) => typeof value === "number";

/** Typed equality of values already read: `1 == true` and `1 == '1'` are false. */
export function same(left, right, levels = DEEPEST) {
  if (left === right && typeof left !== "object") return true;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return levels > 0 && left.every((item, at) => alike(item, right[at], levels));
  }
  if (!isRecord(left) || !isRecord(right)) return left === right;
  const keys = [...Object.keys(left), ...Object.keys(right)];
  // A key that is missing is a key whose value is null.
  return levels > 0 && keys.every((key) => alike(own(left, key), own(right, key), levels));
}

const alike = (left, right, levels) => same(read(left), read(right), levels - 1);

/** Numbers by size, texts by code point; nothing else comes before or after. */
export const haveOrder = (left, right) =>
  typeof left === typeof right && (typeof left === "number" || typeof left === "string");

/** As people read it: a text is itself, a number its digits, anything else is nothing. */
export function plain(value) {
  if (typeof value === "string") return value;
  return typeof value === "number" && Number.isFinite(value) ? numeral(value) : "";
}

/** As Python writes a number: shortest, with an exponent from 1e16 and below 0.0001. */
function numeral(number) {
  const far = Math.abs(number);
  if (Number.isInteger(number) && far <= SAFE) return String(number);
  if (far >= 1e-4 && far < 1e16) return String(number) + (Number.isInteger(number) ? ".0" : "");
  const [digits, power] = number.toExponential().split("e");
  return `${digits}e${power[0]}${power.slice(1).padStart(2, "0")}`;
}
