/**
 * The shapes of a flow, from a pack's JSON: keys at their default put back, trees made into
 * expressions. Keys keep the names that docs/flow-format.md gives them.
 */

import { compile } from "./evaluate.js";
import { names } from "./expr.js";
import { replaced } from "./text.js";

/** @typedef {{of: (env) => any, holds: (env) => boolean, names: Set<string>}} Expr */

/** @returns {Expr} */
export function expr(tree) {
  const of = compile(tree);
  return { of, holds: (env) => of(env) === true, names: names(tree) };
}

/** A flow as the engine walks it. */
export function flowFrom(data) {
  return assembled({
    ends: "hand_in",
    ...data,
    steps: data.steps.map(step),
    declaration: data.declaration ? { ...data.declaration, fields: fields(data.declaration) } : null,
    derived: all(data.derived, derivation, ["value"]),
    papers: all(data.papers, paper, ["when"]),
    checks: all(data.checks, {}, ["when"]),
    fee: (data.fee || []).map(feeTable),
  });
}

const derivation = { official: null, type: "text", options: [], in_words: false };
const paper = { replaced_by: null };

/** The parts of a flow with what is looked up in them. */
export function assembled(parts) {
  const owners = parts.steps.flatMap((one) => adds(one).map((name) => [name, one.id]));
  return { ...parts, owners: new Map(owners), receiver: parts.steps.find(asksWhoReceives) || null };
}

/** Nobody is led to the step that asks where the dossier goes: most people hand in where they are.
 * Its page is there for who asks for it, and once answered it is on the path. */
const asksWhoReceives = (one) => one.fields.some((f) => f.receives);

export const stepOf = (flow, id) => flow.steps.find((one) => one.id === id) || null;

/** The names that a step adds to the environment: its fields, or the list of its members, whose
 * name may not hold a hyphen. */
export const adds = (one) => (one.group ? [replaced(one.id, "-", "_")] : one.fields.map((f) => f.id));

/** One table of the fee. */
export const feeTable = (data) => ({
  name: null,
  each: null,
  ...withExprs(data, ["when", "unit"]),
  rows: all(data.rows, { to: null, channels: ["online", "desk", "post"] }, ["when"]),
  exempt: all(data.exempt, {}, ["when"]),
});

/** One field of a page. */
export const field = (data) => ({
  required: true,
  options: [],
  max_length: null,
  default: null,
  old_names: false,
  receives: false,
  birth: null,
  sex: null,
  pages: null,
  ...withExprs(data, ["min", "max"]),
});

const step = (data) => ({
  stop: null,
  ...withExprs(data, ["when"]),
  group: data.group ? { min: 0, max: 10, ...data.group } : null,
  fields: fields(data),
});

const fields = (data) => (data.fields || []).map(field);

/** Rows with what is left out at its default, and their trees made into expressions. */
const all = (rows, defaults, exprs) =>
  (rows || []).map((row) => withExprs({ ...defaults, ...row }, exprs));

/** With the trees under these keys made into expressions, null where there is none. */
function withExprs(data, keys) {
  const made = keys.map((key) => [key, data[key] ? expr(data[key]) : null]);
  return { ...data, ...Object.fromEntries(made) };
}
