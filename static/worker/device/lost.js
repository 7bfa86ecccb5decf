/**
 * What browsers throw away: databases break, and whole sites are cleared when they are in the way.
 * A cookie, which lives elsewhere, remembers which codes were waiting here; those that are gone are
 * named to the reader. Pages carry it: a worker sees no cookies.
 */

import { replaced } from "../../engine/text.js";
import { normalise, shown } from "../../sync/codes.js";
import { dossiers } from "../sending/rows.js";
import { getMeta, setMeta } from "../store/db.js";
import { isShared } from "../store/workspaces.js";

/** A page tells what the cookie holds, and is told what it should hold: nothing on a shared machine. */
export async function compare({ codes = [] }, _port, page) {
  const all = await dossiers(), here = all.map((item) => item.code);
  const before = (await getMeta("lost")) || [], arrived = (await getMeta("arrived")) || [];
  const known = [...here, ...before, ...arrived];
  const gone = codes.filter((code) => normalise(code) === code && !known.includes(code));
  if (gone.length) await setMeta("lost", [...before, ...gone]);
  const open = (await isShared()) ? [] : all.filter((item) => item.state !== "sent");
  page.postMessage({ say: "codes", codes: open.map((item) => item.code) });
  if (gone.length) page.postMessage({ say: "changed" });
}

/** For the part of the page that tells what is on this device. */
export async function lostCodes() {
  const lost = (await getMeta("lost")) || [];
  return lost.map((code) => ({ text: replaced(shown(code), "-", " ") }));
}

/** The reader has seen them. */
export const forgetLost = () => setMeta("lost", []);
