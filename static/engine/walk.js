/**
 * The walk: from a flow and its answers to the path, the place, the errors, papers and fee.
 *
 * Pure and total: no clock, no I/O, and it never throws, whatever the answers hold. An answer off
 * the path reads as null.
 *
 * @typedef {{today: string, commune: string, channel: "online" | "desk" | "post",
 *   reference: import("./fields/base.js").Reference, receiving: string[]}} Context what a walk may
 *   know of the world; `receiving` are the communes that a dossier may be sent to from here
 * @typedef {{step: string, n: number | null}} Place a step, and the member (from 1) inside a group
 * @typedef {{on: string, message: import("./fields/base.js").Message, step: string}} Note
 *   inside a group `on` is `<step>.<n>.<field>`
 */

import { fee } from "./fee.js";
import { TYPES, errorIn } from "./fields/index.js";
import { message } from "./fields/base.js";
import { chain, has, isRecord, own } from "./records.js";
import { adds } from "./shapes.js";

/** `con.more` answers "is there another one?" of the group step `con`. */
export const MORE = ".more";

/** @returns {Place} */
export const place = (step, n = null) => ({ step, n });

export const samePlace = (a, b) => a.step === b.step && a.n === b.n;

/** Where a place stands on a path; -1 when it is not there. */
export const indexOf = (path, wanted) => path.findIndex((one) => samePlace(one, wanted));

/**
 * `at` is the first page that still wants something, null when everything is answered; `stopped`
 * names the step that ended the flow early. What only the check page and the desk show is worked
 * out when it is asked for.
 *
 * @param {Context} context
 */
export function walk(flow, answers, context) {
  const { today, commune, channel, reference } = context;
  const env = new Map([["today", today], ["commune", commune], ["channel", channel]]);
  const trail = { env, path: [], at: null, errors: [], warnings: [], stopped: null };
  for (const step of flow.steps) {
    if (!isAsked(flow, step, answers, env)) continue;
    passStep(step, answers, trail, reference);
    if (trail.at) break;
  }
  judge(flow, trail);
  return {
    ...trail,
    done: trail.at === null,
    get officer() {
      return notes(flow, ["officer"], stepsOn(trail.path), env).map(([, note]) => note);
    },
    get papers() {
      return flow.papers.filter((one) => !one.when || one.when.holds(env));
    },
    get fee() {
      return fee(flow, env, today, channel);
    },
  };
}

function isAsked(flow, step, answers, env) {
  if (step === flow.receiver) return step.fields.some((one) => own(answers, one.id) != null);
  return !step.when || step.when.holds(env);
}

function passStep(step, answers, trail, ref) {
  const here = place(step.id);
  if (step.stop) {
    trail.path.push(here);
    trail.at = here;
    trail.stopped = step.id;
  } else if (step.group) {
    passGroup(step, answers, trail, ref);
  } else {
    trail.path.push(here);
    const into = { get: (name) => trail.env.get(name), set: (name, value) => trail.env.set(name, value) };
    if (!take(step.fields, answers, trail, ref, here, "", into)) trail.at = here;
  }
}

/** Takes the fields of one page into the environment; false when one is missing or wrong. */
function take(fields, answers, trail, ref, here, prefix, into) {
  let whole = true;
  for (const one of fields) {
    if (!has(answers, one.id)) {
      into.set(one.id, null);
      whole = false;
      continue;
    }
    const value = answers[one.id];
    const wrong = errorIn(one, value, into, ref);
    into.set(one.id, wrong ? null : value);
    if (wrong) {
      trail.errors.push({ on: prefix + one.id, message: wrong, step: here.step });
      whole = false;
    } else if (one.receives && value) {
      into.set("commune", value.commune);
    }
  }
  for (const one of fields) {
    const value = into.get(one.id);
    const look = value === null ? null : TYPES[one.type].warn(one, value, into);
    if (look) trail.warnings.push({ on: prefix + one.id, message: look, step: here.step });
  }
  return whole;
}

