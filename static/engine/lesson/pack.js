/** A lesson's pack: one lesson in one language, compiled; all that is needed to play it. */

import { openPages } from "../pages.js";
import { lessonFrom } from "./shapes.js";

export const FORMAT = 1;

/**
 * A lesson's pack opened for use; throws on another format.
 *
 * @param {string} text the pack's JSON, whose SHA-256 is its name
 */
export function openLesson(text) {
  const body = JSON.parse(text);
  if (body.format !== FORMAT) throw new Error(`lesson format ${body.format}, not ${FORMAT}`);
  const { locale, words, messages } = body;
  return { lesson: lessonFrom(body.lesson), locale, words, messages, ...openPages(body) };
}

/** A `mini_form`'s flow with the lesson's words: what a flow's page is filled from. */
export function formPack(pack, scene) {
  const flow = pack.lesson.forms[scene];
  const checks = flow.checks.map((one, at) => [`check.${at}`, one.say]);
  return { ...pack, flow, messages: { ...pack.messages, ...Object.fromEntries(checks) } };
}
