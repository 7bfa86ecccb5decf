/**
 * Who learns at this device, as the server said last: the cookie that knows is out of a worker's
 * reach. Who is forgotten here is signed off there as soon as there is a line.
 *
 * @typedef {{id: string, until: number, gone: boolean, untold?: boolean}} Learner `until` by this
 *   device's own clock; `gone`: forgotten here, and the server was not told yet; `untold`: learns
 *   here, and the server may still think of whoever did before
 */

import { tellOff } from "../net.js";
import { getMeta, setMeta, write } from "./db.js";

const NAME = "learner", PATH = "/hoc/toi/xong";
/** As long as the cookie lasts: LASTS of kiosk/tutor/sessions.py. */
const LASTS_MS = 4 * 3600 * 1000;

/** @returns {Promise<string | null>} */
export async function learnerOf() {
  const known = await getMeta(NAME);
  return known && isHere(known) ? known.id : null;
}

function isHere({ gone, until }) {
  const left = until - Date.now();
  return !gone && left > 0 && left <= LASTS_MS; // A longer time was never told: the clock was put back.
}

/** What the server says: an id, or "". The cookie is as old as the first time. */
export async function tellLearner(id) {
  if (id && id === (await learnerOf())) return;
  await setMeta(NAME, id ? { id, until: Date.now() + LASTS_MS, gone: false } : null);
}

/** A volunteer says so without a line. */
export const handTo = (id) =>
  setMeta(NAME, { id, until: Date.now() + LASTS_MS, gone: false, untold: true });

/** In a transaction over "meta". */
export async function forgetLearnerIn(meta) {
  const known = await meta.get(NAME);
  if (known && !known.gone) await meta.put({ ...known, gone: true }, NAME);
}

export const forgetLearner = () => write("meta", (tx) => forgetLearnerIn(tx.store));

/** Before anything is asked of the server as somebody who learns. */
export async function signOff() {
  const known = await getMeta(NAME);
  if (known && (known.gone || known.untold) && (await tellOff(PATH))) await setMeta(NAME, null);
}
