/**
 * Who learns at this device, as the server said last: the cookie that knows is out of a worker's
 * reach. Who is forgotten here is signed off there as soon as there is a line.
 *
 * @typedef {{id: string, until: number, gone: boolean}} Learner `until` by this device's own clock;
 *   `gone`: forgotten here, and the server was not told yet
 */

import { within } from "../net.js";
import { getMeta, setMeta, write } from "./db.js";

const NAME = "learner", PATH = "/hoc/toi/xong", PATIENCE_MS = 3000;
/** As long as the cookie lasts: LASTS of kiosk/tutor/sessions.py. */
const LASTS_MS = 4 * 3600 * 1000;

/** @returns {Promise<string | null>} */
export async function learnerOf() {
  const known = await getMeta(NAME);
  return known && isHere(known) ? known.id : null;
}

const isHere = ({ gone, until }) => !gone && Math.abs(until - Date.now()) <= LASTS_MS && Date.now() < until;

/** What the server says: an id, or "". The cookie is as old as the first time. */
export async function tellLearner(id) {
  if (id && id === (await learnerOf())) return;
  await setMeta(NAME, id ? { id, until: Date.now() + LASTS_MS, gone: false } : null);
}

/** In a transaction over "meta". */
export async function forgetLearnerIn(meta) {
  const known = await meta.get(NAME);
  if (known && !known.gone) await meta.put({ ...known, gone: true }, NAME);
}

export const forgetLearner = () => write("meta", (tx) => forgetLearnerIn(tx.store));

/** Before anything is asked of the server as somebody who learns. */
export async function signOff() {
  const known = await getMeta(NAME);
  if (!known || !known.gone) return;
  try {
    const told = await within(PATIENCE_MS, fetch(PATH, { method: "POST", redirect: "manual" }));
    if (told && told.type === "opaqueredirect") await setMeta(NAME, null);
  } catch (error) {
    if (error.name !== "TypeError") throw error; // Without a line nobody answers as the learner.
  }
}
