/** The time. A device may be years off: once the hub was heard, its clock counts. */

import { getMeta } from "./store/db.js";
import { localDate } from "./views/moment.js";

/** A smaller difference may as well come from the line. */
const OFF_MS = 10 * 60 * 1000;

/** In ms. `meta.hub.offset` is the hub's time less the device's, when it was last heard. */
export const now = async () => Date.now() + (await offset());

/** Whether the device's clock is wrong by more than ten minutes. */
export const isOff = async () => (await offset()) !== 0;

async function offset() {
  const { offset: heard = 0 } = (await getMeta("hub")) || {};
  return Math.abs(heard) > OFF_MS ? heard : 0;
}

/** The calendar day in Việt Nam, `YYYY-MM-DD`. */
export const today = async () => localDate(await now());
