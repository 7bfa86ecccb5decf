/**
 * One turn of the citizen: a form was sent from a page; what is kept, and which page is next.
 *
 * @typedef {import("./walk.js").Place} Place
 * @typedef {import("./fields/base.js").Typed} Typed
 * @typedef {{answers: {[name: string]: any}, typed: {[page: string]: Typed}}} Draft answers, and
 *   for each page what was typed there that does not make an answer yet
 * @typedef {{draft: Draft, walk: object, go: Place, unseen: string[]}} Turn `go` is the page to
 *   show next; `unseen` are its warnings that were not on the screen when the form was sent
 */

import { TYPES, read } from "./fields/index.js";
import { first, message } from "./fields/base.js";
import { RECEIVING } from "./fields/places.js";
import { has, isRecord, kept as without, own } from "./records.js";
import { stepOf } from "./shapes.js";
import { start } from "./text.js";
import { MORE, indexOf, place as placeOf, samePlace, walk } from "./walk.js";

/** In code points: the longest text has 4,000 letters, and a letter sent as NFD may be three. */
const LONGEST_INPUT = 12000;
/** Where the citizen looks over all answers. */
export const CHECK = placeOf("kiem-tra");
/** An input that the edge adds when a form brought files or took one out: keep what is there and
 * show the page again. What is still empty is not finished, so it is not complained of. */
export const AGAIN = "again";
const UNTOUCHED = ["required", "consent.missing"];

/**
 * @param {Draft} draft
 * @param {Place} place
 * @param {Typed} typed
 * @param {boolean} toCheck the citizen came from the check page and returns there, by way of what
 *   newly became necessary
 * @returns {Turn}
 */
export function turn(flow, draft, place, typed, context, toCheck) {
  const step = stepOf(flow, place.step);
  if (!step || step.stop || !hasPage(step, place, draft)) return stay(flow, draft, context);
  if (step.group && place.n === null) return turnGroup(flow, draft, step, typed, context, toCheck);
  const kept = keep(flow, draft, step, place, typed, context);
  const result = walk(flow, kept.answers, context);
  const unseen = unseenWarnings(result, place, typed);
  const isWrong = has(kept.typed, key(place)) || errorsOn(result, place).length > 0;
  const stays = has(typed, AGAIN) || isWrong || unseen.length > 0;
  return turned(kept, result, stays ? place : following(result, place, toCheck), unseen);
}

const turned = (draft, result, go, unseen = []) => ({ draft, walk: result, go, unseen });

/** Whether there is such a page: of a group one for each member, and for one more. */
function hasPage(step, place, draft) {
  if (!step.group || place.n === null) return place.n === null;
  const last = Math.min(membersOf(draft, step).length + 1, step.group.max);
  return 1 <= place.n && place.n <= last;
}

function stay(flow, draft, context) {
  const result = walk(flow, draft.answers, context);
  return turned(draft, result, result.at || CHECK);
}

/** The page after the members: take one out, add one, or go on. */
function turnGroup(flow, draft, step, typed, context, toCheck) {
  const members = membersOf(draft, step);
  const said = first(typed, "more"), gone = first(typed, "remove");
  const here = placeOf(step.id);
  const go = (answers, notes, where) => {
    const result = walk(flow, answers, context);
    return turned({ answers, typed: notes }, result, where(result));
  };
  const out = members.findIndex((_, at) => String(at + 1) === gone);
  if (out >= 0) {
    const rest = members.filter((_, at) => at !== out);
    const notes = without(draft.typed, (name) => !name.startsWith(`${step.id}/`));
    return go({ ...draft.answers, [step.id]: rest }, notes, () => here);
  }
  const settled = without(draft.typed, (name) => name !== key(here));
  if (said === "yes" && members.length < step.group.max) {
    const answers = without(draft.answers, (name) => name !== step.id + MORE);
    return go(answers, settled, () => placeOf(step.id, members.length + 1));
  }
  if (said !== "no") {
    const marked = { ...draft.typed, [key(here)]: { more: [start(said, LONGEST_INPUT)] } };
    return go(draft.answers, marked, () => here);
  }
  const given = has(draft.answers, step.id) ? draft.answers[step.id] : members;
  const answers = { ...draft.answers, [step.id]: given, [step.id + MORE]: false };
  return go(answers, settled, (result) => following(result, here, toCheck));
}

