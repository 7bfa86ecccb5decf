/**
 * A draft that was begun at the server, before this worker could answer for it, comes to the device.
 *
 * First a copy is kept here, then the server lets go of exactly that state: an answer that is lost
 * on the way loses nothing, it is only asked again. Until then the draft is the server's.
 */

import { ask } from "../net.js";
import { hub } from "../hub.js";
import { hold, index } from "../packs.js";
import { addDraft, dropCopy, ownCopy, owns, pendingState } from "../store/drafts.js";
import { isShared, newWorkspace, openWorkspace } from "../store/workspaces.js";

const PAGE = /^\/to-khai\/([0-9a-f-]{36})\//;
const TRIES = 3;

let moving = Promise.resolve();

/** The draft whose page this is, if it may come. On a shared machine it stays: there a code is
 * told before anything is typed. */
export function adopt(path, lang) {
  moving = moving.catch(() => {}).then(() => adopted(path, lang));
  return moving;
}

/** Whether the draft is the device's, once a move that is going on has come to its end: a form with
 * files goes another way then. */
export async function isOurs(id) {
  await moving.catch(() => {}); // Told to who asked for it.
  return owns(id);
}

async function adopted(path, lang) {
  const [, id] = PAGE.exec(path) || [];
  if (!id || (await owns(id)) || (await isShared()) || !(await hub())) return;
  for (let n = 0; n < TRIES; n += 1) if (await moved(id, lang)) return;
}

/** Whether there is nothing left to do. */
async function moved(id, lang) {
  const state = (await pendingState(id)) || (await copied(id, lang));
  if (!state) return true;
  const { status } = await post(id, `state=${state}`);
  if (status === 204) await ownCopy(id);
  else if (status === 409 || status === 404) await dropCopy(id);
  return status !== 409;
}

/** Keeps a copy, with the pack that answers for it. @returns its state, or null: it stays there */
async function copied(id, lang) {
  const answer = await post(id, "");
  if (!answer.ok) return null;
  const { state, flow, packs, answers, typed } = await answer.json();
  const offered = ((await index()) || { flows: [] }).flows.find((one) => one.id === flow);
  await hold({ id: flow, packs, files: Boolean(offered && offered.files) }, lang);
  const workspace = (await openWorkspace()) || (await newWorkspace()).workspace;
  await addDraft(workspace, { id, flow, packs, answers, typed, pending: state });
  return state;
}

const post = (id, body) =>
  ask(`/to-khai/${id}/sang-may`, {
    method: "POST",
    body,
    credentials: "same-origin", // The draft's key is in a cookie.
    headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" },
  });
