/**
 * A visit: somebody of the staff helps a resident at this device. Each has a workspace of its own,
 * which is locked when it is over. Mirrors kiosk/people/assist.py.
 *
 * @typedef {{id: string, how: "helped" | "typed", at: number}} Visit `at`: when this device heard, by its own
 *   clock
 */

import { getMeta, setMeta } from "./db.js";
import { lock, makeShared } from "./workspaces.js";

/** Longer than any form takes: nobody ended it. */
const LONGEST_MS = 4 * 3600 * 1000;
const WEAKEST_FIRST = ["none", "helped", "typed"];

/** @returns {Promise<Visit | null>} */
export async function openVisit() {
  const visit = await getMeta("visit");
  if (!visit || Math.abs(Date.now() - visit.at) < LONGEST_MS) return visit || null;
  await endVisit();
  return null;
}

/** What a page of the server's says of it; `how` is "" when it is over. */
export async function tellVisit({ how, id }) {
  if (!how) return endVisit();
  const known = await openVisit();
  if (known && known.id === id) return;
  await makeShared();
  await lock(); // Whoever was here before.
  await setMeta("visit", { id, how, at: Date.now() });
}

export async function endVisit() {
  await lock();
  await setMeta("visit", null);
}

/** Who fills in what is filled in now. */
export async function assistNow() {
  const visit = await openVisit();
  return visit ? visit.how : "none";
}

export const strongest = (...told) =>
  WEAKEST_FIRST[Math.max(0, ...told.map((one) => WEAKEST_FIRST.indexOf(one)))];
