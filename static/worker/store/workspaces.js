/**
 * Whose drafts can be read now. On an own phone there is one workspace, always open. On a shared
 * machine each resident has one: its key goes out of reach when it is locked, when another one is
 * opened, or when nobody did anything for a while; the resume code brings it back.
 */

import { locator, makeKey, reopenKey } from "../../sync/drafts.js";
import { newResumeCode, normaliseResume } from "../../sync/codes.js";
import { uuid7 } from "../../sync/ids.js";
import { getMeta, read, write } from "./db.js";

/** Somebody who went away from a shared machine. */
const IDLE_MS = 10 * 60 * 1000;

export const whose = () => getMeta("whose");

export const isShared = async () => (await whose()) === "shared";

/** The open workspace, used just now; null when there is none. */
export async function openWorkspace() {
  const at = Date.now();
  const [shared, found] = await Promise.all([isShared(), current()]);
  if (!found || !found.key) return null;
  if (shared && Math.abs(at - found.used_at) > IDLE_MS) {
    await lock();
    return null;
  }
  if (shared) await write("workspaces", (tx) => tx.store.put({ ...found, used_at: at }));
  return found;
}

const current = () =>
  read(["meta", "workspaces"], async (tx) => {
    const id = await tx.objectStore("meta").get("workspace");
    return id && tx.objectStore("workspaces").get(id);
  });

/** A new one in place of the open one, which is locked. `code` is null on an own phone: nobody
 * needs one there, and a code that nobody was told would open nothing.
 * @returns {Promise<{workspace: object, code: string | null}>} */
export async function newWorkspace() {
  const shared = await isShared();
  const id = uuid7(Date.now()), code = shared ? newResumeCode() : null;
  const workspace = { id, ...(await keyed(id, code)), used_at: Date.now() };
  await write(["meta", "workspaces"], async (tx) => {
    await dropKeys(tx);
    await tx.objectStore("workspaces").put(workspace);
    await tx.objectStore("meta").put(id, "workspace");
  });
  return { workspace, code };
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
    for (const row of next) {
      const there = await drafts.get(row.id);
      if (!there || there.version !== row.version - 1) return false;
    }
    for (const row of next) await drafts.put(row);
    await tx.objectStore("workspaces").put(after);
    return true;
  });
  return done ? code : newCode(resealed); // Another tab saved meanwhile.
}

/** Takes the key of the open workspace out of reach; only its code brings it back. One without a
 * code, of an own phone, stays open: nothing would bring that back. */
export const lock = () =>
  write(["meta", "workspaces"], async (tx) => {
    const meta = tx.objectStore("meta"), id = await meta.get("workspace");
    const found = id && (await tx.objectStore("workspaces").get(id));
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

/** Opens the workspace of a resume code. @returns {Promise<object | null>} null: none has this code */
export async function unlock(typed) {
  const code = normaliseResume(typed);
  if (!code) return null;
  const where = await locator(code);
  const all = await read("workspaces", (tx) => tx.store.getAll());
  const found = all.find((one) => one.locator === where);
  if (!found) return null;
  const key = await reopenKey(found.wrapped, found.id, code);
  const workspace = { ...found, key, used_at: Date.now() };
  await write(["meta", "workspaces"], async (tx) => {
    await dropKeys(tx);
    await tx.objectStore("workspaces").put(workspace);
    await tx.objectStore("meta").put(workspace.id, "workspace");
  });
  return workspace;
}

/** Everything of a workspace but what waits to be sent, which nobody here can read. */
export const forgetWorkspace = (id) =>
  write(["meta", "workspaces", "drafts", "outbox", "pieces"], async (tx) => {
    const drafts = tx.objectStore("drafts"), outbox = tx.objectStore("outbox");
    for (const draft of await drafts.index("workspace").getAllKeys(id)) {
      await drafts.delete(draft);
      const item = await outbox.get(draft);
      if (item) await outbox.put({ ...item, workspace: null });
      else await tx.objectStore("pieces").delete(IDBKeyRange.bound([draft], [draft, []]));
    }
    await tx.objectStore("workspaces").delete(id);
    const meta = tx.objectStore("meta");
    if ((await meta.get("workspace")) === id) await meta.delete("workspace");
  });
