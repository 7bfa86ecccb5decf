/**
 * Fills the holes of a page: a logic-less subset of Mustache. docs/packs.md publishes the grammar.
 *
 * Null, false, `""`, `[]` and a missing name are falsy; everything else is truthy. There is no way
 * to write a value unescaped.
 *
 * @typedef {{mark: "" | "#" | "^", name: string, inside: Template}} Hole
 * @typedef {(string | Hole)[]} Template
 */

import { has, isRecord } from "./records.js";

const TAG = /\{\{([#^/]?)([A-Za-z0-9_.:=-]+)\}\}/g;
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

/** Throws where sections do not nest. @returns {Template} */
export function compile(template) {
  const stack = [{ mark: "", name: "", inside: [] }];
  const top = () => stack[stack.length - 1];
  let end = 0;
  for (const tag of template.matchAll(TAG)) {
    const [whole, mark, name] = tag;
    keepText(template.slice(end, tag.index), top().inside);
    end = tag.index + whole.length;
    if (mark === "/") close(name, stack);
    else if (mark) stack.push({ mark, name, inside: [] });
    else top().inside.push({ mark: "", name, inside: [] });
  }
  keepText(template.slice(end), top().inside);
  if (stack.length > 1) throw new Error(`section ${top().name} is left open`);
  return stack[0].inside;
}

function keepText(text, nodes) {
  const at = text.indexOf("{{");
  if (at >= 0) throw new Error(`not a hole: ${text.slice(at, at + 40)}`);
  if (text) nodes.push(text);
}

function close(name, stack) {
  const section = stack.pop();
  if (section.name !== name || !stack.length) {
    throw new Error(`section ${name} is closed where ${section.name || "none"} is open`);
  }
  stack[stack.length - 1].inside.push(section);
}

/** @param {Template} template */
export function fill(template, values) {
  const out = [];
  pour(template, [values], out);
  return out.join("");
}

function pour(template, scopes, out) {
  for (const node of template) {
    if (typeof node === "string") {
      out.push(node);
      continue;
    }
    const value = lookUp(node.name, scopes);
    if (!node.mark) out.push(textOf(value));
    else if (node.mark === "^") isTruthy(value) || pour(node.inside, scopes, out);
    else if (isTruthy(value)) {
      for (const item of Array.isArray(value) ? value : [value]) {
        pour(node.inside, isRecord(item) ? [...scopes, item] : scopes, out);
      }
    }
  }
}

function lookUp(name, scopes) {
  for (let at = scopes.length - 1; at >= 0; at -= 1) {
    if (has(scopes[at], name)) return scopes[at][name];
  }
  return null;
}

const isTruthy = (value) =>
  !(value == null || value === false || value === "" || (Array.isArray(value) && !value.length));

/** Only text and numbers are shown; a flag or a list written as a value shows nothing. */
function textOf(value) {
  if (typeof value === "string") return value.replace(/[&<>"']/g, (letter) => ESCAPES[letter]);
  return Number.isInteger(value) ? String(value) : "";
}
