/** Lessons on this device: those that were opened, and those that its procedures name. */

import { outcomes } from "../../engine/lesson/compare.js";
import { openLesson } from "../../engine/lesson/pack.js";
import { worded } from "../../engine/lesson/shapes.js";
import {
  index, isGood, keepPlaces, looksUp, offers, openAny, prepare as prepareFlow, refresh,
} from "../packs.js";
import { addLater } from "../shell.js";
import { has, keep } from "../store/packs.js";

/** What this node offers, as it was told last. */
export async function lessons() {
  const { lessons: all = [] } = (await index()) || {};
  return all;
}

export const lessonOf = async (id) => (await lessons()).find((one) => one.id === id);

/** The lesson's pack in the language; without one in any that is here. @returns null: none is */
export const heldLesson = ({ packs }, lang) =>
  openAny(lang ? [packs[lang]] : Object.values(packs), openLesson);

/** Fetches what is missing to play it in this language. Throws NoNetwork. */
export async function prepareLesson(id, lang) {
  await refresh();
  const row = await lessonOf(id);
  if (row) await hold(row, lang);
}

/** A procedure somebody looks at, and on a good line the lessons that belong to it. */
export async function prepareWithLessons(id, lang) {
  const flow = await prepareFlow(id, lang);
  if (flow && isGood()) await bring(flow, lang);
}

/** Once somebody stays a while on a good line: the lessons of the procedures that are here. */
export async function fillLessons() {
  if (!isGood()) return;
  for (const flow of await offers()) {
    for (const lang of Object.keys(flow.packs)) {
      if (await has(flow.packs[lang])) await bring(flow, lang);
    }
  }
}

async function bring({ lessons: named = [] }, lang) {
  for (const row of await lessons()) if (named.includes(row.id)) await hold(row, lang);
}

async function hold({ packs }, lang) {
  await addLater("lesson/");
  const sha = packs[lang] || Object.values(packs)[0];
  await keep(sha);
  const { lesson } = await openAny([sha], openLesson);
  if (!Object.values(lesson.forms).some(looksUp)) return;
  await keep((await index()).reference);
  await Promise.all(provincesOf(lesson).map(keepPlaces));
}

/** The provinces that its answers speak of. */
export function provincesOf(lesson) {
  const given = lesson.scenes.flatMap(outcomes).flatMap(({ answers }) => Object.entries(answers));
  const named = given.filter(([name]) => name.endsWith(".province"));
  return [...new Set(named.map(([, one]) => worded(lesson, one)))];
}
