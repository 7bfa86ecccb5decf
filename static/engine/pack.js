/** A pack: one flow in one language, compiled; all that is needed to answer its pages. */

import { compile, fill } from "./holes.js";
import { has } from "./records.js";
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
  const [before, between, after] = body.frame.map(compile);
  const opened = new Map();
  return { flow: flowFrom(body.flow), locale, words, messages, page, fragment };

  /** The whole document. */
  function page(name, values) {
    const [title, main] = templates(name);
    return fill([...before, ...title, ...between, ...main, ...after], values);
  }

  /** What htmx swaps in: a title and the main element. */
  function fragment(name, values) {
    const [title, main] = templates(name);
    return fill([...title, "\n", ...main], values);
  }

  // Compiled when first shown: a worker is started anew for nearly every page.
  function templates(name) {
    if (!has(body.pages, name)) throw new Error(`no page ${name}`);
    if (!opened.has(name)) opened.set(name, body.pages[name].map(compile));
    return opened.get(name);
  }
}
