/** JSON with one spelling (RFC 8785), so that two programs hash the same bytes. */

import { isRecord } from "../engine/records.js";
import { text } from "./bytes.js";

// With the flag `u` a pair is one letter, so this finds a surrogate without its other half.
const LONE = /[\ud800-\udfff]/u;
const DIGITS = /^-?\d+$/;

/** The value has no canonical JSON, or the bytes are JSON in another spelling, or none. */
export class NotCanonical extends Error {}

/**
 * The RFC 8785 text of a JSON value. Throws NotCanonical for NaN, infinities, integers that are
 * written in digits and beyond ±(2^53 − 1), lone surrogates, and what is not JSON.
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (isRecord(value)) {
    const pairs = Object.keys(value).sort().map((key) => `${scalar(key)}:${canonical(value[key])}`);
    return `{${pairs.join()}}`;
  }
  return scalar(value);
}

/** The value of canonical bytes; comparing with our own spelling also refuses repeated keys. */
export function parse(bytes) {
  let value, again;
  try {
    const json = text(bytes);
    value = JSON.parse(json);
    again = canonical(value) === json;
  } catch (error) {
    // Bytes that are not UTF-8, text that is not JSON, nesting deeper than the stack.
    throw new NotCanonical(error.message);
  }
  if (!again) throw new NotCanonical("another spelling than RFC 8785");
  return value;
}

/** Null, a flag, a number or a text: JSON.stringify spells these as RFC 8785 does. */
function scalar(value) {
  const json = JSON.stringify(value);
  if (!(value === null || FINE[typeof value]?.(value, json))) {
    throw new NotCanonical(`no canonical JSON: ${typeof value}`);
  }
  return json;
}

const FINE = {
  boolean: () => true,
  string: (value) => !LONE.test(value),
  number: (value, json) =>
    Number.isFinite(value) && (Number.isSafeInteger(value) || !DIGITS.test(json)),
};
