/**
 * Whether a deed is the one that an author named: a tap, something typed, a form filled in.
 *
 * What is typed is compared as people mean it: without blanks around it and without regard to
 * capital letters, `hoà` being `hòa`.
 *
 * @typedef {import("../fields/base.js").Typed} Form
 * @typedef {{tap: string, typed: string | null, form: Form | null, helped: boolean}} Sent what a
 *   scene's form sent; `helped`: somebody else says that they lent a hand
 * @typedef {{draft: import("../turn.js").Draft, answers: object, holds: boolean}} Filled a
 *   `mini_form` as the real page took it; `holds`: it would let the citizen go on
 */

import { has, isRecord, kept, own } from "../records.js";
import { count, fold, replaced, tidy } from "../text.js";
import { errorsOn, held, key, turn as fillIn } from "../turn.js";
import { place } from "../walk.js";
import { TAPPED, worded } from "./shapes.js";

/** The old place of the tone mark in an open syllable, and the new one; both are taught. */
const TONES = [
  ["òa", "oà"], ["óa", "oá"], ["ỏa", "oả"], ["õa", "oã"], ["ọa", "oạ"],
  ["òe", "oè"], ["óe", "oé"], ["ỏe", "oẻ"], ["õe", "oẽ"], ["ọe", "oẹ"],
  ["ùy", "uỳ"], ["úy", "uý"], ["ủy", "uỷ"], ["ũy", "uỹ"], ["ụy", "uỵ"],
];
export const EMPTY = { answers: {}, typed: {} };

/** Whether what was sent is this action. @param {Sent} sent */
export function does(lesson, scene, sent, action, context) {
  if (action.do !== kindOf(scene, sent)) return false;
  if (action.do === "tap") return sent.tap === action.target;
  if (action.do === "type") return types(lesson, scene, sent.typed || "", action);
  return fills(lesson, scene, sent.form || {}, action, context);
}

/** All that the scene has words or a way for. */
export const outcomes = (scene) =>
  [scene.expect, ...scene.also_ok, ...scene.mistakes.map((one) => one.when)];

/** The items that some tap of its outcomes names. */
export const taps = (scene) =>
  outcomes(scene).filter((one) => one.do === "tap").map((one) => one.target);

/** What looks as if it could be tapped. Of two photographs both do as soon as one does, or the right
 * one would show. */
export function choices(scene) {
  const { shows } = scene.screen, named = taps(scene);
  const alike = shows.filter((one) => named.includes(one.id)).map((one) => one.kind);
  return shows.filter((one) => [...TAPPED, ...alike].includes(one.kind));
}

/** The button that sends what was typed is no deed of its own, unless an outcome names it. */
function kindOf(scene, sent) {
  if (taps(scene).includes(sent.tap)) return "tap";
  const is = (kind) => outcomes(scene).some((one) => one.do === kind);
  if (is("fill") && sent.form !== null) return "fill";
  return is("type") && sent.typed !== null ? "type" : "tap";
}

function types(lesson, scene, typed, action) {
  const text = spelt(scene, typed);
  const { equals, not_equals: other, same_but_marks: marks } = action;
  const { shorter_than: least, longer_than: most } = action;
  const wanted = (words) => spelt(scene, worded(lesson, words));
  const isCompared = [equals, other, marks, least, most].some((one) => one !== null);
  return (text !== "" || isCompared)
    && (equals === null || text === wanted(equals))
    && (other === null || text !== wanted(other))
    && (marks === null || fold(text) === fold(wanted(marks)))
    && (least === null || count(text) < least)
    && (most === null || count(text) > most);
}

/** One spelling for what counts as the same. In a code no blank counts. */
export function spelt(scene, text) {
  const isCode = scene.type === "type_code" || scene.screen.shows.some((one) => one.kind === "code");
  if (isCode) return replaced(tidy(text), " ", "");
  const plain = tidy(text).toLowerCase();
  return TONES.reduce((now, [old, wanted]) => replaced(now, old, wanted), plain);
}

function fills(lesson, scene, form, action, context) {
  const flow = lesson.forms[scene.id];
  const texts = Object.entries(action.answers).map(([name, text]) => [name, [worded(lesson, text)]]);
  const given = Object.fromEntries(texts), got = filled(flow, form, context);
  const ids = flow.steps[0].fields.map((one) => one.id);
  const named = ids.filter((id) => texts.some(([name]) => isInput(name, id)));
  // The others stay as they were sent, because a field may look at another one.
  const rest = kept(form, (name) => !named.some((id) => isInput(name, id)));
  const wanted = filled(flow, { ...rest, ...given }, context).answers;
  return got.holds && named.every((id) =>
    has(wanted, id) && alike(own(got.answers, id), wanted[id], has(given, `${id}.detail`)));
}

/** The form put into an empty draft: its messages are the real ones, and nothing is kept.
 * @returns {Filled} */
export function filled(flow, form, context) {
  const where = placeOf(flow);
  const done = fillIn(flow, EMPTY, where, form, context, false);
  const holds = !has(done.draft.typed, key(where)) && !errorsOn(done.walk, where).length;
  return { draft: done.draft, answers: held(done.draft, flow.steps[0], where), holds };
}

/** The one page of a `mini_form`'s flow. */
export const placeOf = ({ steps: [step] }) => place(step.id, step.group ? 1 : null);

const isInput = (name, field) => name === field || name.startsWith(`${field}.`);

/** A commune that is known is the same however its name was typed; of one that is not, capital
 * letters make no difference. */
function alike(got, wanted, withDetail) {
  if (!isRecord(got) || !isRecord(wanted)) return JSON.stringify(got) === JSON.stringify(wanted);
  const names = withDetail ? ["province", "commune", "detail"] : ["province", "commune"];
  const [one, other] = [got, wanted].map((value) => String(own(value, "place")).toLowerCase());
  return names.every((name) => own(got, name) === own(wanted, name))
    && (own(wanted, "commune") !== null || one === other);
}
