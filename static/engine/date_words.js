/**
 * A date in Vietnamese words, as the civil-status forms ask for it ("ghi bằng chữ"). Always
 * Vietnamese, whatever language the page is in: the words go onto the official form.
 */

import { isDate } from "./dates.js";

const DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/** `2026-11-05` is "Ngày năm tháng mười một năm hai nghìn không trăm hai mươi sáu". */
export function dateInWords(value) {
  if (!isDate(value)) return null;
  const [year, month, day] = value.split("-").map(Number);
  return `Ngày ${below100(day)} tháng ${below100(month)} năm ${below10000(year)}`;
}

/** After a ten, 1 is "mốt" from 21 on and 5 is "lăm". */
export function below100(number) {
  const tens = Math.floor(number / 10), ones = number % 10;
  if (tens === 0) return DIGITS[ones];
  const words = tens === 1 ? "mười" : `${DIGITS[tens]} mươi`;
  if (ones === 0) return words;
  const last = ones === 1 && tens > 1 ? "mốt" : ones === 5 ? "lăm" : DIGITS[ones];
  return `${words} ${last}`;
}

/** Every place is said, as in 2005, "hai nghìn không trăm linh năm"; nothing after the last. */
export function below10000(number) {
  const thousands = Math.floor(number / 1000), rest = number % 1000;
  const hundreds = Math.floor(rest / 100), last = rest % 100;
  const words = thousands ? [`${DIGITS[thousands]} nghìn`] : [];
  if (rest && (hundreds || thousands)) words.push(`${DIGITS[hundreds]} trăm`);
  if (last) words.push(last < 10 && words.length ? `linh ${DIGITS[last]}` : below100(last));
  return words.join(" ");
}
