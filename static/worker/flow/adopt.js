/**
 * A draft that was begun at the server, before this worker could answer for it, comes to the device.
 *
 * First a copy is kept here, then the server lets go of exactly that state: an answer that is lost
 * on the way loses nothing, it is only asked again. Until then the draft is the server's.
 */

import { ask } from "../net.js";
import { hub } from "../hub.js";
import { hold, offer, offers, unlessLost } from "../packs.js";
import { addDraft, dropCopy, ownCopy, owns, pendingCopies, pendingState } from "../store/drafts.js";
import { openVisit } from "../store/visit.js";
import { isShared } from "../store/workspaces.js";

const PAGE = /^\/to-khai\/([0-9a-f-]{36})\//;
const TRIES = 3;

/** The move that goes on, or the last one. */
let moving = { id: null, done: Promise.resolve() };

/** The draft whose page this is, if it may come. On a shared machine it stays: there a code is
 * told before anything is typed. So it does where somebody is helped: it goes when they go. */
export function adopt(path, lang) {
  const [, id = null] = PAGE.exec(path) || [];
  const now = moving.done.catch(() => {}).then(() => adopted(id, lang)); // Told to who asked for it.
  moving = { id, done: now };
  return now;
}

/** Whether the draft is the device's, once a move that is going on has come to its end: a form with
 * files goes another way then. */
export async function isOurs(id) {
  await moving.done.catch(() => {});
  return owns(id);
}

/** Before the page of a draft is answered: if the server may have let go of it unheard, it is asked
 * again. */
export async function settleMove(id, { lang, url }) {
  if (!(await pendingState(id))) return;
  await moving.done.catch(unlessLost);
  if (await pendingState(id)) await adopt(url.pathname, lang).catch(unlessLost);
}

async function adopted(id, lang) {
  for (const one of await pendingCopies()) await moved(one.id, lang);
  if (!id || (await owns(id)) || (await isShared()) || (await openVisit())) return;
  // Nothing could be answered here before this device knows where it is, and to whom it hands in.
  if (!(await hub()) || !(await offers()).length) return;
  for (let n = 0; n < TRIES; n += 1) if (await moved(id, lang)) return;
}

/** Whether there is nothing left to do. Where the server knows nothing of the draft, the browser has
 * lost the cookie with its key, as it does when it is closed: the copy is all there is. */
async function moved(id, lang) {
  const state = (await pendingState(id)) || (await copied(id, lang));
  if (!state) return true;
  const { status } = await post(id, `state=${state}`);
  if (status === 204 || status === 404) await ownCopy(id);
  if (status === 409) await dropCopy(id);
  return status !== 409;
}

/** Keeps a copy, with the pack that answers for it. @returns its state, or null: it stays there */
async function copied(id, lang) {
  const answer = await post(id, "");
  if (!answer.ok) return null;
  const { state, flow, packs, answers, typed, assist } = await answer.json();
  await hold({ ...(await offer(flow)), packs }, lang);
  await addDraft({ id, flow, packs, answers, typed, assist, pending: state });
  return state;
}

const post = (id, body) =>
  ask(`/to-khai/${id}/sang-may`, {
    method: "POST",
    body,
    credentials: "same-origin", // The draft's key is in a cookie.
    headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" },
  });
