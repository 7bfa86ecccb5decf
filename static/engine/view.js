/**
 * The values that fill the holes of a pack's pages: draft, walk and pack in, a flat record out.
 * That both engines give the same ones makes a page from the device equal to the server's.
 */

import { TYPES } from "./fields/index.js";
import { first } from "./fields/base.js";
import { PDF, entriesIn, entriesTyped, isFileField, mostOf } from "./fields/files.js";
import { DOUBTS, RECEIVER_DOUBTS } from "./fields/places.js";
import { has, own } from "./records.js";
import { stepOf } from "./shapes.js";
import { date, money, pages, show } from "./show.js";
import { replaced } from "./text.js";
import {
  CHECK, doubtsOn, errorsOn, held, key, markOf, membersOf, position, preceding, warningsOn,
} from "./turn.js";
import { indexOf, nameOfGroup, place as placeOf } from "./walk.js";

const CHECKLIST = placeOf("danh-sach");

export const url = (base, place) => `${base}/${key(place)}`;

/** Holes of a step page, a group member's page, or the page after a group's members. */
export function stepValues(pack, draft, result, place, context, base, toCheck) {
  const step = stepOf(pack.flow, place.step);
  const doubts = doubtsOn(pack.flow, draft, step, place, context);
  const frame = frameValues(pack, result, place, base, toCheck);
  if (step.group && place.n === null) {
    const found = new Map([...doubts].map(([name, one]) => [name, one.error]));
    for (const note of errorsOn(result, place)) if (!found.has("more")) found.set("more", note.message);
    return { ...frame, ...membersValues(pack, result, step, context), ...errorValues(pack, found) };
  }
  const files = step.fields.filter(isFileField).map((one) =>
    fileValues(one, entriesOf(draft, step, place, one), pack.words, base));
  return Object.assign(
    frame,
    inputsValues(step, draft, place, doubts, context),
    ...files,
    noteValues(pack, result, place, doubts, step),
  );
}

/** The name of a place's page in the pack. */
export const pageOf = (place) => (place.n === null ? place.step : `${place.step}/n`);

/** Whether the page may be shown: it is on the path, asks who receives, or is one more member of a
 * group. */
export function isOpen(flow, draft, result, place) {
  const step = stepOf(flow, place.step);
  const asksWhoReceives = step && step === flow.receiver && place.n === null;
  if (asksWhoReceives || indexOf(result.path, place) >= 0) return true;
  if (!step || !step.group || indexOf(result.path, placeOf(step.id)) < 0) return false;
  const next = membersOf(draft, step).length + 1;
  return place.n === next && next <= step.group.max;
}

function frameValues(pack, result, place, base, toCheck) {
  const before = preceding(pack.flow, result, place);
  const back = toCheck ? url(base, CHECK) : before && url(base, before);
  return {
    base,
    path: url(base, place),
    back: back || `/thu-tuc/${pack.flow.id}`,
    progress: String(position(pack.flow, result, place) + 1),
    from_check: toCheck,
    n: String(place.n || ""),
  };
}

/** Input by input what to show again: what was typed, else the answer, else the default. */
function inputsValues(step, draft, place, doubts, context) {
  const typed = own(draft.typed, key(place));
  const answers = held(draft, step, place);
  const values = {};
  for (const one of step.fields) {
    const stored = has(answers, one.id) ? answers[one.id] : one.default;
    Object.assign(values, typed ? typedValues(one, typed) : answerValues(one, stored, context.reference));
    const doubt = doubts.get(one.id);
    if (doubt && [...DOUBTS, ...RECEIVER_DOUBTS].includes(doubt.error.id)) Object.assign(values, candidateValues(one, doubt));
  }
  return values;
}

/** The files that a page holds under a field, in their order. */
export function entriesOf(draft, step, place, one) {
  const typed = own(draft.typed, key(place));
  if (typed) return entriesTyped(own(typed, one.id) || []);
  return entriesIn(own(held(draft, step, place), one.id));
}

function fileValues(one, entries, words, base) {
  const rows = entries.map((entry, at) => ({
    n: String(at + 1),
    slot: String(entry.slot),
    href: `${base}/tep/${entry.slot}`,
    name: entry.name,
    pdf: entry.type === PDF ? pages([entry], words) : "",
  }));
  const room = rows.length < mostOf(one);
  return { [`${one.id}:pages`]: rows, [`${one.id}:some`]: rows.length > 0, [`${one.id}:room`]: room };
}

/** The second screen of a commune: the places it may be; one has to be picked. */
function candidateValues(one, doubt) {
  const places = doubt.choices.map(([code, label]) => ({ code, label }));
  return { [`${one.id}:choose`]: true, [`${one.id}:candidates`]: places };
}

function typedValues(one, typed) {
  const values = {};
  for (const end of ["", ...TYPES[one.type].inputs]) {
    if (has(typed, one.id + end)) values[one.id + end] = first(typed, one.id + end);
  }
  for (const text of own(typed, one.id) || []) values[`${one.id}=${text}`] = true;
  values[`${one.id}.province=${first(typed, `${one.id}.province`)}`] = true;
  return values;
}

