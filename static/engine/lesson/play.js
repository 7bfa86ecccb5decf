/**
 * One deed in a lesson: what was done at a scene, how it is judged, and where it leads.
 *
 * Pure and total, and it stores nothing: the same deed sent twice has the same answer.
 *
 * @typedef {import("./place.js").At} At
 * @typedef {import("./compare.js").Sent} Sent
 * @typedef {{at: At, result: "right" | "wrong" | "hint", outcome: string, stays: boolean,
 *   fell: boolean, ends: boolean, draft: import("../turn.js").Draft | null}} Turn `at` is where
 *   the deed leads. `outcome`: the item or the mistake that it was, never what was typed. `stays`:
 *   the page is shown again at once, with what was typed. `draft`: a `mini_form` as it was filled
 *   in, to show it with its messages; for a hint only with those that somebody who is not finished
 *   wants to see
 */

import { has, own } from "../records.js";
import { AGAIN } from "../turn.js";
import { does, filled } from "./compare.js";
import { MOST, atOf, backFrom } from "./place.js";
import { END, givesHints, inClothes, sceneOf } from "./shapes.js";

/** A form's own names: what was tapped, what was typed, and that somebody helped. */
const LAM = "lam", CHU = "chu", GIUP = "giup";
const HINT = "goi-y";
export const OTHER = "khac";
export const DONE = "xong";

/** With a page to return to it is a rehearsal: only the scenes that the lesson names for one.
 * @returns {At} */
export function begin(lesson, run, back = "") {
  const kept = backFrom(back);
  return atOf(run, kept ? lesson.rehearsal[0] : lesson.scenes[0].id, { back: kept });
}

/** What a scene's form means. @returns {Sent} */
export function sentFrom(form) {
  const first = (name) => {
    const [text] = own(form, name) || [];
    return text === undefined ? null : text;
  };
  return { tap: first(LAM) || "", typed: first(CHU), form, helped: first(GIUP) === "1" };
}

/** @param {At} at @param {Sent} sent @returns {Turn} */
export function play(lesson, at, sent, context) {
  const scene = sceneAt(lesson, at);
  if (sent.tap === HINT) return askForHint(lesson, scene, at, sent, context);
  const right = rights(scene).find((one) => does(lesson, scene, sent, one, context));
  if (right) return succeed(lesson, scene, at, right);
  const mistake = scene.mistakes.find((one) => does(lesson, scene, sent, one.when, context));
  return fail(scene, at, mistake || null, seen(lesson, scene, sent, context));
}

/** The scene as this run shows it; the caller found it. */
export function sceneAt(lesson, at) {
  const scene = sceneOf(lesson, at.scene);
  return inClothes(scene, variantOf(scene, at));
}

/** Another one after each trap walked into: who comes back meets it in other clothes. */
export function variantOf(scene, at) {
  if (!scene.variants.length) return null;
  return (parseInt(at.run.slice(-4), 16) + at.round) % scene.variants.length;
}

const rights = (scene) => [scene.expect, ...scene.also_ok];

const turned = (at, result, outcome, rest = {}) =>
  ({ at, result, outcome, stays: false, fell: false, ends: false, draft: null, ...rest });

/** The next hint of the ladder; at its end, or where there is none, the same again. Whoever asks in
 * the middle of a word keeps what is there of it. */
function askForHint(lesson, scene, at, sent, context) {
  const hint = givesHints(scene) ? Math.min(at.hint + 1, scene.hints.length) : at.hint;
  const after = { ...at, n: more(at.n), hint, said: "" };
  if (!holdsSomething(sent.form || {})) return turned(after, "hint", HINT);
  const unfinished = { ...sent, form: { ...sent.form, [AGAIN]: ["1"] } };
  const form = seen(lesson, scene, unfinished, context);
  return turned(after, "hint", HINT, { stays: true, draft: form && form.draft });
}

const holdsSomething = (form) =>
  Object.entries(form).some(([name, texts]) => ![LAM, GIUP].includes(name) && texts.some(Boolean));

function succeed(lesson, scene, at, right) {
  const leaves = at.back !== "" && !lesson.rehearsal.includes(scene.then);
  const ends = scene.then === END || leaves;
  const after = arrive(at, ends ? END : scene.then, scene.done ? `${scene.id}.${DONE}` : "");
  return turned(after, "right", right.target || DONE, { ends });
}

/** A wrong deed that has no name leads back to the scene itself. */
function fail(scene, at, mistake, form) {
  const { id: outcome, then, fell } = mistake || { id: OTHER, then: scene.id, fell: false };
  const said = `${scene.id}.${outcome}`, stays = then === scene.id;
  const after = stays ? { ...at, n: more(at.n), tries: more(at.tries), said } : arrive(at, then, said);
  const round = fell ? more(after.round) : after.round;
  const draft = form && form.draft;
  return turned({ ...after, round }, "wrong", outcome, { stays, fell, ends: then === END, draft });
}

/** A `mini_form` with the messages of the real page. */
function seen(lesson, scene, sent, context) {
  if (!has(lesson.forms, scene.id) || sent.form === null) return null;
  return filled(lesson.forms[scene.id], sent.form, context);
}

const arrive = (at, scene, said) =>
  atOf(at.run, scene, { n: more(at.n), round: at.round, said, back: at.back });

const more = (count) => Math.min(count + 1, MOST);

/** The scene and the outcome that something is to be said of. */
export function saidOf(lesson, at) {
  const [name, outcome] = at.said.split(".");
  const scene = sceneOf(lesson, name);
  return scene && outcome ? [inClothes(scene, variantOf(scene, at)), outcome] : null;
}
