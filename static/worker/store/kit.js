/**
 * A volunteer's kit: the pages of `/to-so` as the server gave them last, and who is in the groups,
 * sealed under a key that the volunteer's password brings back and a sign-out, half an hour or a
 * hand-over takes out of reach.
 *
 * @typedef {{name: "kit" | "next", login: string, salt: Uint8Array, wrapped: Uint8Array,
 *   key: CryptoKey | null, used_at: number, staff?: string, lang?: string, told_at?: number,
 *   brought_at?: number, lasts?: number, complete?: boolean}} Kit `next` has a key and nothing else:
 *   the kit of somebody who has signed in, until the server is seen to know them. `told_at`: the
 *   last contact, after which it `lasts` so many ms. `complete`: with all that can be done there
 */

import { text, utf8 } from "../../sync/bytes.js";
import { makeKey, openDraft, reopenKey, sealDraft } from "../../sync/drafts.js";
import { newSalt, stretched } from "../../sync/password.js";
import { read, write } from "./db.js";

const KIT = "kit";
export const NEXT = "next";

/** As long as a session of the staff stays unused. */
const IDLE_MS = 30 * 60 * 1000;
/** So exactly it is known when it was used last: to note it costs a write. */
const NOTED_MS = 30 * 1000;
/** A clock may be put right by so much; by more, it was put back. */
const OFF_MS = 10 * 60 * 1000;

/** Its row, with its key as long as somebody uses it. @returns {Promise<Kit | null>} */
export async function kitHere(name = KIT) {
  const row = await read("kit", (tx) => tx.store.get(name));
  if (!row) return null;
  const age = Date.now() - row.told_at;
  if (age > row.lasts || age < -OFF_MS) {
    await forgetKit();
    return null;
  }
  if (!row.key || Math.abs(Date.now() - row.used_at) < IDLE_MS) return row;
  await lockKit();
  return name === KIT ? { ...row, key: null } : null;
}

/** What is over goes, though nobody asks for it. */
export const tidyKit = () => Promise.all([KIT, NEXT].map(kitHere));

/** Null where there is none, or it is locked. */
export async function openKit() {
  const row = await kitHere();
  if (!row || !row.key) return null;
  const now = Date.now();
  if (now - row.used_at > NOTED_MS) await changeKit(row, { used_at: now }).catch(unlessFull);
  return row;
}

/** A full device does not say no to who only reads: it locks the sooner. */
function unlessFull(error) {
  if (error.name !== "QuotaExceededError") throw error;
}

const plain = (login) => login.normalize("NFKC").trim().toLowerCase();

export const isOf = (row, login) => row.login === plain(login);

/** Whether the password opened it. */
export async function unlockKit(row, password) {
  try {
    const key = await reopenKey(row.wrapped, row.login, await stretched(password, row.salt));
    await write("kit", (tx) => tx.store.put({ ...row, key, used_at: Date.now() }));
    return true;
  } catch (error) {
    if (error.kind !== "sync.wrong_resume_code") throw error;
    return false;
  }
}

export async function newKit(typed, password) {
  const login = plain(typed), salt = newSalt();
  const made = await makeKey(login, await stretched(password, salt));
  await write("kit", (tx) => tx.store.put({ name: NEXT, login, salt, ...made, used_at: Date.now() }));
}

/** Only its password brings it back. */
export const lockKit = () =>
  write("kit", async ({ store }) => {
    const row = await store.get(KIT);
    await store.delete(NEXT);
    if (row && row.key) await store.put({ ...row, key: null });
  });

export const forgetKit = () => write("kit", (tx) => tx.store.clear());

/** Unless it was locked meanwhile, or is another one by now. */
export const changeKit = (row, changes, also = () => {}) =>
  write("kit", async ({ store }) => {
    const there = await store.get(row.name);
    if (!there || !there.key || String(there.salt) !== String(row.salt)) return;
    await also(store);
    await store.put({ ...there, ...changes });
  });

/** All of it anew. @param {{[name: string]: string}} texts */
export async function fillKit(row, changes, texts) {
  const seal = async ([name, one]) => ({ name, sealed: await sealDraft(row.key, name, utf8(one)) });
  const sealed = await Promise.all(Object.entries(texts).map(seal));
  await changeKit(row, { ...changes, name: KIT }, async (store) => {
    await store.clear();
    for (const one of sealed) await store.put(one);
  });
}

/** One of the texts; null where it is not in it. */
export async function readKit({ key }, name) {
  const found = await read("kit", (tx) => tx.store.get(name));
  return found ? text(await openDraft(key, name, found.sealed)) : null;
}
