/**
 * What was done in lessons on this device, until the hub has it: never what was typed.
 *
 * An event's key is its place in the run, so that what is told twice is one, here and there.
 */

import { sha256, utf8 } from "../../sync/bytes.js";
import { canonical } from "../../sync/canonical.js";
import { uuid7 } from "../../sync/ids.js";
import { now } from "../clock.js";
import { index } from "../packs.js";
import { PRACTICE, isOpen, items, newItem } from "../sending/rows.js";
import { getMeta, read, setMeta, write } from "../store/db.js";
import { learnerOf } from "../store/learner.js";

const MOST_EVENTS = 500, MOST_STEPS = 200, MOST_OF_A_STEP = 10000;
/** Counts of steps go along with deeds, or by themselves once in a while. */
const COUNTED_MS = 3600000;
/** A lesson that is being played goes as one. */
const PAUSE_MS = 60000;

/** When, on what machine and by whom something is done. */
export const witness = async () =>
  ({ nowMs: await now(), device: await nameOfDevice(), learner: await learnerOf() });

/** Told to the hub with each event; nothing else is known by it. */
async function nameOfDevice() {
  const known = await getMeta("device");
  if (known) return known;
  const name = uuid7(Date.now());
  await setMeta("device", name);
  return name;
}

const keyOf = ({ run, n, scene, outcome }) => [run, n, scene, outcome];

/** Told again, the first one stays. A full device plays on, and forgets. */
export async function note(event) {
  try {
    await write("practice", async ({ store }) => {
      if (!(await store.get(keyOf(event)))) await store.put(event);
    });
  } catch (error) {
    if (error.name !== "QuotaExceededError") throw error;
  }
}

/** Puts what waits into one item of the outbox, when a lesson is over or rests; one at a time. */
export async function bundle(force) {
  const [events, steps] = await read(["practice", "steps"], (tx) => Promise.all([
    tx.objectStore("practice").getAll(null, MOST_EVENTS),
    tx.objectStore("steps").getAll(null, MOST_STEPS),
  ]));
  const at = await now();
  const isOlder = (ms) => ({ at: done }) => Math.abs(at - done) > ms;
  const isDue = (one) => one.ends || isOlder(PAUSE_MS)(one);
  const isReady = (force && events.length) || events.some(isDue) || steps.some(isOlder(COUNTED_MS));
  if (!isReady) return;
  if ((await items()).some((item) => item.kind === PRACTICE && isOpen(item))) return;
  const item = await itemFor(events, steps, uuid7(at));
  await write(["practice", "steps", "outbox"], async (tx) => {
    await tx.objectStore("outbox").put(item);
    await Promise.all(events.map((one) => tx.objectStore("practice").delete(keyOf(one))));
    await takeOff(tx.objectStore("steps"), steps);
  });
}

/** What was counted meanwhile stays. */
async function takeOff(store, steps) {
  for (const { day, flow, version, step, kind, count } of steps) {
    const key = [day, flow, version, step, kind];
    const there = await store.get(key), left = there ? there.count - count : 0;
    await (left > 0 ? store.put({ ...there, count: left }) : store.delete(key));
  }
}

const told = ({ day, flow, version, step, kind, count }) =>
  ({ day, flow, version, step, kind, count: Math.min(count, MOST_OF_A_STEP) });

async function itemFor(events, counted, id) {
  const { commune } = await index(), device = await nameOfDevice(), steps = counted.map(told);
  const body = utf8(canonical({ v: 1, id, kind: PRACTICE, commune, device, events, steps }));
  const header = { id, kind: PRACTICE, flow: "", commune, made_at: new Date().toISOString(), blobs: [] };
  return newItem({ header, code: "", digest: await sha256(body), body, workspace: null });
}
