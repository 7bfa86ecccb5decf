/** Pages with holes and the frame around them: what a flow's pack and the shell have alike. */

import { compile, fill } from "./holes.js";
import { has } from "./records.js";

export const FORMAT = 1;

/** The pages that belong to no flow, opened for use; throws on another format. */
export function openShell(text) {
  const body = JSON.parse(text);
  if (body.format !== FORMAT) throw new Error(`shell format ${body.format}, not ${FORMAT}`);
  return { locale: body.locale, words: body.words, ...openPages(body) };
}

/**
 * Pages opened for use.
 *
 * @param {{frame: string[], pages: {[name: string]: [string, string]}}} body `frame` is the HTML
 *   before the title, between title and main, and after main; a page its title and main element,
 *   a part that stands within a page "" and its HTML
 */
export function openPages(body) {
  const [before, between, after] = body.frame.map(compile);
  const opened = new Map();
  return { page, fragment, part };

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

  /** A part that stands within a page. */
  function part(name, values) {
    return fill(templates(name)[1], values);
  }

  // Compiled when first shown: a worker is started anew for nearly every page.
  function templates(name) {
    if (!has(body.pages, name)) throw new Error(`no page ${name}`);
    if (!opened.has(name)) opened.set(name, body.pages[name].map(compile));
    return opened.get(name);
  }
}
