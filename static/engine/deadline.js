/** When a result is due: working days, the 15:00 rule, and a table of days off. */

import { addDays, weekday } from "./dates.js";
import { has } from "./records.js";

const LATE_FROM = "15:00";

/**
 * The date on which a file received on `day` at `time` (`HH:MM`, Việt Nam) is due.
 *
 * Received on a day off counts as received on the next working day. Zero working days is the same
 * day; what comes after 15:00 is then due on the next working day (QĐ 163/QĐ-BTP).
 *
 * @param {{[date: string]: boolean}} daysOff true is a day off, false a make-up day
 */
export function due(limit, day, time, daysOff) {
  let start = atWork(day, daysOff);
  const isLate = Boolean(limit.after_15h) && start === day && time > LATE_FROM;
  const working = Math.max(limit.working_days, isLate ? 1 : 0);
  for (let gone = 0; gone < working; gone += 1) start = after(start, daysOff);
  return start;
}

export const atWork = (day, daysOff) => (isWorked(day, daysOff) ? day : after(day, daysOff));

/** The next working day; a table that leaves none within a year is not believed. */
export function after(day, daysOff) {
  for (let step = 1; step <= 366; step += 1) {
    const found = addDays(day, step);
    if (found !== null && isWorked(found, daysOff)) return found;
  }
  return day;
}

/** Monday to Friday, unless the table says otherwise. */
export function isWorked(day, daysOff) {
  if (has(daysOff, day)) return !daysOff[day];
  const number = weekday(day);
  return number !== null && number <= 5;
}
