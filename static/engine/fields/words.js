/** Text, long text and a person's full name. */

import { count, nfc, stripped, tidy } from "../text.js";
import { first, message, oneInput, value } from "./base.js";

const LONGEST = { text: 200, full_name: 100, long_text: 2000 };
// Names of Vietnam's peoples hold apostrophes, hyphens and dots ("Y B'Lông", "Hồ Thị Xu-pha").
const NAME = /^[\p{L}\p{M} '‘’\-.]*$/u;

export const text = {
  ...oneInput,

  read: (f, typed) => value(tidy(first(typed, f.id)) || null),

  check: (f, found) => (typeof found === "string" ? tooLong(f, found) : message("text.not_text")),
};

export const longText = {
  ...text,

  read(f, typed) {
    const lines = nfc(first(typed, f.id)).split(/\r\n|\r|\n/);
    return value(stripped(lines.map(tidy).join("\n"), "\n") || null);
  },
};

export const fullName = {
  ...text,

  check(f, found) {
    const wrong = text.check(f, found);
    if (wrong) return wrong;
    if (/\p{Nd}/u.test(found)) return message("full_name.digits");
    return NAME.test(found) && /\p{L}/u.test(found) ? null : message("full_name.marks");
  },

  warn: (f, found) => (found.includes(" ") ? null : message("full_name.one_word")),
};

function tooLong(f, found) {
  const longest = f.max_length || LONGEST[f.type];
  return count(found) > longest ? message("text.too_long", { max: String(longest) }) : null;
}
