/** The values that fill the holes of a lesson's pages: a pack and a place in, a flat record out. */

import { has } from "../records.js";
import { stepValues } from "../view.js";
import { walk } from "../walk.js";
import { EMPTY, choices, placeOf, taps } from "./compare.js";
import { formPack } from "./pack.js";
import { FINISH, LIST, cardUrl, startUrl, url } from "./place.js";
import { DONE, OTHER, saidOf, sceneAt, variantOf } from "./play.js";
import { END, TAPPED, TYPED, givesHints, sceneOf, worded } from "./shapes.js";

/** The name of a scene's page in the pack. */
export function pageOf(lesson, at) {
  if (at.scene === END) return FINISH;
  const scene = sceneOf(lesson, at.scene);
  const number = scene && variantOf(scene, at);
  return number === null ? at.scene : `${at.scene}.${number}`;
}

/** Holes of a scene's page. A `mini_form` needs `context`, and has a `draft` when what was filled
 * in is shown again. */
export function sceneValues(pack, at, typed = "", draft = null, context = null) {
  const scene = sceneAt(pack.lesson, at);
  const form = has(pack.lesson.forms, scene.id) ? formValues(pack, scene, draft, context) : {};
  return {
    ...form,
    ...frameValues(pack, at),
    ...hintValues(pack.lesson, scene, at),
    typed,
    number: String(numberOf(pack.lesson, at)),
    total: String(counted(pack.lesson, at).length),
  };
}

/** Holes of the lesson's first page. */
export function startValues(pack, back = "") {
  const path = startUrl(pack.lesson.lesson, back);
  return { path, begin: path, back };
}

export const endValues = (pack, at) => ({
  ...frameValues(pack, at),
  again: startUrl(pack.lesson.lesson, at.back),
  card: cardUrl(pack.lesson.lesson),
  list: LIST,
});

function frameValues(pack, at) {
  const [said, praise] = wordsOf(pack, at);
  return {
    path: url(pack.lesson.lesson, at),
    afresh: url(pack.lesson.lesson, { ...at, said: "" }),
    start: startUrl(pack.lesson.lesson, at.back),
    back: at.back,
    said: worded(pack.lesson, said),
    praise: worded(pack.lesson, praise),
  };
}

/** What is said of a mistake, or of a success. */
function wordsOf(pack, at) {
  const found = saidOf(pack.lesson, at);
  if (!found) return ["", ""];
  const [scene, outcome] = found;
  if (outcome === DONE) return ["", scene.done];
  if (outcome === OTHER) return [scene.other || pack.words.other, ""];
  const mistake = scene.mistakes.find((one) => one.id === outcome);
  return [mistake ? mistake.say : "", ""];
}

/** The hint that was asked for, what glows, and what cannot be used until it is done. */
function hintValues(lesson, scene, at) {
  const isShown = givesHints(scene) && at.hint > 0;
  const hint = isShown ? scene.hints[Math.min(at.hint, scene.hints.length) - 1] : null;
  const more = givesHints(scene) && at.hint < scene.hints.length;
  return {
    hint: hint ? worded(lesson, hint.say) : "",
    level: hint ? String(at.hint) : "",
    more_hints: more,
    offer: more && at.tries >= 2,
    ...Object.fromEntries((hint ? marks(scene, hint) : []).map((name) => [name, true])),
  };
}

function marks(scene, hint) {
  const glow = [hint.highlight, hint.lock_to].filter(Boolean).map((item) => `glow:${item}`);
  const others = hint.lock_to ? usable(scene).filter((one) => one.id !== hint.lock_to) : [];
  return [...glow, ...others.map((one) => `off:${one.id}`)];
}

/** What can be tapped or typed into; the button that sends what was typed goes without. */
function usable(scene) {
  const isTap = scene.expect.do === "tap", named = taps(scene);
  const used = choices(scene).filter((one) => isTap || !TAPPED.includes(one.kind) || named.includes(one.id));
  return scene.screen.shows.filter((one) => used.includes(one) || TYPED.includes(one.kind));
}

/** Which of the scenes it is; one that is not counted has the number of the one before it. */
function numberOf(lesson, at) {
  const ids = lesson.scenes.map((one) => one.id);
  const soFar = ids.slice(0, ids.indexOf(at.scene) + 1);
  return Math.max(1, soFar.filter((one) => counted(lesson, at).includes(one)).length);
}

const counted = (lesson, at) => (at.back ? lesson.rehearsal : lesson.scenes.map((one) => one.id));

/** The holes of the flow's page, as if a draft had just this step. */
function formValues(pack, scene, draft, context) {
  const form = formPack(pack, scene.id), shown = draft || EMPTY;
  const result = walk(form.flow, shown.answers, context);
  const base = `${LIST}/${pack.lesson.lesson}`;
  return stepValues(form, shown, result, placeOf(form.flow), context, base, false);
}
