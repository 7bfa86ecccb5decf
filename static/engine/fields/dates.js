/** Whole dates, and dates of which an old paper gives only the year or the month. */

import { isDate } from "../dates.js";
import { count, order, start, stripped, tidy } from "../text.js";
import { NOTHING, first, message, oneInput, value, wrong } from "./base.js";
import { isDigits } from "./numbers.js";

const PARTS = /[ \x1c-\x1f./-]+/;
const ISO = /^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$/;

/** Three boxes, or all of it in one of them: `1/3/2024`, `01.03.2024`, `2024-03-01`. */
const dateType = (missing, isReal) => ({
  ...oneInput,
  inputs: [".d", ".m", ".y"],

  read(f, typed) {
    const [day, month, year] = dayMonthYear(f.id, typed);
    if (!(day || month || year)) return NOTHING;
    const lacks = missing(day, month, year);
    if (lacks) return wrong(lacks);
    const parts = [year, month, day].filter(Boolean);
    if (!parts.every((part) => isDigits(part) && part.length <= 4)) return wrong("date.not_a_date");
    if (year.length !== 4) return wrong("date.year");
    return value([year, ...parts.slice(1).map((part) => part.padStart(2, "0"))].join("-"));
  },

  check(f, found, env) {
    if (typeof found !== "string" || !isReal(found)) return message("date.not_a_date");
    return outOfBounds(f, found, env);
  },

  retype(f, found) {
    const parts = typeof found === "string" ? found.split("-") : [];
    const [year, month, day] = [...parts, "", "", ""];
    return { [`${f.id}.d`]: day, [`${f.id}.m`]: month, [`${f.id}.y`]: year };
  },
});

const isRealDate = (text) => isDate(text) && "1850" <= text.slice(0, 4) && text.slice(0, 4) <= "2200";

export const date = dateType(
  (day, month, year) => (!year ? "date.no_year" : !(day && month) ? "date.incomplete" : null),
  isRealDate,
);

export const partialDate = dateType(
  (day, month, year) => (!year ? "date.no_year" : day && !month ? "date.no_month" : null),
  (text) => ISO.test(text) && isRealDate(text + "-01-01".slice(text.length - 4)),
);

function dayMonthYear(name, typed) {
  const [whole, ...boxes] = ["", ".d", ".m", ".y"].map((part) => tidy(first(typed, name + part)));
  const filled = [whole, ...boxes].filter(Boolean);
  return filled.length === 1 && (whole || PARTS.test(filled[0])) ? split(filled[0]) : boxes;
}

function split(text) {
  const parts = stripped(text, " ./-").split(PARTS);
  if (count(parts[0]) === 4) parts.reverse();
  return parts.length > 3 ? ["", "", "?"] : [...Array(3 - parts.length).fill(""), ...parts];
}

/** A partial date is compared by what it says: 2024 is not after 2024-03-01. */
function outOfBounds(f, found, env) {
  const min = f.min && f.min.of(env);
  const max = f.max && f.max.of(env);
  if (typeof min === "string" && order(found, start(min, found.length)) < 0) {
    return message("date.min", { min });
  }
  if (typeof max === "string" && order(found, start(max, found.length)) > 0) {
    return message(max === env.get("today") ? "date.future" : "date.max", { max });
  }
  return null;
}
