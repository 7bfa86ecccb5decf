/**
 * What was handed in on this device, sealed, until the hub has it.
 *
 * Each change is written as it happens, and all can be said twice: the worker may be stopped
 * anywhere. The texts go first, then the photographs.
 */

import { provenHub } from "./hub.js";
import { handOver } from "./sending/envelope.js";
import { sendFiles } from "./sending/files.js";
import { NoNetwork } from "./net.js";
import { PRACTICE, change, dossiers, isOpen, itemOf, items, remove } from "./sending/rows.js";
import { getMeta, setMeta } from "./store/db.js";
import { openWorkspace } from "./store/workspaces.js";
import { bundle } from "./tutor/practice.js";

export { itemOf, newItem, waitForSent } from "./sending/rows.js";

const LOCK = "tramso-outbox";
const TAG = "outbox";
const KEPT_MS = 7 * 24 * 3600 * 1000;
/** Codes of what arrived and was taken out: nobody is to take them for lost. */
const MOST_ARRIVED = 50;
/** An open page asks every 20 to 40 s; together a hub is tried again within a minute. */
const FIRST_PAUSE_MS = 2000, LONGEST_PAUSE_MS = 20000;
/** A longer pause was never told: the clock was put back. */
const MOST_WAIT_MS = 60000;
/** Whoever comes next would hear the same. What fails is tried last, so that it keeps nobody. */
const ENDS_ROUND = ["offline", "room"];
const OVERLOADED = [429, 503];

let running = null, asked = null, waking = false;

/**
 * Sends what is due, or all with `force`; what is not yet there afterwards is tried again. Called
 * while it runs, it goes round once more, so that two never send the same.
 *
 * @returns {Promise<{left: number}>} how many still wait
 */
export function flush({ force = false } = {}) {
  asked = { force: force || Boolean(asked && asked.force) };
  if (!running) {
    running = alone(rounds).catch(complain).then((left) => {
      running = null;
      return asked ? flush() : { left };
    });
  }
  return running;
}

/** An older worker may still be at it while a new one begins. */
function alone(work) {
  if (!navigator.locks) return work(true);
  return navigator.locks.request(LOCK, { ifAvailable: true }, work);
}

async function rounds(mine) {
  let left = 0;
  do {
    const { force } = asked;
    asked = null;
    if (mine) left = await round(force);
  } while (asked);
  return left;
}

/** Of the device itself: what is sent will be sent the next time. */
function complain(error) {
  asked = null;
  console.error(error);
  return Infinity;
}

async function round(force) {
  await bundle(force).catch((error) => console.error(error)); // It holds up no dossier.
  const due = (await items()).filter((item) => isOpen(item) && (force || isDue(item)));
  due.sort((a, b) => a.tries - b.tries);
  if (due.length) await send(due);
  const all = await items(), left = all.filter(isOpen).length;
  await settle(all);
  if (left && !waking) await comeBack();
  return left;
}

function isDue({ next_at }) {
  const pause = next_at - Date.now();
  return pause <= 0 || pause > MOST_WAIT_MS;
}

async function send(due) {
  const round = { ended: false };
  let hub;
  try {
    hub = await provenHub();
  } catch (error) {
    for (const item of due) await failed(item.id, error, round);
    return;
  }
  const pace = { bytes: hub.piece }, open = [];
  for (const { id } of due) {
    await attempt(id, round, async (item) => {
      const missing = await handOver(item, hub);
      if (missing.length) open.push([id, missing]);
    });
  }
  for (const [id, missing] of open) {
    await attempt(id, round, (item) => complete(item, missing, hub, pace));
  }
}

/** The item is read anew: others change it too. What fails is the item's, never the round's. */
async function attempt(id, round, work) {
  if (round.ended) return;
  try {
    const item = await itemOf(id);
    if (item && isOpen(item)) await work(item);
  } catch (error) {
    await failed(id, error, round);
  }
}

/** Files first; then it is asked for what came of it. */
async function complete(item, missing, hub, pace) {
  await sendFiles(item, missing, pace);
  const after = await itemOf(item.id);
  if (after && (await handOver(after, hub)).length) throw new NoNetwork("busy");
}

async function failed(id, error, round) {
  const { name, kind, status = 0, wait = 0 } = error;
  const isLine = name === "NoNetwork";
  if (!isLine) console.error(error);
  round.ended = ENDS_ROUND.includes(kind) || OVERLOADED.includes(status);
  try {
    const { tries = 0 } = (await itemOf(id)) || {};
    const why = { kind: isLine ? kind : "busy", status, detail: "", at: Date.now() };
    const next_at = Date.now() + Math.max(wait, pauseAfter(tries));
    await change(id, { tries: tries + 1, next_at, why });
  } catch (full) {
    console.error(full); // A full disk cannot even be told so; the item stands as it was.
  }
}

/** Half of it by chance, so that a village does not come back all at once. */
const pauseAfter = (tries) =>
  Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2);

/** Takes out what arrived a week ago: until then it could be asked for again. Nobody asks for what
 * was done in lessons, and what was refused would be refused again. */
async function settle(all) {
  const before = Date.now() - KEPT_MS;
  for (const item of all) {
    const { id, kind, code, state, sent_at, why } = item, isDossier = kind !== PRACTICE;
    const isOver = isDossier ? state === "sent" && sent_at <= before : !isOpen(item);
    if (!isOver) continue;
    if (state === "refused") console.error(`practice ${id} was refused`, why);
    if (isDossier) {
      await setMeta("arrived", [...((await getMeta("arrived")) || []), code].slice(-MOST_ARRIVED));
    }
    await remove(id);
  }
}

/** What is not there yet: the open workspace's own, and how many of other people. */
export async function held() {
  const [workspace, all] = await Promise.all([openWorkspace(), dossiers()]);
  const isMine = (item) => Boolean(workspace) && item.workspace === workspace.id;
  const mine = all.filter(isMine);
  return { mine, others: all.filter((item) => !isMine(item) && item.state !== "sent").length };
}

/** How many are not there yet, of whom. */
export async function counts() {
  const { mine, others } = await held();
  return { mine: mine.filter((item) => item.state !== "sent").length, others };
}

/** The browser says that there is a line (`sync` event). Rejects while something is left: then it
 * says so again later, a few times. */
export async function wake() {
  waking = true;
  try {
    const { left } = await flush({ force: true });
    if (left) throw new NoNetwork("offline");
  } finally {
    waking = false;
  }
}

/** Few browsers can be asked to, and a reader may forbid it; open pages ask as well. */
async function comeBack() {
  const { sync } = self.registration;
  if (!sync) return;
  await sync.register(TAG).catch((error) => console.info(`no background sync: ${error.message}`));
}
