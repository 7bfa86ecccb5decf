/** Whole numbers and whole đồng. */

import { replaced, tidy, withoutSuffix } from "../text.js";
import { plain } from "../values.js";
import { NOTHING, first, message, oneInput, value, wrong } from "./base.js";

const LARGEST = 999999999999;

const numberType = (notOne, strip) => ({
  ...oneInput,

  read(f, typed) {
    const text = tidy(first(typed, f.id));
    if (!text) return NOTHING;
    const digits = strip(text);
    return isDigits(digits) && digits.length <= 12 ? value(Number(digits)) : wrong(notOne);
  },

  check(f, found, env) {
    if (!Number.isInteger(found) || found < 0 || found > LARGEST) return message(notOne);
    return outOfBounds(f, found, env);
  },
});

export const number = numberType("number.not_a_number", (text) => text);

export const money = numberType("money.not_money", withoutMarks);

/** `1.234.567 đ` is 1234567: dots, commas and spaces part thousands, đồng has no cents. */
function withoutMarks(text) {
  let bare = text.toLowerCase();
  for (const unit of ["đồng", "dong", "vnđ", "vnd", "đ", "₫", "d"]) bare = withoutSuffix(bare, unit);
  const parts = replaced(replaced(bare, ".", " "), ",", " ").split(/[ \x1c-\x1f]+/).filter(Boolean);
  return parts.slice(1).every((part) => part.length === 3) ? parts.join("") : "?";
}

/** ASCII digits only: other scripts' digits look like typing errors to an officer. */
export const isDigits = (text) => /^[0-9]+$/.test(text);

function outOfBounds(f, found, env) {
  const min = f.min && f.min.of(env);
  const max = f.max && f.max.of(env);
  if (typeof min === "number" && found < min) return message("number.min", { min: plain(min) });
  if (typeof max === "number" && found > max) return message("number.max", { max: plain(max) });
  return null;
}
