/**
 * Which files a page holds once a form was sent: those that were there, without those taken out,
 * with those that came.
 *
 * @typedef {import("../../engine/fields/base.js").Message} Message
 * @typedef {import("../../engine/fields/files.js").Entry} Entry
 * @typedef {{field: string, instead: number | null, what: Entry | Message}} Came a file that came:
 *   its entry once it is sealed, or why it was turned down. `instead` is the slot of the page whose
 *   place it takes
 * @typedef {{came: Came[], gone: [string, number][]}} Brought what a form did to the files of its
 *   page. `gone` are fields and slots taken out
 */

import {
  entriesIn, entriesTyped, isFileField, mostOf, typedEntry, typedRefusal,
} from "../../engine/fields/files.js";
import { has, kept, own } from "../../engine/records.js";
import { AGAIN, key } from "../../engine/turn.js";
import { entriesOf } from "../../engine/view.js";
import { fieldsOnPath, place as placeOf } from "../../engine/walk.js";

/** @type {Brought} */
export const NOTHING = { came: [], gone: [] };

const isNothing = ({ came, gone }) => !came.length && !gone.length;

export const fileFields = (step) => (step ? step.fields.filter(isFileField) : []);

/** What was typed, and under each file field the entries that stand there now. What a browser
 * itself sent under such a name is dropped: entries are written here only. */
export function typedWithFiles(draft, step, place, typed, brought) {
  const fields = fileFields(step);
  if (!fields.length) return typed;
  const names = fields.map((one) => one.id);
  const shown = kept(typed, (name) => !names.includes(name) && name !== AGAIN);
  for (const one of fields) shown[one.id] = merged(one, entriesOf(draft, step, place, one), brought);
  return isNothing(brought) ? shown : { ...shown, [AGAIN]: ["1"] };
}

/** In the order of the pages; a file that was turned down leaves the page it was to replace. */
export function merged(one, held, { came, gone }) {
  const mine = came.filter((each) => each.field === one.id);
  const slots = held.map((entry) => entry.slot);
  const staying = held.filter((entry) => !gone.some(([id, slot]) => id === one.id && slot === entry.slot));
  const pages = staying.flatMap((entry) => {
    const better = entries(mine.filter((each) => each.instead === entry.slot));
    return better.length ? better : [entry];
  });
  const fresh = entries(mine.filter((each) => !slots.includes(each.instead)));
  const all = fresh.length && mostOf(one) === 1 ? fresh : [...pages, ...fresh];
  const refusals = mine.map((each) => each.what).filter(isRefusal);
  return [...all.map(typedEntry), ...refusals.map(typedRefusal)];
}

export const isRefusal = (what) => has(what, "id");

export const entries = (came) => came.map((one) => one.what).filter((what) => !isRefusal(what));

/** The draft with files on their page already, before the form that they are part of is sent. */
export function withFiles(draft, step, place, brought) {
  const page = key(place), typed = own(draft.typed, page);
  const held = fileFields(step).map((one) =>
    [one.id, merged(one, entriesOf(draft, step, place, one), brought)]);
  if (typed) {
    return { ...draft, typed: { ...draft.typed, [page]: { ...typed, ...Object.fromEntries(held) } } };
  }
  const answers = held.filter(([, texts]) => texts.length).map(([id, texts]) => [id, entriesTyped(texts)]);
  return { ...draft, answers: { ...draft.answers, ...Object.fromEntries(answers) } };
}

/** All files that a draft still speaks of, in answers and in what was typed. */
export function entriesHeld(draft) {
  const inputs = Object.values(draft.typed).flatMap((page) => Object.values(page));
  return [...Object.values(draft.answers).flatMap(entriesIn), ...inputs.flatMap(entriesTyped)];
}

/** The slots of files that no page holds any more, or that came and found no page. */
export function spareSlots(before, after, brought) {
  if (isNothing(brought)) return [];
  const slots = (found) => found.map((entry) => entry.slot);
  const left = slots(entriesHeld(after));
  const all = new Set([...slots(entriesHeld(before)), ...slots(entries(brought.came))]);
  return [...all].filter((slot) => !left.includes(slot));
}

/** The file of a slot, as long as a page of the draft holds it. */
export function fileIn(flow, draft, slot) {
  const all = flow.steps.flatMap((step) =>
    fileFields(step).flatMap((one) => entriesOf(draft, step, placeOf(step.id), one)));
  return all.find((entry) => entry.slot === slot) || null;
}

/** The files to hand in, by slot, each with the field it answers. */
export function filesSubmitted(flow, result) {
  const fields = fieldsOnPath(flow, result).filter(isFileField);
  const found = fields.flatMap((one) => entriesIn(result.env.get(one.id)).map((entry) => [one, entry]));
  return found.sort(([, a], [, b]) => a.slot - b.slot);
}
