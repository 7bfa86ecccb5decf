/**
 * Drafts that this device owns, sealed under their workspace's key.
 *
 * @typedef {{answers: object, typed: object, k: string, slots: number, secret: string,
 *   assist: string, filed: null | {at: string, commune: string, locale: string}}} Held what is sealed. `k` is the
 *   content key of the envelope that the draft will become, in base64; `slots` counts the files
 *   that ever came, because a slot's key encrypts one file only; `assist` is the most that anybody
 *   helped with it so far, and nothing in drafts of before that was noted
 * @typedef {{row: object, held: Held}} OpenDraft
 */

import { base64, random, text, utf8 } from "../../sync/bytes.js";
import { newSecret } from "../../sync/codes.js";
import { openDraft as unseal, sealDraft } from "../../sync/drafts.js";
import { uuid7 } from "../../sync/ids.js";
import { now } from "../clock.js";
import { read, write } from "./db.js";
import { removeAll } from "./files.js";
import { assistNow } from "./visit.js";
import { newWorkspace, openWorkspace } from "./workspaces.js";

const DAY_MS = 24 * 3600 * 1000;
const KEPT_MS = 30 * DAY_MS;
/** A receipt is of use as long as its dossier is. */
const RECEIPT_MS = 365 * DAY_MS;
const KEY_BYTES = 32;

/** A new empty draft. @param {{id: string, packs: object}} flow of the index
 * @returns {Promise<{id: string, code: string | null}>} the resume code of a workspace that was
 *   opened for it on a shared machine */
export async function newDraft(flow) {
  const id = uuid7(await now());
  const assist = await assistNow();
  return { id, code: await addDraft({ id, flow: flow.id, packs: flow.packs, assist }) };
}

/** Keeps a draft in the open workspace, or a new one, whose resume code it gives. `pending`: a copy
 * in this state, which is not ours yet; see flow/adopt.js. */
export async function addDraft(draft) {
  for (;;) {
    const open = await openWorkspace();
    const { workspace, code } = open ? { workspace: open, code: null } : await newWorkspace();
    if (await added(workspace, draft)) return code;
  }
}

/** False where the workspace was locked or got another key meanwhile. */
async function added(workspace, { id, flow, packs, answers = {}, typed = {}, assist = "none", pending = null }) {
  const k = base64(random(KEY_BYTES));
  const held = { answers, typed, k, slots: 0, secret: newSecret(), assist, filed: null };
  const row = { id, workspace: workspace.id, flow, packs, code: null, version: 0, pending };
  const kept = { ...row, ...(await sealed(workspace, id, held, await now())) };
  return write(["workspaces", "drafts"], async (tx) => {
    const there = await tx.objectStore("workspaces").get(workspace.id);
    if (!there || !there.key || there.locator !== workspace.locator) return false;
    await tx.objectStore("drafts").put(kept);
    return true;
  });
}

/** Copies whose originals may still be at the server. */
export const pendingCopies = () =>
  read("drafts", async (tx) => (await tx.store.getAll()).filter((row) => row.pending));

/** The state of a copy whose original may still be at the server. */
export async function pendingState(id) {
  const row = await read("drafts", (tx) => tx.store.get(id));
  return row ? row.pending : null;
}

/** The server has let go. */
export const ownCopy = (id) =>
  write("drafts", async (tx) => {
    const row = await tx.store.get(id);
    if (row) await tx.store.put({ ...row, pending: null });
  });

/** The original has changed meanwhile, or is gone. */
export const dropCopy = (id) =>
  write("drafts", async (tx) => {
    const row = await tx.store.get(id);
    if (row && row.pending) await tx.store.delete(id);
  });

async function sealed(workspace, id, held, at) {
  const seal = await sealDraft(workspace.key, id, utf8(JSON.stringify(held)));
  return { sealed: seal, updated_at: at, expires_at: at + (held.filed ? RECEIPT_MS : KEPT_MS) };
}

/** Of a draft that is this device's. */
async function rowOf(id) {
  const row = await read("drafts", (tx) => tx.store.get(id));
  return row && !row.pending ? row : null;
}

/** Whether the draft is this device's, readable now or not: then no other answers for it. */
export const owns = async (id) => Boolean(await rowOf(id));

/** @returns {Promise<OpenDraft | null>} null when it is not here, or its workspace is locked */
export async function readDraft(id) {
  const [workspace, row] = await Promise.all([openWorkspace(), rowOf(id)]);
  if (!row || !workspace || row.workspace !== workspace.id) return null;
  return opened(workspace, row);
}

async function opened(workspace, row) {
  const held = JSON.parse(text(await unseal(workspace.key, row.id, row.sealed)));
  return { row, held, workspace };
}

/** All that can be read now, the latest first. */
export async function readAll() {
  const workspace = await openWorkspace();
  if (!workspace) return [];
  const rows = await read("drafts", (tx) => tx.store.index("workspace").getAll(workspace.id));
  const ours = rows.filter((row) => !row.pending);
  ours.sort((a, b) => b.updated_at - a.updated_at);
  return (await Promise.all(ours.map((row) => readable(workspace, row)))).filter(Boolean);
}

/** A draft whose bytes a browser damaged takes no other with it. */
async function readable(workspace, row) {
  try {
    return await opened(workspace, row);
  } catch (error) {
    if (error.kind !== "sync.draft_not_to_be_opened") throw error;
    console.error(error);
    return null;
  }
}

/**
 * `change(draft)` gives `{held, value}`; resolves to the value once what it held is durable. When
 * another tab was quicker it is asked again, about the draft as it stands now. `also(tx)` takes
 * part in the transaction, over `stores` too. `row` are changes to the row.
 *
 * @returns {Promise<any>} null when the draft is not here
 */
export async function changeDraft(id, change) {
  for (;;) {
    const draft = await readDraft(id);
    if (!draft) return null;
    const { held, value, row = {}, stores = [], also = () => {} } = await change(draft);
    if (held === draft.held) return value;
    const at = await now();
    const next = { ...draft.row, ...(await sealed(draft.workspace, id, held, at)), ...row };
    if (await replaced(draft.row, next, stores, also)) return value;
  }
}

/** Whether it was still as it had been read. */
const replaced = (before, next, stores, also) =>
  write(["drafts", ...stores], async (tx) => {
    const store = tx.objectStore("drafts");
    const there = await store.get(before.id);
    if (!there || there.version !== before.version) return false;
    await store.put({ ...next, version: before.version + 1 });
    await also(tx);
    return true;
  });

/** A draft's row under another key, for `newCode`. */
export async function resealed(row, from, to) {
  const clear = await unseal(from.key, row.id, row.sealed);
  return { ...row, sealed: await sealDraft(to.key, row.id, clear), version: row.version + 1 };
}

/** Takes one draft off the device with its files; what was handed in waits on, sealed. */
export const forgetDraft = (id) =>
  write(["drafts", "outbox", "pieces"], async (tx) => {
    await tx.objectStore("drafts").delete(id);
    if (!(await tx.objectStore("outbox").get(id))) await removeAll(tx, id);
  });

/** Takes away drafts whose time is over. @param {number} at by the hub's clock, just heard: a
 * device's own may be years off */
export async function sweep(at) {
  const rows = await read("drafts", (tx) => tx.store.getAll());
  for (const row of rows) if (row.expires_at <= at) await forgetDraft(row.id);
}

/** The handed-in draft of a receipt code, if it can be read now. */
export async function draftOfCode(code) {
  const rows = await read("drafts", (tx) => tx.store.getAll());
  const row = rows.find((one) => one.code === code);
  return row ? readDraft(row.id) : null;
}