export function answerValues(one, value, ref) {
  const values = TYPES[one.type].retype(one, value);
  if (one.type === "nationality" && typeof value === "string") {
    values[one.id] = ref.nationalityName(value) || value;
  }
  const chosen = Array.isArray(value) ? value : [own(values, one.id) || ""];
  for (const text of chosen) if (typeof text === "string") values[`${one.id}=${text}`] = true;
  values[`${one.id}.province=${own(values, `${one.id}.province`) || ""}`] = true;
  return values;
}

function noteValues(pack, result, place, doubts, step) {
  const found = new Map(errorsOn(result, place).map((note) => [nameOf(note), note.message]));
  for (const [name, doubt] of doubts) found.set(name, doubt.error);
  const ofFields = step.fields.map((one) => [one.id, found.get(one.id)]);
  const values = errorValues(pack, ofFields);
  const warned = warningsOn(result, place).filter((note) => !found.has(nameOf(note)));
  for (const note of warned) values[`warning:${nameOf(note)}`] = textOf(pack, note.message);
  return { ...values, warnings: warned.length > 0, seen: warned.map(markOf).join(" ") };
}

/** @param {Iterable<[string, import("./fields/base.js").Message | null]>} errors by field */
function errorValues(pack, errors) {
  const said = [...errors].filter(([, error]) => error);
  const values = said.map(([name, error]) => [`error:${name}`, textOf(pack, error)]);
  return { ...Object.fromEntries(values), errors: said.length > 0 };
}

/** The field that a note is about, also inside a group. */
const nameOf = (note) => note.on.slice(note.on.lastIndexOf(".") + 1);

/** The words of a message; dates among its params read as people write them. */
export function textOf(pack, message) {
  let text = has(pack.messages, message.id) ? pack.messages[message.id] : message.id;
  for (const [name, value] of Object.entries(message.params)) {
    const shown = message.id.startsWith("date.") ? date(value, pack.words) : value;
    text = replaced(text, `{${name}}`, shown);
  }
  return text;
}

function membersValues(pack, result, step, context) {
  const members = result.env.get(nameOfGroup(step)) || [];
  const rows = members.map((member, at) =>
    ({ n: String(at + 1), name: memberName(pack, step.fields, member, context) }));
  return { members: rows, room: members.length < step.group.max, count: String(rows.length) };
}

/** A member is known by the first of its fields. */
export const memberName = (pack, [one], member, context) =>
  show(one, own(member, one.id), pack.words, context.reference);

/** Holes of the page where the citizen looks over everything. */
export function checkValues(pack, draft, result, context, base) {
  const values = frameValues(pack, result, CHECK, base, false);
  const walked = new Set(result.path.map((place) => place.step));
  for (const step of pack.flow.steps.filter((one) => walked.has(one.id))) {
    values[`on:${step.id}`] = true;
    if (step.group) values[`group:${step.id}`] = groupRows(pack, result, step, context);
    else Object.assign(values, shown(pack, step, (name) => result.env.get(name), context));
  }
  for (const note of result.warnings) values[`warning:${note.on}`] = textOf(pack, note.message);
  return { ...values, ...paperValues(result), ...feeValues(pack, result) };
}

/** Holes of the page to print, at the end of a flow in which nothing is handed in. */
export function checklistValues(pack, draft, result, context, base) {
  const values = checkValues(pack, draft, result, context, base);
  return { ...values, path: url(base, CHECKLIST), back: url(base, CHECK) };
}

const groupRows = (pack, result, step, context) =>
  (result.env.get(nameOfGroup(step)) || []).map((member, at) =>
    ({ n: String(at + 1), ...shown(pack, step, (name) => own(member, name), context) }));

/** Each field of a step as it reads. */
function shown(pack, step, valueOf, context) {
  const values = step.fields.map((one) =>
    [`show:${one.id}`, show(one, valueOf(one.id), pack.words, context.reference)]);
  return Object.fromEntries(values);
}

function paperValues(result) {
  const papers = result.papers;
  const named = papers.map((paper) => [`paper:${paper.id}`, true]);
  const some = papers.some((paper) => paper.show_or_attach !== "none");
  return { ...Object.fromEntries(named), papers: some };
}

/** Each line of the fee with its reason; an unknown amount reads "ask the officer". */
function feeValues(pack, result) {
  const { lines, total } = result.fee;
  const fees = lines.map((line) =>
    ({ name: line.name || "", total: amount(pack, line.total), why: line.why || "" }));
  return { fees, fee: amount(pack, total) };
}

export function amount(pack, total) {
  if (total === null) return pack.words.ask_officer;
  return total === 0 ? pack.words.free : money(total, pack.words);
}

/** Holes of the page where the citizen declares and hands in.
 * @param {Map<string, import("./fields/base.js").Message | null>} errors by field */
export function declarationValues(pack, result, base, typed, errors) {
  const values = frameValues(pack, result, placeOf("cam-doan"), base, false);
  values.back = url(base, CHECK);
  for (const one of declared(pack)) Object.assign(values, typedValues(one, typed));
  return { ...values, ...errorValues(pack, errors) };
}

export const declared = (pack) => (pack.flow.declaration ? pack.flow.declaration.fields : []);