/** Good answers are stored, a wrong one is taken out and what was typed is kept instead. */
function keep(flow, draft, step, place, typed, context) {
  const got = answersOf(flow, draft, step, typed, context);
  const isWrong = (name) => got.has(name) && got.get(name).error !== null;
  const right = [...got].filter(([name]) => !isWrong(name));
  const page = Object.fromEntries(right.map(([name, answer]) => [name, answer.value]));
  const before = held(draft, step, place);
  const after = { ...without(before, (name) => !isWrong(name)), ...page };
  const notes = without(draft.typed, (name) => name !== key(place));
  if (right.length < got.size) {
    const again = has(typed, AGAIN) ? { [AGAIN]: ["1"] } : {};
    notes[key(place)] = { ...inputsSent(step.fields, typed), ...again };
  }
  return { answers: put(draft, step, place, after), typed: notes };
}

/** Reads the fields of a page in order; a later one may look at an earlier one. */
function answersOf(flow, draft, step, typed, context) {
  const env = new Map(walk(flow, draft.answers, context).env);
  env.set(RECEIVING, context.receiving);
  const got = new Map();
  for (const one of step.fields) {
    const answer = read(one, typed, env, context.reference);
    got.set(one.id, answer);
    env.set(one.id, answer.value);
  }
  return got;
}

function inputsSent(fields, typed) {
  const names = fields.flatMap((one) => ["", ...TYPES[one.type].inputs].map((end) => one.id + end));
  const sent = names.filter((name) => has(typed, name));
  const cut = (texts) => texts.map((text) => start(text, LONGEST_INPUT)).slice(0, 60);
  return Object.fromEntries(sent.map((name) => [name, cut(typed[name])]));
}

/** The stored answers that the page may change. */
export function held(draft, step, place) {
  if (place.n === null) return draft.answers;
  return membersOf(draft, step)[place.n - 1] || {};
}

function put(draft, step, place, after) {
  if (place.n === null) return after;
  const members = membersOf(draft, step);
  if (place.n <= Math.min(members.length + 1, step.group.max)) members[place.n - 1] = after;
  return { ...draft.answers, [step.id]: members };
}

export function membersOf(draft, step) {
  const stored = own(draft.answers, step.id);
  return (Array.isArray(stored) ? stored : []).map((one) => (isRecord(one) ? one : {}));
}

export const errorsOn = (result, place) => result.errors.filter((note) => isHere(note, place));

export const warningsOn = (result, place) => result.warnings.filter((note) => isHere(note, place));

function isHere(note, place) {
  const inside = place.n ? note.on.startsWith(`${place.step}.${place.n}.`) : !note.on.includes(".");
  return note.step === place.step && inside;
}

export const markOf = (note) => `${note.on}:${note.message.id}`;

function unseenWarnings(result, place, typed) {
  const seen = first(typed, "seen").split(" ");
  return warningsOn(result, place).map(markOf).filter((mark) => !seen.includes(mark));
}

/** The page after this one: the next on the path, or the check page at its end. */
function following(result, place, toCheck) {
  const at = indexOf(result.path, place);
  const isLast = at < 0 || at === result.path.length - 1;
  return toCheck || isLast ? result.at || CHECK : result.path[at + 1];
}

/** Where a page stands on the path: the check page, and one more member, after its end; the
 * question of who receives before its beginning, as long as nobody has answered it. */
export function position(flow, result, place) {
  const at = indexOf(result.path, place), { receiver } = flow;
  if (at >= 0) return at;
  return receiver && samePlace(place, placeOf(receiver.id)) ? 0 : result.path.length;
}

export const preceding = (flow, result, place) => result.path[position(flow, result, place) - 1] || null;

export const key = (place) => (place.n === null ? place.step : `${place.step}/${place.n}`);

/** What is wrong with what was typed on this page; empty when nothing is kept there. */
export function doubtsOn(flow, draft, step, place, context) {
  const typed = own(draft.typed, key(place));
  if (typed === null) return new Map();
  if (step.group && place.n === null) {
    return new Map([["more", { value: null, error: message("required.choice"), choices: [] }]]);
  }
  const got = [...answersOf(flow, draft, step, typed, context)];
  const doubts = got.filter(([, answer]) => answer.error);
  return new Map(has(typed, AGAIN) ? doubts.filter(([, answer]) => !isUntouched(answer)) : doubts);
}

const isUntouched = (answer) => UNTOUCHED.some((id) => answer.error.id.startsWith(id));
