/** Sealed files on their way to the device's store: rows of 256 KB, as they are sent. Rows are read by
 * sending/rows.js, and go with their owner (a draft, later its envelope). */

import { write } from "./db.js";

export const STORE = "pieces";
export const PIECE_BYTES = 256 * 1024;

/** In a transaction of the caller's, so that a file comes together with the draft that names it. */
export function put(tx, owner, slot, bytes) {
  const store = tx.objectStore(STORE), rows = [];
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    rows.push(store.put(bytes.slice(at, at + PIECE_BYTES).buffer, [owner, slot, rows.length]));
  }
  return Promise.all(rows);
}

/** All of an owner, in a transaction of the caller's. */
export const removeAll = (tx, owner) =>
  tx.objectStore(STORE).delete(IDBKeyRange.bound([owner], [owner, []]));

export const removeSlot = (owner, slot) =>
  write(STORE, (tx) => tx.store.delete(IDBKeyRange.bound([owner, slot], [owner, slot, []])));
