/** Yes or no, one of several, several of several, and consent. */

import { own } from "../records.js";
import { tidy } from "../text.js";
import { NOTHING, first, message, oneInput, value, wrong } from "./base.js";

export const yesNo = {
  ...oneInput,

  read(f, typed) {
    const text = tidy(first(typed, f.id));
    if (!text) return NOTHING;
    return text === "yes" || text === "no" ? value(text === "yes") : wrong("choice.unknown");
  },

  check: (f, found) => (typeof found === "boolean" ? null : message("choice.unknown")),

  retype: (f, found) => ({ [f.id]: typeof found === "boolean" ? (found ? "yes" : "no") : "" }),
};

/** A box to tick; only a tick is an answer, and leaving it empty is never taken as one. */
export const consent = {
  ...yesNo,

  read: (f, typed) => (tidy(first(typed, f.id)) === "yes" ? value(true) : NOTHING),

  check: (f, found) => (found === true ? null : message("consent.missing")),
};

export const choice = {
  ...oneInput,

  read: (f, typed) => value(tidy(first(typed, f.id)) || null),

  check(f, found) {
    const known = f.options.some((option) => option.value === found);
    return known ? null : message("choice.unknown");
  },
};

/** The value lists options in the order of the flow, each once; none ticked is `[]`. */
export const choices = {
  ...oneInput,

  read(f, typed) {
    const ticked = new Set((own(typed, f.id) || []).map(tidy).filter(Boolean));
    const known = f.options.map((option) => option.value).filter((one) => ticked.has(one));
    if (known.length !== ticked.size) return wrong("choice.unknown");
    return value(known.length ? known : f.required ? null : []);
  },

  check(f, found) {
    if (!Array.isArray(found)) return message("choice.unknown");
    const inOrder = f.options.map((option) => option.value).filter((one) => found.includes(one));
    const isInOrder = inOrder.length === found.length && inOrder.every((one, at) => one === found[at]);
    if (!isInOrder) return message("choice.unknown");
    return f.required && !found.length ? message("required.choices") : null;
  },

  retype: () => ({}),
};
