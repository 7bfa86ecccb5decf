/**
 * What every field type can do: read what was typed, judge a stored value, show it again.
 *
 * @typedef {{[input: string]: string[]}} Typed form input by its full name (`ngay_sinh.d`)
 * @typedef {{id: string, params: {[name: string]: string}}} Message a pack gives words for its id
 * @typedef {{message: Message, choices: [string, string][]}} Wrong what was typed makes no value;
 *   `choices` are offered to settle a doubt
 * @typedef {{value?: any, wrong?: Wrong}} Got
 *
 * @typedef {object} Reference the look-up tables of the device; names are `[code, name]` pairs
 * @property {() => [string, string][]} provinces
 * @property {(province: string, typed: string, oldNames: boolean) => {sure: string | null,
 *   like: [string, string][]}} findCommunes
 * @property {(code: string) => string | null} communeName
 * @property {(commune: string) => string | null} provinceOf
 * @property {(typed: string) => [string, string][]} findEthnicity
 * @property {(slug: string) => string | null} ethnicityName
 * @property {(typed: string) => [string, string][]} findNationality
 * @property {(code: string) => string | null} nationalityName
 *
 * @typedef {object} FieldType
 * @property {string[]} inputs suffixes of its form inputs
 * @property {(f, typed: Typed, env, ref: Reference) => Got} read null when nothing was typed
 * @property {(f, value, env, ref: Reference) => Message | null} check why a value cannot stand
 * @property {(f, value, env) => Message | null} warn why a value should be looked at again
 * @property {(f, value) => {[input: string]: string}} retype the value as form inputs again
 */

import { own } from "../records.js";
import { plain } from "../values.js";

/** @returns {Message} */
export const message = (id, params = {}) => ({ id, params });

/** @returns {Got} */
export const wrong = (id, params = {}, choices = []) =>
  ({ wrong: { message: message(id, params), choices } });

/** @returns {Got} */
export const value = (found) => ({ value: found });

export const NOTHING = value(null);

/** The first value of an input, `""` when the form did not send it. */
export function first(typed, name) {
  const values = own(typed, name);
  return values && values.length ? values[0] : "";
}

/** The common case: one input, any value stands, nothing to warn of. */
export const oneInput = {
  inputs: [""],
  check: () => null,
  warn: () => null,
  retype: (f, found) => ({ [f.id]: plain(found) }),
};
