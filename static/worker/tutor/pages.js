/**
 * The pages of lessons: the list, a lesson's first page, its scenes, its end, and its card.
 *
 * Where somebody is in a run stands in the address, so the server may answer one page and this
 * device the next. What the device answers is the lesson that is here in the reader's language.
 */

import { begun, eventOf } from "../../engine/lesson/events.js";
import {
  CARD, FINISH, LIST, START, atFrom, backFrom, cardUrl, startUrl, url,
} from "../../engine/lesson/place.js";
import { begin, play, sentFrom } from "../../engine/lesson/play.js";
import { END, sceneOf } from "../../engine/lesson/shapes.js";
import * as view from "../../engine/lesson/view.js";
import { has } from "../../engine/records.js";
import { replaced } from "../../engine/text.js";
import { uuid7 } from "../../sync/ids.js";
import { now } from "../clock.js";
import { placesTyped } from "../flow/world.js";
import { readForm, typedOf } from "../forms.js";
import { context, keepPlaces, nameOf, unlessLost } from "../packs.js";
import { answer, online, redirect, screen, wantsFragment } from "../replies.js";
import { shellOf } from "../shell.js";
import { signOff, tellLearner } from "../store/learner.js";
import { assistNow } from "../store/visit.js";
import { heldLesson, lessonOf, lessons, prepareLesson, provincesOf } from "./packs.js";
import { note, witness } from "./practice.js";

/** GET /hoc: the server's, which knows who learns; without a line what it offered last. */
export async function list(request, asked) {
  const told = await signIn(request);
  if (told) return told;
  const [{ words }, all] = await Promise.all([shellOf(asked.lang), lessons()]);
  const rows = all.map((one) => ({
    ...linkTo(one, asked.lang),
    note: replaced(words["lesson.minutes"], "{n}", String(one.minutes)),
  }));
  const values = { lessons: rows, some: rows.length > 0, learner: "", sign_in: false };
  return screen(request, asked, "lessons", values);
}

/** POST /hoc/toi…: the server's. To htmx it answers with the list at once, which says who learns. */
export async function signIn(request) {
  await signOff();
  const told = await online(request);
  if (told && told.headers.has("Learner")) await tellLearner(told.headers.get("Learner"));
  return told;
}

const linkTo = ({ id, title }, lang) => ({ href: startUrl(id), title: nameOf({ name: title }, lang) });

/** A lesson that is not here is the server's, and fetched for the next time; without a line
 * another language is better than none. */
const withLesson = (work) => async (request, asked) => {
  const { lang, params: [id, scene], later } = asked;
  const row = await lessonOf(id);
  let pack = row && (await heldLesson(row, lang));
  if (!pack || !scene) later(prepareLesson(id, lang).catch(unlessLost));
  if (!pack) {
    const told = await online(request.clone());
    if (told) return told;
    pack = row && (await heldLesson(row));
  }
  if (!pack) return screen(request, asked, "offline", { back: LIST }, 503);
  return work(request, asked, pack);
};

/** GET /hoc/<lesson> */
export const start = withLesson((request, asked, pack) =>
  answer(request, pack, START, view.startValues(pack, backOf(asked))));

/** POST /hoc/<lesson>: a new run. */
export const beginRun = withLesson(async (request, asked, pack) => {
  const at = begin(pack.lesson, uuid7(await now()), backOf(asked));
  await note(begun(pack.lesson, at, await witness()));
  return goOn(request, pack, at);
});

/** GET /hoc/<lesson>/the */
export const card = withLesson((request, _, pack) => {
  const { lesson: id } = pack.lesson;
  return answer(request, pack, CARD, { path: cardUrl(id), start: startUrl(id) });
});

/** GET /hoc/<lesson>/<scene> */
export const scenePage = withLesson((request, asked, pack) => {
  const at = placeIn(asked, pack);
  return at ? show(request, pack, at) : redirect(startUrl(pack.lesson.lesson, backOf(asked)));
});

/** POST /hoc/<lesson>/<scene>: what was typed is compared and kept nowhere. */
export const deed = withLesson(async (request, asked, pack) => {
  const { lesson } = pack, at = placeIn(asked, pack);
  if (!at || at.scene === END) return redirect(startUrl(lesson.lesson, backOf(asked)));
  const form = sentFrom(typedOf(await readForm(request)));
  const sent = { ...form, helped: form.helped || (await assistNow()) !== "none" };
  const turn = play(lesson, at, sent, await worldOf(pack, at, sent.form));
  await note(eventOf(lesson, at, turn, sent, await witness()));
  if (turn.result === "wrong" && turn.stays) return show(request, pack, turn.at, { sent, turn }, 422);
  return goOn(request, pack, turn.at, turn.stays ? { sent, turn } : {});
});

const queryOf = ({ url: { searchParams: all } }) =>
  Object.fromEntries([...all.keys()].map((name) => [name, all.get(name)]));

const backOf = (asked) => backFrom(queryOf(asked).ve || "");

/** Null without a run, and for a scene that the lesson does not have. */
function placeIn(asked, { lesson }) {
  const at = atFrom(asked.params[1], queryOf(asked));
  return at && (at.scene === END || sceneOf(lesson, at.scene)) ? at : null;
}

/** No address holds what was typed: beside a hint it is shown at once. */
function goOn(request, pack, at, done = {}) {
  const where = url(pack.lesson.lesson, at), isPart = wantsFragment(request);
  if (!isPart && !done.turn) return redirect(where);
  return show(request, pack, at, done, 200, isPart ? { "HX-Push-Url": where } : {});
}

/** The page of a place; with what was `sent` after a wrong deed, and beside a hint. */
async function show(request, pack, at, { sent, turn } = {}, status, more) {
  if (at.scene === END) return answer(request, pack, FINISH, await endValues(pack, at), status, more);
  const known = await worldOf(pack, at, sent && sent.form);
  const values = view.sceneValues(pack, at, (sent && sent.typed) || "", turn && turn.draft, known);
  return answer(request, pack, view.pageOf(pack.lesson, at), values, status, more);
}

/** With the lessons that build on this one. */
async function endValues(pack, at) {
  const after = (await lessons()).filter(({ prerequisites = [] }) => prerequisites.includes(pack.lesson.lesson));
  return { ...view.endValues(pack, at), next: after.map((one) => linkTo(one, pack.locale)) };
}

/** What the real page of a `mini_form` knows of the world. */
async function worldOf({ lesson, locale }, { scene }, typed = {}) {
  if (!has(lesson.forms, scene)) return null;
  const said = placesTyped(lesson.forms[scene], typed);
  await Promise.all(said.map(keepPlaces));
  return context(locale, [...new Set([...provincesOf(lesson), ...said])]);
}
