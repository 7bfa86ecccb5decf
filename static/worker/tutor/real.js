/**
 * A step of a real procedure that a learner did unaided: evidence that they can do it. Mirrors
 * kiosk/tutor/real.py.
 */

import { doneForReal } from "../../engine/lesson/events.js";
import { own } from "../../engine/records.js";
import { hash, hex, utf8 } from "../../sync/bytes.js";
import { learnerOf } from "../store/learner.js";
import { heldLesson, lessonOf } from "./packs.js";
import { note, witness as seen } from "./practice.js";

const DIGITS = "type-digits", LETTERS = "type-accents", FORM = "fill-form";
/** The skills that a field takes, by its type. A choice is one tap, and no form sets a trap. */
const TAKES = {
  number: [DIGITS],
  money: [DIGITS],
  phone: [DIGITS],
  person_id: [DIGITS],
  date: [DIGITS, FORM],
  partial_date: [DIGITS, FORM],
  text: [LETTERS, FORM],
  full_name: [LETTERS, FORM],
  long_text: [LETTERS, FORM],
  commune: [FORM],
  address: [FORM],
  photo: ["photograph-paper"],
};

/** Once a draft and step, by the events' key. Of a lesson that is not here nothing is known, and of
 * what somebody helped with.
 * @param {import("../store/drafts.js").OpenDraft} opened @param {import("../../engine/turn.js").Draft} draft */
export async function witness({ held }, step, draft) {
  try {
    if (held.assist !== "none" || !(await learnerOf())) return;
    const row = await lessonOf(step.lesson), pack = row && (await heldLesson(row));
    if (!pack) return;
    const run = await runOf(held), by = await seen();
    for (const skill of shownInEarnest(pack.lesson, step, draft)) {
      await note(doneForReal(pack.lesson, skill, run, step.id, "alone", by));
    }
  } catch (error) {
    console.error(error); // The save stands already.
  }
}

/** Those of the lesson's skills that filling in this step took. */
function shownInEarnest({ skills }, step, { answers }) {
  const filled = step.fields.filter((one) => isFilled(one, own(answers, one.id)));
  const shown = filled.flatMap(({ type }) => own(TAKES, type) || []);
  return skills.filter((one) => shown.includes(one));
}

/** What stood there already nobody typed. */
const isFilled = (one, value) =>
  value !== null && value !== "" && !(Array.isArray(value) && !value.length) && value !== one.default;

/** The same for each step of a draft, and nobody without the draft's secret knows of which: no row
 * may lead from a learner to a dossier, whose id the draft's is. A draft that began at the node has
 * another secret here, and another run than it had there. */
async function runOf({ secret }) {
  const digits = hex(await hash(utf8(`real steps ${secret}`))).slice(0, 32);
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-8$4-");
}
