/** Bringing a kit up to date: who works with a good line finds everything here when it is gone. */

import { ask, record, unheard } from "../net.js";
import { offers, prepare, refresh, unlessLost } from "../packs.js";
import {
  NEXT, changeKit, fillKit, isOf, kitHere, lockKit, newKit, openKit, readKit, unlockKit,
} from "../store/kit.js";
import { lessons, prepareLesson } from "../tutor/packs.js";
import { deeds } from "../store/deeds.js";
import { sendDeeds } from "./deeds.js";

const TOLD = "/to-so/mang-theo", DATA = "data";
/** The server does not take this for somebody who sits before a page. */
const QUIETLY = { credentials: "same-origin", headers: { Accept: "application/json", Polled: "1" } };
const DAY_MS = 24 * 3600 * 1000;
/** Where the groups are as they were, pages change by what is learnt: they are brought so often. */
const PAGES_MS = 10 * 60 * 1000;

let running = null, next = null;

/** The groups and who is in them, as `GET /to-so/mang-theo` told. */
export const dataOf = async (kit) => JSON.parse(await readKit(kit, DATA));

/** Somebody has signed in. `own`: the device is theirs, or they have a kit here already. */
export async function enter({ login, password, own }, lang) {
  await lockKit();
  const kit = await kitHere();
  const isTheirs = kit && isOf(kit, login);
  if (isTheirs ? !(await unlockKit(kit, password)) : own) await newKit(login, password);
  await keepUp(lang);
}

/** All that will be needed without a line, in its own time. */
export async function keepUp(lang) {
  await bring(lang);
  const kit = await openKit();
  if (!kit || !kit.brought_at || kit.complete) return;
  await prepareAll(lang).then(() => changeKit(kit, { complete: true })).catch(unlessLost);
}

/** What was done here goes to the server, and what is there comes, as far as it is the same
 * volunteer's. Without a line, or a session, all stays as it is. Called while it runs, it goes round
 * once more: what was done meanwhile may have come too late. */
export function bring(lang) {
  if (!running) running = brought(lang).catch(unlessLost).finally(() => { running = null; });
  else if (!next) next = running.then(() => { next = null; return bring(lang); });
  return next || running;
}

async function brought(lang) {
  const kit = (await kitHere(NEXT)) || (await openKit());
  if (!kit && !(await deeds()).length) return;
  let told = await fetched();
  if (await sendDeeds(told.staff)) told = await fetched();
  if (!kit || (kit.staff && kit.staff !== told.staff)) return;
  const now = Date.now(), data = JSON.stringify(told);
  await changeKit(kit, { staff: told.staff, used_at: now, told_at: now, lasts: told.days * DAY_MS });
  if (kit.lang === lang && now - kit.brought_at < PAGES_MS && (await readKit(kit, DATA)) === data) return;
  const texts = { [DATA]: data };
  for (const path of told.pages) texts[path] = await (await heard(path)).text();
  await fillKit(kit, { lang, brought_at: now, complete: false }, texts);
}

const fetched = async () => record(await heard(TOLD));

async function heard(path) {
  const answer = await ask(path, QUIETLY);
  if (!answer.ok) throw unheard(answer);
  return answer;
}

/** Every lesson and procedure: nobody knows what will be asked for in a village. */
async function prepareAll(lang) {
  await refresh();
  for (const { id } of await lessons()) await prepareLesson(id, lang);
  for (const { id } of await offers()) await prepare(id, lang);
}
