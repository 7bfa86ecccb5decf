/**
 * How well somebody can do each skill, worked out anew from what was done.
 *
 * Nothing of it is stored. Events may come in any order and more than once.
 *
 * @typedef {import("./events.js").Event} Event
 * @typedef {{n: number, distinct: boolean, refresh_days: number[], scam: boolean}} Rule `n`
 *   successes in a row, where `distinct` on different variants; then again after so many days
 * @typedef {"new" | "needs_help" | "with_hints" | "alone" | "lasting"} State
 * @typedef {{state: State, streak: number, since_ms: number | null, due_ms: number | null,
 *   last_ms: number | null, worked: {alone: number, hinted: number, helped: number}}} Standing
 *   `streak`: independent successes in a row that count; `since_ms`: when the state was reached;
 *   `due_ms`: when it is to be shown again; `worked`: the successes, by who did the work
 */

import { has } from "../records.js";
import { order } from "../text.js";
import { keyOf } from "./events.js";

const DAY_MS = 24 * 60 * 60 * 1000;
const LASTING_MS = 7 * DAY_MS;
/** A warning of a scam faded between two and four weeks (Scheibe 2014): the longest pause. */
const SCAM_DAYS = 14;
const WRONG_IN_A_RUN = 3;
const FELL = 2;
const LAST_HINT = 4;

const begunTrail = (rule) => ({
  rule, state: "new", forms: [], since: null, mastered: null, due: null, refreshed: 0, last: null,
  fell: 0, wrong: new Map(), worked: { alone: 0, hinted: 0, helped: 0 },
});

/** The rule of each skill; of one that several lessons train the strictest.
 * @returns {{[skill: string]: Rule}} */
export function rules(lessons) {
  const found = new Map();
  for (const { mastery, scam, skills } of lessons) {
    const { n, distinct_variants: distinct, refresh_days } = mastery;
    const rule = { n, distinct, refresh_days, scam };
    for (const skill of skills) {
      found.set(skill, found.has(skill) ? stricter(found.get(skill), rule) : rule);
    }
  }
  return Object.fromEntries(found);
}

/**
 * Of one learner.
 *
 * @param {Iterable<Event>} events
 * @param {{[skill: string]: Rule}} skills
 * @returns {{[skill: string]: Standing}}
 */
export function standings(events, skills) {
  const trails = Object.entries(skills).map(([skill, rule]) => [skill, begunTrail(rule)]);
  const of = Object.fromEntries(trails);
  for (const event of inOrder(events)) {
    const isKnown = event.skill !== null && has(of, event.skill);
    if (isKnown && event.result !== "begun") follow(of[event.skill], event);
  }
  return Object.fromEntries(trails.map(([skill, trail]) => [skill, standing(trail)]));
}

function stricter(a, b) {
  const days = compare(a.refresh_days, b.refresh_days) <= 0 ? a.refresh_days : b.refresh_days;
  return {
    n: Math.max(a.n, b.n), distinct: a.distinct || b.distinct, refresh_days: days, scam: a.scam || b.scam,
  };
}

/** By their time and place, each deed once: of what is told in two ways the earlier. */
function inOrder(events) {
  const kept = new Map();
  const ranked = [...events].map((event) => [rank(event), event]);
  for (const [, event] of ranked.sort(([a], [b]) => compare(a, b))) {
    if (!kept.has(keyOf(event))) kept.set(keyOf(event), event);
  }
  return kept.values();
}

/** After the key comes all else that a standing depends on, so that no order is left open. */
const rank = (event) => [
  event.at, event.run, event.n, event.scene, event.outcome,
  event.result, event.lesson, event.skill || "", event.touch,
  event.variant === null ? -1 : event.variant, event.hint, Number(event.fell),
];

/** As Python compares tuples. */
function compare(a, b) {
  const at = a.findIndex((one, index) => one !== b[index]);
  if (at < 0) return a.length - b.length;
  if (at >= b.length) return 1;
  return typeof a[at] === "string" ? order(a[at], b[at]) : a[at] - b[at];
}

function follow(trail, event) {
  trail.last = event.at;
  if (event.result === "right" || event.result === "real") {
    succeed(trail, event);
    return;
  }
  if (event.result === "wrong") {
    trail.forms = [];
    trail.fell += Number(event.fell);
    trail.wrong.set(sceneIn(event), (trail.wrong.get(sceneIn(event)) || 0) + 1);
  }
  if (isStuck(trail, event)) {
    reach(trail, "needs_help", event.at);
    trail.forms = [];
    trail.due = null;
    trail.mastered = null;
  }
}

const sceneIn = (event) => `${event.run} ${event.scene}`;

/** Tried three times, shown everything, or in the same kind of trap again. */
function isStuck(trail, event) {
  const tried = (trail.wrong.get(sceneIn(event)) || 0) >= WRONG_IN_A_RUN;
  return tried || trail.fell >= FELL || event.hint >= LAST_HINT;
}

function succeed(trail, event) {
  const how = howDone(event);
  trail.worked[how] += 1;
  if (how !== "alone") {
    trail.forms = [];
    if (trail.state === "new") reach(trail, "with_hints", event.at);
    return;
  }
  trail.wrong.clear();
  trail.fell = 0;
  count(trail, event);
  if (trail.state === "new" || trail.state === "needs_help") reach(trail, "with_hints", event.at);
  const isEnough = trail.forms.length >= trail.rule.n || event.result === "real";
  if (trail.mastered !== null) passAgain(trail, event);
  else if (isEnough) master(trail, event);
}

/** The first hint only points: it leaves the work to who asked for it. */
function howDone(event) {
  if (event.touch === "coach") return "helped";
  return event.hint <= 1 ? "alone" : "hinted";
}

/** Where a scene has no variants, another run is another time. */
function count(trail, event) {
  const which = event.variant === null ? event.run : event.variant;
  const form = `${event.lesson} ${event.scene} ${which}`;
  if (!trail.rule.distinct || !trail.forms.includes(form)) trail.forms.push(form);
}

function master(trail, event) {
  reach(trail, event.result === "real" ? "lasting" : "alone", event.at);
  trail.mastered = event.at;
  trail.refreshed = 0;
  trail.due = dueAfter(trail, event.at);
}

/** Later, or in earnest, it lasts; what was due is done, and due again after a longer while. */
function passAgain(trail, event) {
  const lasts = event.result === "real" || event.at - trail.mastered >= LASTING_MS;
  if (trail.state === "alone" && lasts) reach(trail, "lasting", event.at);
  if (trail.due !== null && event.at >= trail.due) {
    trail.refreshed += 1;
    trail.due = dueAfter(trail, event.at);
  }
}

function dueAfter({ rule, refreshed }, at) {
  const days = rule.refresh_days;
  if (!days.length) return null;
  const pause = days[Math.min(refreshed, days.length - 1)];
  return at + DAY_MS * (rule.scam ? Math.min(pause, SCAM_DAYS) : pause);
}

function reach(trail, state, at) {
  if (trail.state === state) return;
  trail.state = state;
  trail.since = at;
}

const standing = (trail) => ({
  state: trail.state,
  streak: trail.forms.length,
  since_ms: trail.since,
  due_ms: trail.due,
  last_ms: trail.last,
  worked: trail.worked,
});
