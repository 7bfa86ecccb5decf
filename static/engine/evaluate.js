/**
 * Evaluates an expression's tree: always an answer, never an exception, whatever it reads. What
 * cannot be worked out is null; what cannot be compared is false.
 */

import { names } from "./expr.js";
import { BINARY, FUNCTIONS } from "./operators.js";
import { isRecord, own } from "./records.js";
import { flat, read, same, settled } from "./values.js";

const LONGEST_LIST = 1000;

/** @param {any[]} tree @param {import("./records.js").Env} env */
export const evaluate = (tree, env) => compile(tree)(env);

/** Turns a tree into a function of what the names stand for. */
export function compile(tree) {
  const of = build(tree);
  return OPEN.includes(tree[0]) ? (env) => settled(of(env)) : of;
}

// Nodes whose result may be a list or a record; the others give plain values.
const OPEN = ["name", "get", "at", "list", "?", "filter", "map"];

const build = ([kind, ...parts]) => BUILDERS.get(kind)(...parts);

const lit = (value) => () => value;

function list(...parts) {
  const items = parts.map(build);
  return (env) => items.map((item) => flat(item(env)));
}

const name = (called) => (env) => read(env.get(called));

function get(record, key) {
  const of = build(record);
  return (env) => reach(of(env), key);
}

function at(container, place) {
  const of = build(container), where = build(place);
  return (env) => reach(of(env), where(env));
}

function reach(container, place) {
  if (isRecord(container) && typeof place === "string") return read(own(container, place));
  const isThere = Array.isArray(container) && Number.isInteger(place);
  return isThere && 0 <= place && place < container.length ? read(container[place]) : null;
}

// Only `true` is true: null, 1 and 'no' are not.

function not(part) {
  const of = build(part);
  return (env) => of(env) !== true;
}

function and(...parts) {
  const conditions = parts.map(build);
  return (env) => conditions.every((holds) => holds(env) === true);
}

function or(...parts) {
  const conditions = parts.map(build);
  return (env) => conditions.some((holds) => holds(env) === true);
}

function choice(condition, then, otherwise) {
  const holds = build(condition), yes = build(then), no = build(otherwise);
  return (env) => (holds(env) === true ? yes(env) : no(env));
}

function equal(left, right) {
  const a = build(left), b = build(right);
  return (env) => same(a(env), b(env));
}

function unequal(left, right) {
  const isEqual = equal(left, right);
  return (env) => !isEqual(env);
}

const binary = (operator) => (left, right) => {
  const workOut = BINARY.get(operator), a = build(left), b = build(right);
  return (env) => workOut(a(env), b(env));
};

const negative = (part) => build(["-", ["lit", 0], part]);

function call(called, ...parts) {
  const of = FUNCTIONS.get(called), given = parts.map(build);
  return (env) => of(...given.map((one) => one(env)));
}

/** `without` is the result where there is no list, or too long a one. */
const each = (gather, without) => (variable, items, body) => {
  const of = build(items), asked = build(body);
  const outer = [...names(body)].filter((one) => one !== variable);
  return (env) => {
    const found = of(env);
    if (!Array.isArray(found) || found.length > LONGEST_LIST) return without;
    // Only what the body reads: an env may be large, or work out its values when asked.
    const scope = new Map(outer.map((one) => [one, env.get(one)]));
    return gather(found, (item) => asked(scope.set(variable, item)));
  };
};

const BUILDERS = new Map([
  ["lit", lit],
  ["list", list],
  ["name", name],
  ["get", get],
  ["at", at],
  ["!", not],
  ["&&", and],
  ["||", or],
  ["?", choice],
  ["==", equal],
  ["!=", unequal],
  ...[...BINARY.keys()].map((operator) => [operator, binary(operator)]),
  ["neg", negative],
  ["call", call],
  ["any", each((items, says) => items.some((item) => says(item) === true), false)],
  ["all", each((items, says) => items.every((item) => says(item) === true), false)],
  ["filter", each((items, says) => items.filter((item) => says(item) === true), null)],
  ["map", each((items, says) => items.map((item) => flat(says(item))), null)],
]);
