/** The shapes of single values on the wire: each says whether a JSON value is one. */

import { has, isRecord } from "../engine/records.js";

const text = (pattern) => (value) => typeof value === "string" && pattern.test(value);

export const isText = text(/^/);
export const isSha256 = text(/^[0-9a-f]{64}$/);
export const isKeyId = text(/^[0-9a-f]{32}$/);
export const isUuid7 = text(
  /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
);
export const isSlug = text(/^[a-z0-9][a-z0-9_-]{0,63}$/);
export const isName = text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
export const isLocale = text(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/);
export const isCommune = text(/^[0-9]{5}$/);

const isMoment = text(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/);

/** A moment as `toISOString` writes it, of a day and an hour that there are. */
export function isInstant(value) {
  if (!isMoment(value) || value < "0001") return false;
  const at = new Date(value);
  return !Number.isNaN(at.getTime()) && at.toISOString() === value;
}

export const isWhole = (least, most) => (value) =>
  Number.isInteger(value) && least <= value && value <= most;

export const isOneOf = (...values) => (value) => values.includes(value);

export const orNull = (is) => (value) => value === null || is(value);

export const isListOf = (is, most = Infinity) => (value) =>
  Array.isArray(value) && value.length <= most && value.every(is);

/** A record with these keys and no other. */
export const isExactly = (fields) => (value) =>
  wrongIn(fields, value) === null && Object.keys(value).length === Object.keys(fields).length;

/** The first field that is missing or is not what it should be, null where all hold. */
export function wrongIn(fields, value) {
  if (!isRecord(value)) return "type";
  const wrong = Object.keys(fields).find((name) => !has(value, name) || !fields[name](value[name]));
  return wrong === undefined ? null : wrong;
}
