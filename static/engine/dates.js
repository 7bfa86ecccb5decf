/**
 * The calendar, on `YYYY-MM-DD` text alone: proleptic Gregorian, years 0001 to 9999, no zone.
 * Every function takes any value and gives null for what is not a date; none throws.
 */

/** The day numbers of 0001-01-01 and 9999-12-31. */
export const FIRST = 0, LAST = 3652058;

const SHAPE = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export const isDate = (value) => whole(value) !== null;

/** Days from one date to the other; negative when `end` comes first. */
export function days(start, end) {
  const first = whole(start), last = whole(end);
  return first && last ? number(...last) - number(...first) : null;
}

/**
 * Full years on a day; null before the birth. Who was born on 29 February is a year older on
 * 1 March of a common year (Điều 148 Bộ luật Dân sự).
 */
export function age(birth, on) {
  const born = whole(birth), then = whole(on);
  if (!born || !then || number(...then) < number(...born)) return null;
  const before = then[1] < born[1] || (then[1] === born[1] && then[2] < born[2]);
  return then[0] - born[0] - (before ? 1 : 0);
}

export function addDays(date, count) {
  const start = whole(date);
  if (!start || !isCount(count)) return null;
  const there = number(...start) + count;
  return FIRST <= there && there <= LAST ? fromNumber(there) : null;
}

/** The same day of another month, or that month's last day: 31 January + 1 = 28 February. */
export function addMonths(date, count) {
  const start = whole(date);
  if (!start || !isCount(count)) return null;
  const months = start[0] * 12 + start[1] - 1 + count;
  const y = Math.floor(months / 12), m = modulo(months, 12) + 1;
  return 1 <= y && y <= 9999 ? text(y, m, Math.min(start[2], monthLength(y, m))) : null;
}

/** Also of a date of which only the year, or the year and month, is known. */
export const year = (value) => part(value, 0);

/** Also of `YYYY-MM`; null where only the year is known. */
export const month = (value) => part(value, 1);

export const day = (value) => part(value, 2);

/** 1 is Monday (thứ Hai), 7 is Sunday (Chủ nhật). */
export function weekday(date) {
  const found = whole(date);
  return found && (number(...found) % 7) + 1;
}

export const isLeap = (y) => y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0);

export const monthLength = (y, m) => (m === 2 && isLeap(y) ? 29 : MONTH_LENGTHS[m - 1]);

/** @returns {[number, number, number] | null} */
function whole(value) {
  const found = parts(value);
  return found && found[2] !== null ? found : null;
}

/** Year, month and day, null where not known. */
function parts(value) {
  const found = typeof value === "string" ? SHAPE.exec(value) : null;
  if (!found) return null;
  const [y, m, d] = [found[1], found[2], found[3]].map((one) => (one ? Number(one) : null));
  return y && exists(y, m, d) ? [y, m, d] : null;
}

function part(value, at) {
  const found = parts(value);
  return found && found[at];
}

function exists(y, m, d) {
  if (m === null) return true;
  if (m < 1 || m > 12) return false;
  return d === null || (1 <= d && d <= monthLength(y, m));
}

/** Days since 0001-01-01. The year is counted from March, so that 29 February ends it. */
function number(y, m, d) {
  const shifted = m <= 2 ? y - 1 : y;
  const before = shifted * 365 + over(shifted, 4) - over(shifted, 100) + over(shifted, 400);
  return before + over(153 * ((m + 9) % 12) + 2, 5) + d - 307;
}

function fromNumber(there) {
  // How many days come before 1 March of year 0, in cycles of 400 years (146,097 days).
  const since = there + 306;
  const cycle = over(since, 146097), rest = since % 146097;
  const ofCycle = over(rest - over(rest, 1460) + over(rest, 36524) - over(rest, 146096), 365);
  const ofYear = rest - (365 * ofCycle + over(ofCycle, 4) - over(ofCycle, 100));
  const march = over(5 * ofYear + 2, 153);
  const m = march < 10 ? march + 3 : march - 9;
  const d = ofYear - over(153 * march + 2, 5) + 1;
  return text(cycle * 400 + ofCycle + (m <= 2 ? 1 : 0), m, d);
}

const text = (y, m, d) => `${digits(y, 4)}-${digits(m, 2)}-${digits(d, 2)}`;

const digits = (value, places) => String(value).padStart(places, "0");

const over = (value, by) => Math.floor(value / by);

const modulo = (value, by) => ((value % by) + by) % by;

// Whole and exact: beyond 2^53 a double is no count.
const isCount = (value) => Number.isInteger(value) && Math.abs(value) <= 2 ** 53;
