/** The time. A device may be years off: once the hub was heard, its clock counts. */

import { getMeta } from "./store/db.js";
import { localDate } from "./views/moment.js";

/** A smaller difference may as well come from the line. */
const OFF_MS = 10 * 60 * 1000;

/** In ms. `meta.hub.offset` is the hub's time less the device's, when it was last heard. */
export async function now() {
  const { offset = 0 } = (await getMeta("hub")) || {};
  return Date.now() + (Math.abs(offset) > OFF_MS ? offset : 0);
}

/** The calendar day in Việt Nam, `YYYY-MM-DD`. */
export const today = async () => localDate(await now());
