/** How an answer reads on the check page and on the officer's page, in the pack's language. */

import { MOST, entriesIn, pageCount } from "./fields/files.js";
import { has, isRecord, own } from "./records.js";
import { replaced, withoutPrefix } from "./text.js";
import { plain } from "./values.js";

const isText = (value) => typeof value === "string";

/** What an answer of a type is; a derived value may turn out to be something else. */
const HELD = {
  date: isText, partial_date: isText, money: Number.isInteger, commune: isRecord,
  address: isRecord, ethnicity: isText, nationality: isText, photo: Array.isArray,
  document: Array.isArray, signature: Array.isArray,
};

/** @param {{[name: string]: string}} words small words and patterns of a language */
export function show(f, value, words, ref) {
  if (value == null || value === "") return words.blank;
  if (has(HELD, f.type) && !HELD[f.type](value)) return plain(value);
  switch (f.type) {
    case "yes_no":
    case "consent":
      return value === true ? words.yes : words.no;
    case "choice":
    case "choices":
      return labels(f.options, value, words);
    case "date":
    case "partial_date":
      return date(value, words);
    case "money":
      return money(value, words);
    case "commune":
    case "address":
      return address(value, ref);
    case "signature":
      return words.signed;
    default:
      return has(MOST, f.type) ? pages(entriesIn(value), words) : nameOf(f, value, ref);
  }
}

function nameOf(f, value, ref) {
  if (f.type === "ethnicity") return ref.ethnicityName(value) || value;
  if (f.type === "nationality") return ref.nationalityName(value) || value;
  return plain(value);
}

function labels(options, value, words) {
  const chosen = Array.isArray(value) ? value : [value];
  const found = options.filter((option) => chosen.includes(option.value));
  return found.map((option) => option.label).join(", ") || words.none;
}

/** `2024-03-01` by the pattern of the language; a year or a month stays what it is. */
export function date(value, words) {
  const [y, m, ...rest] = value.split("-");
  const d = rest.join("-");
  if (!m) return value;
  const named = `month.${m}`;
  const parts = [
    ["d", d], ["day", withoutPrefix(d, "0")], ["m", m],
    ["month", has(words, named) ? words[named] : m], ["y", y],
  ];
  const pattern = d ? words.date : words.month;
  return parts.reduce((text, [name, part]) => replaced(text, `{${name}}`, part), pattern);
}

export function money(amount, words) {
  const digits = String(amount);
  const head = digits.length % 3;
  const groups = head ? [digits.slice(0, head)] : [];
  for (let at = head; at < digits.length; at += 3) groups.push(digits.slice(at, at + 3));
  return replaced(words.money, "{n}", groups.join(words.thousands));
}

export function pages(entries, words) {
  const count = pageCount(entries);
  return count === 1 ? words.page : replaced(words.pages, "{n}", String(count));
}

/** Detail, commune, province; a commune that was not found reads as it was typed. */
function address(value, ref) {
  const code = own(value, "commune");
  const found = typeof code === "string" ? ref.communeName(code) : null;
  const province = ref.provinces().find(([known]) => known === own(value, "province"));
  const rest = found ? [found] : [own(value, "place"), province && province[1]];
  return [own(value, "detail"), ...rest].filter((part) => part && isText(part)).join(", ");
}
