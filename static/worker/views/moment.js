/** Moments as people in Việt Nam read them on the wall; mirrors kiosk/web/formats.py. */

import { date } from "../../engine/show.js";

// A fixed offset: there has been no other since 1975.
const VIETNAM_MS = 7 * 3600 * 1000;

const onTheWall = (at) => new Date(new Date(at).getTime() + VIETNAM_MS).toISOString();

/** @param {string | number} at an ISO instant, or milliseconds; gives `2026-11-22` */
export const localDate = (at) => onTheWall(at).slice(0, 10);

/** `09:00 22/11/2026` by the language's pattern for dates. */
export const moment = (at, words) =>
  `${onTheWall(at).slice(11, 16)} ${date(localDate(at), words)}`;
