/**
 * The browser's database. Nothing in it can be read without a key: drafts are sealed under their
 * workspace's key, files under their envelope's, envelopes to the hub, a kit under its volunteer's.
 */

import { openDB, unwrap } from "idb";

const NAME = "tramso";
/** Each adds to what the one before left: what is stored is never thrown away by an upgrade. */
const STEPS = [
  (db) => {
    db.createObjectStore("meta");
    db.createObjectStore("packs");
    db.createObjectStore("workspaces", { keyPath: "id" });
    db.createObjectStore("drafts", { keyPath: "id" }).createIndex("workspace", "workspace");
    db.createObjectStore("pieces");
    db.createObjectStore("outbox", { keyPath: "id" });
  },
  (db) => db.createObjectStore("practice", { keyPath: ["run", "n", "scene", "outcome"] }),
  (db) => db.createObjectStore("steps", { keyPath: ["day", "flow", "version", "step", "kind"] }),
  (db) => {
    db.createObjectStore("kit", { keyPath: "name" });
    db.createObjectStore("deeds", { keyPath: "id" });
  },
];

let opening = null, early = false;

/** Until this worker is the one that answers, another one works with the database as it is. */
export function asItIs(is) {
  early = is;
  opening = null;
}

function open() {
  if (!opening) {
    const forget = () => { opening = null; };
    const how = {
      upgrade: (db, from, to) => STEPS.slice(from, to).forEach((step) => step(db)),
      // A newer worker waits for this connection to go; it is opened anew when it is needed.
      blocking: (_from, _to, event) => {
        event.target.close();
        forget();
      },
      terminated: forget,
    };
    // One that a later release upgraded has all that this one needs.
    opening = openDB(NAME, early ? undefined : STEPS.length, how).catch((error) => {
      if (error.name !== "VersionError") throw error;
      return openDB(NAME, undefined, how);
    });
    opening.catch(forget);
  }
  return opening;
}

/**
 * Runs `work(tx)` in one transaction over the named stores and resolves to its value once that is
 * durable. `work` waits for nothing but the transaction: browsers end one that is idle. A lost
 * connection, as phones have after a nap, is opened anew, once.
 */
export const read = (stores, work) => run(stores, "readonly", work);

/** Rejects with the browser's QuotaExceededError when the device is full: nothing was changed. */
export const write = (stores, work) => run(stores, "readwrite", work);

async function run(stores, mode, work, again = true) {
  let tx;
  try {
    tx = (await open()).transaction(stores, mode, { durability: "strict" });
  } catch (error) {
    if (!again || error.name !== "InvalidStateError") throw error;
    opening = null;
    return run(stores, mode, work, false);
  }
  tx.done.catch(() => {}); // It is told below; a browser complains of a rejection nobody hears.
  try {
    const value = await work(tx);
    await tx.done;
    return value;
  } catch (error) {
    // What failed inside undoes everything; the reason is the transaction's own, if it has one.
    abort(tx);
    throw unwrap(tx).error || error;
  }
}

function abort(tx) {
  try {
    tx.abort();
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error; // It has ended already.
  }
}

export const getMeta = (name) => read("meta", (tx) => tx.store.get(name));

export const setMeta = (name, value) => write("meta", (tx) => tx.store.put(value, name));
