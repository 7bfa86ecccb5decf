/** The field types of a flow, each with its own way to read, judge and show a value. */

import { message } from "./base.js";
import { choice, choices, consent, yesNo } from "./choices.js";
import { date, partialDate } from "./dates.js";
import { files, isFileField } from "./files.js";
import { money, number } from "./numbers.js";
import { ethnicity, nationality, personId, phone } from "./people.js";
import { address, commune } from "./places.js";
import { fullName, longText, text } from "./words.js";

/** @type {{[kind: string]: import("./base.js").FieldType}} */
export const TYPES = {
  full_name: fullName,
  person_id: personId,
  phone,
  date,
  partial_date: partialDate,
  text,
  long_text: longText,
  number,
  money,
  yes_no: yesNo,
  choice,
  choices,
  commune,
  address,
  ethnicity,
  nationality,
  consent,
  photo: files,
  document: files,
  signature: files,
};
const CHOSEN = ["yes_no", "choice", "choices", "commune", "address", "ethnicity", "nationality"];

/**
 * Reads one field from a form. Never throws, whatever was sent.
 *
 * @returns {{value: any, error: import("./base.js").Message | null, choices: [string, string][]}}
 *   a value, or an error with what could settle it
 */
export function read(f, typed, env, ref) {
  const got = TYPES[f.type].read(f, typed, env, ref);
  if (got.wrong) return { value: null, error: got.wrong.message, choices: got.wrong.choices };
  return { value: got.value, error: errorIn(f, got.value, env, ref), choices: [] };
}

/** Why a value cannot stand as the answer to this field. */
export function errorIn(f, value, env, ref) {
  if (value === null) return f.required ? required(f) : null;
  return TYPES[f.type].check(f, value, env, ref);
}

function required(f) {
  if (f.type === "consent") return message("consent.missing");
  if (isFileField(f)) {
    return message(f.type === "signature" ? "required.signature" : "required.photo");
  }
  return message(CHOSEN.includes(f.type) ? "required.choice" : "required");
}
