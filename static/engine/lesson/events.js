/**
 * What is kept of a lesson: that something was done, and never what was typed.
 *
 * Append-only. The same deed told twice is one, because an event's key is its place in the run: so
 * what several devices tell is merged by putting it together.
 *
 * @typedef {import("./place.js").At} At
 * @typedef {{run: string, n: number, scene: string, outcome: string,
 *   result: "begun" | "right" | "wrong" | "hint" | "real", lesson: string, version: number,
 *   skill: string | null, variant: number | null, hint: number, tries: number, fell: boolean,
 *   ends: boolean, rehearsal: boolean, touch: "alone" | "coach", trap: boolean, at: number,
 *   device: string, learner: string | null}} Event one deed. `hint`, `tries` and `variant` are
 *   those that it was done under; of a hint that was asked for, `hint` is the one that then came.
 *   `real`: the step of a real procedure. `at` is in milliseconds since 1970
 * @typedef {{nowMs: number, device: string, learner: string | null}} Witness
 */

import { variantOf } from "./play.js";
import { sceneOf } from "./shapes.js";

const BEGUN = "bat-dau";
const REAL = "that";

/** One text for one deed. @param {Event} event */
export const keyOf = (event) => [event.run, event.n, event.scene, event.outcome].join(" ");

/**
 * What `turn` made of a deed done `at` a scene.
 *
 * @param {At} at
 * @param {import("./play.js").Turn} turn
 * @param {import("./compare.js").Sent} sent
 * @param {Witness} witness
 * @returns {Event}
 */
export function eventOf(lesson, at, turn, sent, { nowMs, device, learner }) {
  const scene = sceneOf(lesson, at.scene);
  return {
    run: at.run, n: at.n, scene: at.scene, outcome: turn.outcome, result: turn.result,
    lesson: lesson.lesson, version: lesson.version, skill: scene.skill,
    variant: variantOf(scene, at), hint: turn.result === "hint" ? turn.at.hint : at.hint,
    tries: at.tries, fell: turn.fell, ends: turn.ends, rehearsal: at.back !== "",
    touch: sent.helped ? "coach" : "alone", trap: scene.trap,
    at: nowMs, device, learner,
  };
}

/** That a run has begun, `at` its first scene.
 * @param {At} at @param {Witness} witness @returns {Event} */
export const begun = (lesson, at, { nowMs, device, learner }) => ({
  run: at.run, n: 0, scene: at.scene, outcome: BEGUN, result: "begun",
  lesson: lesson.lesson, version: lesson.version, skill: null, variant: null, hint: 0, tries: 0,
  fell: false, ends: false, rehearsal: at.back !== "", touch: "alone", trap: false,
  at: nowMs, device, learner,
});

/** That a skill was shown in the step of a real draft, which counts once. `run` stands for the draft
 * and is not its id, which a dossier takes.
 * @param {Witness} witness @returns {Event} */
export const doneForReal = (lesson, skill, run, step, touch, { nowMs, device, learner }) => ({
  run, n: 0, scene: step, outcome: `${REAL}-${skill}`.slice(0, 40), result: "real",
  lesson: lesson.lesson, version: lesson.version, skill, variant: null, hint: 0, tries: 0,
  fell: false, ends: false, rehearsal: false, touch, trap: false,
  at: nowMs, device, learner,
});
