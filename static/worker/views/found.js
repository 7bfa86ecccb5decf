/** What a search without a line gives. */

import { replaced } from "../../engine/text.js";

/** Holes of the page of procedures. @param {{href: string, name: string}[]} found */
export function foundValues(words, sought, found) {
  const name = `found.${found.length === 0 ? "none" : found.length === 1 ? "one" : "many"}`;
  const count = replaced(words[name], "{n}", String(found.length));
  return { sought, found, some: found.length > 0, count };
}
