/**
 * Whose drafts can be read now. On an own phone there is one workspace, always open. On a shared
 * machine each resident has one: its key goes out of reach when it is locked, when another one is
 * opened, or when nobody did anything for a while; the resume code brings it back.
 */

import { locator, makeKey, reopenKey } from "../../sync/drafts.js";
import { newResumeCode, normaliseResume } from "../../sync/codes.js";
import { uuid7 } from "../../sync/ids.js";
import { getMeta, read, write } from "./db.js";
import { removeAll } from "./files.js";
import { forgetLearnerIn } from "./learner.js";

/** Somebody who went away from a shared machine. */
const IDLE_MS = 10 * 60 * 1000;
/** So exactly it is known when a workspace was used last: to note it costs a write. */
const NOTED_MS = 30 * 1000;
const STORES = ["meta", "workspaces"];

export const whose = () => getMeta("whose");

export const isShared = async () => (await whose()) === "shared";

/** The open workspace; null when there is none. */
export async function openWorkspace() {
  const found = await read(STORES, current);
  if (!found || !found.shared) return found && found.workspace;
  const idle = Math.abs(Date.now() - found.workspace.used_at);
  if (idle > IDLE_MS) {
    await lock();
    return null;
  }
  if (idle > NOTED_MS) await noteUse();
  return found.workspace;
}

/** The open one, as the transaction sees it. One that has no code is none on a shared machine. */
async function current(tx) {
  const meta = tx.objectStore("meta"), id = await meta.get("workspace");
  const workspace = id && (await tx.objectStore("workspaces").get(id));
  const shared = (await meta.get("whose")) === "shared";
  return workspace && workspace.key && (workspace.wrapped || !shared) ? { workspace, shared } : null;
}

/** A full device does not say no to who only reads: it locks the sooner. */
async function noteUse() {
  try {
    await write(STORES, async (tx) => {
      const found = await current(tx);
      if (found) await tx.objectStore("workspaces").put({ ...found.workspace, used_at: Date.now() });
    });
  } catch (error) {
    if (error.name !== "QuotaExceededError") throw error;
  }
}

/** A new one where none is open; another tab may have been quicker. `code` is null on an own phone:
 * nobody needs one there, and a code that nobody was told would open nothing.
 * @returns {Promise<{workspace: object, code: string | null}>} */
export async function newWorkspace() {
  const shared = await isShared();
  const id = uuid7(Date.now()), code = shared ? newResumeCode() : null;
  const made = { id, ...(await keyed(id, code)), used_at: Date.now() };
  return write(STORES, async (tx) => {
    const there = await current(tx);
    if (there) return { workspace: there.workspace, code: null };
    await openInstead(tx, made);
    return { workspace: made, code };
  });
}

async function openInstead(tx, workspace) {
  await dropKeys(tx);
  await tx.objectStore("workspaces").put(workspace);
  await tx.objectStore("meta").put(workspace.id, "workspace");
}

/** A key, and what its code finds and opens it by. */
const keyed = async (id, code) =>
  ({ ...(await makeKey(id, code)), locator: code && (await locator(code)) });

/**
 * A new key and code for the open workspace: its drafts are sealed anew. Somebody asks for a code,
 * or a phone became a shared machine.
 *
 * @param {(row: object, from: object, to: object) => Promise<object>} resealed a draft's row
 * @returns {Promise<string | null>} null when no workspace is open
 */
export async function newCode(resealed) {
  const before = await openWorkspace();
  if (!before) return null;
  const code = newResumeCode();
  const after = { ...before, ...(await keyed(before.id, code)) };
  const rows = await read("drafts", (tx) => tx.store.index("workspace").getAll(before.id));
  const next = await Promise.all(rows.map((row) => resealed(row, before, after)));
  const done = await write(["workspaces", "drafts"], async (tx) => {
    const drafts = tx.objectStore("drafts");
    const there = await drafts.index("workspace").getAll(before.id);
    const { locator: code } = (await tx.objectStore("workspaces").get(before.id)) || {};
    if (code !== before.locator || versions(there) !== versions(rows)) return false;
    for (const row of next) await drafts.put(row);
    await tx.objectStore("workspaces").put(after);
    return true;
  });
  return done ? code : newCode(resealed); // Another tab saved meanwhile.
}

const versions = (rows) => rows.map(({ id, version }) => `${id} ${version}`).join();

/** Takes the key of the open workspace out of reach; only its code brings it back. One without a
 * code, of an own phone, stays open: nothing would bring that back. Who learnt here has gone, too. */
export const lock = () =>
  write(STORES, async (tx) => {
    const meta = tx.objectStore("meta"), id = await meta.get("workspace");
    const found = id && (await tx.objectStore("workspaces").get(id));
    if ((await meta.get("whose")) === "shared") await forgetLearnerIn(meta);
    if (!found || !found.wrapped) return;
    await dropKeys(tx);
    await meta.delete("workspace");
  });

/** Of those that have a code. */
async function dropKeys(tx) {
  const store = tx.objectStore("workspaces");
  for (const one of await store.getAll()) {
    if (one.wrapped && one.key) await store.put({ ...one, key: null });
  }
}

/** Opens the workspace of a resume code. What was open without one is not left behind: its drafts
 * come along. @returns {Promise<object | null>} null: none has this code */
export async function unlock(typed, resealed) {
  const code = normaliseResume(typed);
  if (!code) return null;
  const where = await locator(code);
  const all = await read("workspaces", (tx) => tx.store.getAll());
  const found = all.find((one) => one.locator === where);
  if (!found) return null;
  const key = await reopenKey(found.wrapped, found.id, code);
  const workspace = { ...found, key, used_at: Date.now() };
  const before = await openWorkspace();
  if (before && !before.wrapped) await takeAlong(before, workspace, resealed);
  await write(STORES, (tx) => openInstead(tx, workspace));
  return workspace;
}

async function takeAlong(from, to, resealed) {
  const rows = await read("drafts", (tx) => tx.store.index("workspace").getAll(from.id));
  const next = await Promise.all(rows.map((row) => resealed(row, from, to)));
  await write(["workspaces", "drafts"], async (tx) => {
    for (const row of next) await tx.objectStore("drafts").put({ ...row, workspace: to.id });
    await tx.objectStore("workspaces").delete(from.id);
  });
}

/** A machine of many. False where drafts are open without a code: nothing would bring them back. */
export const makeShared = () =>
  write([...STORES, "drafts"], async (tx) => {
    const { workspace = null } = (await current(tx)) || {};
    if (workspace && !workspace.wrapped) {
      if (await tx.objectStore("drafts").index("workspace").count(workspace.id)) return false;
      await tx.objectStore("workspaces").delete(workspace.id);
    }
    await tx.objectStore("meta").put("shared", "whose");
    return true;
  });

/** Everything of a workspace but what waits to be sent, which nobody here can read. */
export const forgetWorkspace = (id) =>
  write(["meta", "workspaces", "drafts", "outbox", "pieces"], async (tx) => {
    const drafts = tx.objectStore("drafts"), outbox = tx.objectStore("outbox");
    for (const draft of await drafts.index("workspace").getAllKeys(id)) {
      await drafts.delete(draft);
      const item = await outbox.get(draft);
      if (item) await outbox.put({ ...item, workspace: null });
      else await removeAll(tx, draft);
    }
    await tx.objectStore("workspaces").delete(id);
    const meta = tx.objectStore("meta");
    if ((await meta.get("workspace")) === id) await meta.delete("workspace");
  });
