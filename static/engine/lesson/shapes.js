/**
 * The shapes of a lesson, from a pack's JSON: keys at their default put back. Keys keep the names
 * that docs/lesson-format.md gives them.
 */

import { has } from "../records.js";
import { flowFrom } from "../shapes.js";

export const END = "END";
export const TAPPED = ["button", "link", "row", "card", "tab"];
export const TYPED = ["field", "code"];
const FIXTURE = /\{([a-z][a-z0-9_]{0,39})\}/g;

/** A lesson as the engine plays it. */
export const lessonFrom = (data) => ({
  fixtures: {},
  scam: false,
  ...data,
  mastery: { n: 2, distinct_variants: true, refresh_days: [7, 21, 60], ...data.mastery },
  scenes: data.scenes.map(scene),
  forms: formsFrom(data.forms || {}),
});

const formsFrom = (data) =>
  Object.fromEntries(Object.entries(data).map(([id, flow]) => [id, flowFrom(flow)]));

const scene = (data) => ({
  skill: null,
  variants: [],
  trap: false,
  check: false,
  hints_allowed: true,
  done: "",
  other: "",
  ...data,
  screen: screen(data.screen),
  expect: action(data.expect),
  also_ok: (data.also_ok || []).map(action),
  mistakes: (data.mistakes || []).map((one) => ({ fell: false, ...one, when: action(one.when) })),
  hints: (data.hints || []).map((one) => ({ highlight: null, lock_to: null, ...one })),
});

const screen = (data) => ({ shows: [], ...data });

const action = (data) => ({
  target: null,
  equals: null,
  not_equals: null,
  same_but_marks: null,
  shorter_than: null,
  longer_than: null,
  answers: {},
  ...data,
});

export const givesHints = (one) => one.hints.length > 0 && one.hints_allowed && !one.check;

/** With what this variant gives in its place; null is the scene as it stands. */
export function inClothes(one, number) {
  if (number === null) return one;
  const given = { ...one, ...one.variants[number] };
  return { ...given, id: one.id, screen: screen(given.screen) };
}

export const sceneOf = (lesson, id) => lesson.scenes.find((one) => one.id === id) || null;

/** With the fixtures in their places; a brace that names none stays as it is. */
export const worded = (lesson, text) =>
  text.replace(FIXTURE, (whole, name) =>
    (has(lesson.fixtures, name) ? lesson.fixtures[name] : whole));
