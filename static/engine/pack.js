/** A pack: one flow in one language, compiled; all that is needed to answer its pages. */

import { openPages } from "./pages.js";
import { flowFrom } from "./shapes.js";

export const FORMAT = 1;

/**
 * A pack opened for use; throws on another format.
 *
 * @param {string} text the pack's JSON, whose SHA-256 is its name
 */
export function openPack(text) {
  const body = JSON.parse(text);
  if (body.format !== FORMAT) throw new Error(`pack format ${body.format}, not ${FORMAT}`);
  const { locale, words, messages } = body;
  return { flow: flowFrom(body.flow), locale, words, messages, ...openPages(body) };
}
