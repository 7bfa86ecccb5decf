/** The operators and functions of the expression language: values already read in, a value out. */

import * as dates from "./dates.js";
import { count, fold, order } from "./text.js";
import { double, haveOrder, isNumber, read, same } from "./values.js";

const LONGEST_TEXT = 10000;

const less = (a, b) => haveOrder(a, b) && (isNumber(a) ? a < b : order(a, b) < 0);

const atMost = (a, b) => haveOrder(a, b) && (isNumber(a) ? a <= b : order(a, b) <= 0);

const more = (a, b) => less(b, a);

const atLeast = (a, b) => atMost(b, a);

const isIn = (item, items) => Array.isArray(items) && items.some((other) => same(item, read(other)));

function add(a, b) {
  if (typeof a === "string" && typeof b === "string") {
    return count(a) + count(b) <= LONGEST_TEXT ? a + b : null;
  }
  return areNumbers(a, b) ? double(a + b) : null;
}

const subtract = (a, b) => (areNumbers(a, b) ? double(a - b) : null);

const multiply = (a, b) => (areNumbers(a, b) ? double(a * b) : null);

const divide = (a, b) => (areNumbers(a, b) && b ? double(a / b) : null);

/** The sign is that of `a`. */
const remainder = (a, b) => (areNumbers(a, b) && b ? double(a % b) : null);

const areNumbers = (a, b) => isNumber(a) && isNumber(b);

export const BINARY = new Map([
  ["<", less],
  ["<=", atMost],
  [">", more],
  [">=", atLeast],
  ["in", isIn],
  ["+", add],
  ["-", subtract],
  ["*", multiply],
  ["/", divide],
  ["%", remainder],
]);

function size(value) {
  if (typeof value === "string") return count(value);
  return Array.isArray(value) ? value.length : null;
}

const contains = (text, part) => areTexts(text, part) && text.includes(part);

const startsWith = (text, start) => areTexts(text, start) && text.startsWith(start);

const endsWith = (text, end) => areTexts(text, end) && text.endsWith(end);

const areTexts = (a, b) => typeof a === "string" && typeof b === "string";

const folded = (text) => (typeof text === "string" ? fold(text) : null);

const least = (...values) => best(values, less);

const greatest = (...values) => best(values, more);

function best(values, comesFirst) {
  if (!values.every((value) => haveOrder(values[0], value))) return null;
  return values.reduce((found, value) => (comesFirst(value, found) ? value : found));
}

export const FUNCTIONS = new Map([
  ["age", dates.age],
  ["days", dates.days],
  ["addDays", dates.addDays],
  ["addMonths", dates.addMonths],
  ["year", dates.year],
  ["month", dates.month],
  ["day", dates.day],
  ["weekday", dates.weekday],
  ["size", size],
  ["contains", contains],
  ["startsWith", startsWith],
  ["endsWith", endsWith],
  ["fold", folded],
  ["min", least],
  ["max", greatest],
]);
