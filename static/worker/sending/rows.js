/**
 * The rows of the outbox, and the files that belong to them.
 *
 * @typedef {{id: string, kind: string, flow: string, commune: string, code: string,
 *   made_at: string, workspace: string | null, digest: string, body: Uint8Array, blobs: File[],
 *   state: "waiting" | "received" | "sent" | "refused", receipts: object, tries: number,
 *   next_at: number, sent_at: number | null, why: Why | null}} Item `received`: a node has it;
 *   `sent`: the hub accepted it; `refused`: nobody will, as it is
 * @typedef {{slot: number, sha256: string, size: number, offset: number, lost: boolean}} File
 * @typedef {{kind: string, status: number, detail: string, at: number}} Why what stands in its way
 */

import { concat } from "../../sync/bytes.js";
import { read, write } from "../store/db.js";
import { PIECE_BYTES, removeAll } from "../store/files.js";

/** A record that is there and cannot be read: whoever cleaned up the disk took its bytes. The
 * names are those of Chromium by age; Firefox says UnknownError, which may also pass. */
const GONE = ["NotReadableError", "NotFoundError", "DataError"];

/** What was done in lessons, see tutor/practice.js; the other kinds are dossiers. */
export const PRACTICE = "practice";

const watching = new Set();

export const isOpen = ({ state }) => state === "waiting" || state === "received";

/** The row for an envelope just sealed. @returns {Item} */
export const newItem = ({ header, code, digest, body, workspace }) => ({
  id: header.id,
  kind: header.kind,
  flow: header.flow,
  commune: header.commune,
  code,
  made_at: header.made_at,
  workspace,
  digest,
  body,
  blobs: header.blobs.map((one) => ({ ...one, offset: 0, lost: false })),
  state: "waiting",
  receipts: {},
  tries: 0,
  next_at: 0,
  sent_at: null,
  why: null,
});

export const itemOf = (id) => read("outbox", (tx) => tx.store.get(id));

/** All, the oldest first; one that cannot be read keeps no other from being sent. */
export async function items() {
  const ids = await read("outbox", (tx) => tx.store.getAllKeys());
  return (await Promise.all(ids.map(readable))).filter(Boolean);
}

/** Those that somebody handed in. */
export const dossiers = async () => (await items()).filter(({ kind }) => kind !== PRACTICE);

async function readable(id) {
  try {
    return await itemOf(id);
  } catch (error) {
    if (!GONE.includes(error.name)) throw error;
    console.error(error);
    return null;
  }
}

/** The item with these changes, written; null when it was taken off the device meanwhile. */
export async function change(id, changes) {
  const [before, after] = await write("outbox", async ({ store }) => {
    const there = await store.get(id);
    if (!there) return [null, null];
    const next = { ...there, ...changes };
    await store.put(next);
    return [there, next];
  });
  if (after) {
    watching.forEach((look) => look(after));
    if (looks(before) !== looks(after) && after.kind !== PRACTICE) await tell(id);
  }
  return after;
}

/** What a page shows of an item. */
const looks = ({ state, why, blobs }) =>
  JSON.stringify([state, why && why.kind, blobs.map((one) => one.lost)]);

async function tell(id) {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  pages.forEach((page) => page.postMessage({ say: "changed", id }));
}

/** The item once it has arrived, was refused, or a try has failed; or as it is after `ms`. */
export function waitForSent(id, ms) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => itemOf(id).then(end, reject), ms);
    const look = (item) => item.id === id && isOver(item) && end(item);
    watching.add(look);
    itemOf(id).then((item) => item && look(item), reject);

    function end(item) {
      clearTimeout(timer);
      watching.delete(look);
      resolve(item);
    }
  });
}

const isOver = ({ state, why }) => why || state === "sent" || state === "refused";

export const remove = (id) =>
  write(["outbox", "pieces"], async (tx) => {
    await tx.objectStore("outbox").delete(id);
    await removeAll(tx, id);
  });

/** The bytes of a file from `start` to `end`; null when they are not there any more. */
export async function bytesOf(id, { slot, size }, start, end) {
  const from = Math.floor(start / PIECE_BYTES), to = Math.floor((end - 1) / PIECE_BYTES);
  const rows = await storedRows(IDBKeyRange.bound([id, slot, from], [id, slot, to]));
  const whole = Math.min((to + 1) * PIECE_BYTES, size) - from * PIECE_BYTES;
  const held = concat(...rows.map((row) => new Uint8Array(row)));
  return held.length === whole ? held.subarray(start - from * PIECE_BYTES, end - from * PIECE_BYTES) : null;
}

async function storedRows(range) {
  try {
    return await read("pieces", (tx) => tx.store.getAll(range));
  } catch (error) {
    if (!GONE.includes(error.name)) throw error;
    return [];
  }
}
