/**
 * Who hears that a step was done: counters in which nobody stands, and where somebody learns here,
 * evidence that they can do it. What goes wrong here keeps nobody from going on.
 */

import { stepOf } from "../../engine/shapes.js";
import { now } from "../clock.js";
import { write } from "../store/db.js";
import { witness } from "../tutor/real.js";
import { localDate } from "../views/moment.js";
import { isDone, isFirstTry, isRefused } from "./passing.js";

/** One more. `step` is "" where it is the draft.
 * @param {"begun" | "done" | "error" | "sent"} kind */
export async function count({ id: flow, version }, kind, step = "") {
  try {
    const at = await now();
    const row = { day: localDate(at), flow, version, step, kind };
    await write("steps", async ({ store }) => {
      const there = await store.get([row.day, flow, version, step, kind]);
      await store.put(there ? { ...there, count: there.count + 1 } : { ...row, count: 1, at });
    });
  } catch (error) {
    console.error(error); // A full device counts no more.
  }
}

/** After each save. @param {object} done what `save` of ./pages.js gives */
export async function hear(place, done, toCheck) {
  const { draft, before, turn, world: { pack: { flow }, context } } = done;
  if (draft.row.code || !isDone(flow, place, before, turn, context, toCheck)) return;
  const step = stepOf(flow, place.step);
  await count(flow, "done", step.id);
  if (step.lesson && isFirstTry(step, before)) await witness(draft, step, turn.draft);
}

/** Somebody wanted to go on and could not. @param {object} done */
export async function hearRefusal(place, { turn, world: { pack: { flow } } }) {
  if (stepOf(flow, place.step) && isRefused(place, turn)) await count(flow, "error", place.step);
}
