/**
 * Answers, forms and packs are JSON from elsewhere: their keys may be `constructor` or `__proto__`.
 * So nothing is ever read from one of these records but its own keys.
 *
 * @typedef {{[name: string]: any}} Json a JSON object
 * @typedef {{get(name: string): any}} Env a Map, or a chain of them
 */

const owns = Object.prototype.hasOwnProperty;

/** @param {Json} record @param {string} key */
export const has = (record, key) => owns.call(record, key);

/** What a record holds itself, null where it holds nothing. */
export const own = (record, key) => (owns.call(record, key) ? record[key] : null);

/** @returns {value is Json} Whether it is a JSON object: no list, no Map, no Date. */
export function isRecord(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const kind = Object.getPrototypeOf(value);
  return kind === null || kind === Object.prototype;
}

/** A record's own keys before what an env holds, as Python's ChainMap(record, env). */
export const chain = (record, env) => ({
  get: (name) => (has(record, name) ? record[name] : env.get(name)),
});

/** A record without the entries that do not pass. */
export const kept = (record, passes) =>
  Object.fromEntries(Object.entries(record).filter(([name, value]) => passes(name, value)));