/** Members one page each, then the question whether there is another one. */
function passGroup(step, answers, trail, ref) {
  const { min, max } = step.group;
  const given = own(answers, step.id);
  const members = Array.isArray(given) ? given : [];
  const kept = members.slice(0, max).map((member, at) => {
    const here = place(step.id, at + 1);
    const scope = Object.create(null);
    const into = { ...chain(scope, trail.env), set: (name, value) => { scope[name] = value; } };
    trail.path.push(here);
    const held = isRecord(member) ? member : {};
    const whole = take(step.fields, held, trail, ref, here, `${step.id}.${at + 1}.`, into);
    if (!whole && !trail.at) trail.at = here;
    return scope;
  });
  trail.env.set(nameOfGroup(step), kept);
  if (!trail.at && kept.length < min) {
    trail.at = place(step.id, kept.length + 1);
    trail.path.push(trail.at);
  } else if (!trail.at && min < max) {
    settleMore(step, answers, trail, kept.length < max);
  }
}

function settleMore(step, answers, trail, room) {
  const here = place(step.id);
  trail.path.push(here);
  if (room && own(answers, step.id + MORE) !== false) trail.at = here;
}

/** Applies the flow's own checks; an error moves the place back to the step of its field. */
function judge(flow, trail) {
  const walked = trail.path.map((one) => one.step);
  for (const [level, note] of notes(flow, ["error", "warn"], new Set(walked), trail.env)) {
    if (level === "warn") {
      trail.warnings.push(note);
      continue;
    }
    trail.errors.push(note);
    // The last page of the step: of a group the one that shows all its members.
    stepBack(trail, walked.lastIndexOf(note.step));
  }
  if (trail.path.length < walked.length) forgetWhatIsOff(flow, trail);
}

/** What the flow's checks of these levels have to say about the steps walked. */
function notes(flow, levels, walked, env) {
  const found = [];
  flow.checks.forEach((check, index) => {
    const owner = flow.owners.get(check.on);
    if (levels.includes(check.level) && walked.has(owner) && check.when.holds(env)) {
      found.push([check.level, { on: check.on, message: message(`check.${index}`), step: owner }]);
    }
  });
  return found;
}

/** The list of members, as conditions call it. */
export const nameOfGroup = (step) => adds(step)[0];

function stepBack(trail, index) {
  if (trail.at && indexOf(trail.path, trail.at) <= index) return;
  trail.at = trail.path[index];
  trail.stopped = null;
  trail.path.length = index + 1;
}

/** After a step back, what lies ahead is off the path, and reads as null again. */
function forgetWhatIsOff(flow, trail) {
  const walked = stepsOn(trail.path);
  for (const [name, step] of flow.owners) {
    if (!walked.has(step)) trail.env.delete(name);
  }
  trail.errors = trail.errors.filter((note) => walked.has(note.step));
  trail.warnings = trail.warnings.filter((note) => walked.has(note.step));
}

const stepsOn = (path) => new Set(path.map((one) => one.step));

/** The fields whose answers count, in the order of the flow; groups are not entered. */
export function fieldsOnPath(flow, result) {
  const steps = stepsOn(result.path);
  return flow.steps.filter((step) => steps.has(step.id) && !step.group).flatMap((step) => step.fields);
}

/** The answers to hand in: on the path and given, nothing else. The members of a group stand
 * under its name in expressions. */
export function submitted(flow, result) {
  const groups = flow.steps.filter((step) => step.group).map(nameOfGroup);
  const names = [...fieldsOnPath(flow, result).map((one) => one.id), ...groups];
  const values = names.map((name) => [name, result.env.get(name)]);
  return Object.fromEntries(values.filter(([name, value]) => isGiven(value, groups.includes(name))));
}

const isGiven = (value, isGroup) => value != null && !(isGroup && !value.length);

/** The values of the official form that nobody types, by id; each may look at those before. */
export function derived(flow, env) {
  const values = new Map(env);
  for (const one of flow.derived) values.set(one.id, one.value.of(values));
  return Object.fromEntries(flow.derived.map((one) => [one.id, values.get(one.id)]));
}
