/**
 * What became of a step: whether a form that was sent did it, or was refused. Mirrors
 * kiosk/flow/passing.py.
 *
 * @typedef {import("../../engine/turn.js").Draft} Draft
 * @typedef {import("../../engine/turn.js").Turn} Turn
 * @typedef {import("../../engine/walk.js").Place} Place
 */

import { has, own } from "../../engine/records.js";
import { stepOf } from "../../engine/shapes.js";
import { AGAIN, errorsOn, key, membersOf } from "../../engine/turn.js";
import { MORE, walk } from "../../engine/walk.js";
import { fileFields } from "./rules.js";

/** Whether the page came back with something to mend. Files that came or went mend nothing.
 * @param {Place} place @param {Turn} turn */
export function isRefused(place, turn) {
  const typed = own(turn.draft.typed, key(place));
  return typed ? !has(typed, AGAIN) : errorsOn(turn.walk, place).length > 0;
}

/** Whether the step was done now and not before: who comes back and corrects is not counted twice.
 * A file is an answer before its page was left, so that there only the way back from the check page
 * (`toCheck`) tells. @param {Place} place @param {Draft} before @param {Turn} turn */
export function isDone(flow, place, before, turn, context, toCheck) {
  const step = stepOf(flow, place.step);
  if (!step || step.stop || turn.go.step === place.step) return false;
  if (isRefused(place, turn) || !isAnswered(step, turn.draft)) return false;
  return !(fileFields(step).length ? toCheck : wasDone(flow, step, before, context));
}

function wasDone(flow, step, before, context) {
  if (!isAnswered(step, before) || isMarked(step, before)) return false;
  return walk(flow, before.answers, context).errors.every((note) => note.step !== step.id);
}

function isAnswered(step, draft) {
  if (!step.group) return step.fields.every(({ id }) => has(draft.answers, id));
  const full = membersOf(draft, step).length >= step.group.max;
  return full || own(draft.answers, step.id + MORE) === false;
}

/** Whether something on its pages was refused, and is still to be mended. */
const isMarked = (step, draft) =>
  Object.entries(draft.typed).some(
    ([page, typed]) => page.split("/")[0] === step.id && !has(typed, AGAIN));

/** Whether nothing was sent from the step before, but files. Of a group nobody can tell. */
export function isFirstTry(step, before) {
  if (step.group || isMarked(step, before)) return false;
  const fresh = !step.fields.some(({ id }) => has(before.answers, id));
  return fresh || fileFields(step).length > 0;
}
