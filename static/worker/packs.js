/** Packs on this device: what is offered, and what is needed to answer for it without a line. */

import { openPack } from "../engine/pack.js";
import { openReference } from "../engine/reference.js";
import { today } from "./clock.js";
import { greet, hub } from "./hub.js";
import { ask, record, within } from "./net.js";
import { addLanguages, addLater } from "./shell.js";
import { getMeta, setMeta } from "./store/db.js";
import { sweep } from "./store/drafts.js";
import { has, keep, put, text } from "./store/packs.js";

const INDEX = "/sync/v1/packs";
/** A page waits so long for what is just being fetched; then the server answers it. */
const PATIENCE_MS = 4000;
const FRESH_MS = 5 * 60 * 1000;
/** Fields that look something up in the tables of the province. */
const LOOKED_UP = ["commune", "address", "ethnicity", "nationality"];

const opened = new Map();

/** What this node offers, as it was told last; undefined before that. */
export const index = () => getMeta("index");

/** Its procedures, in the order of the first page. */
export async function offers() {
  const offered = await index();
  return offered ? offered.flows : [];
}

export const offer = async (id) => (await offers()).find((one) => one.id === id);

/** Whether there is another commune that one may hand in for from here. */
export async function servesOthers() {
  const { commune, receiving = [] } = await index();
  return receiving.some((one) => one !== commune);
}

export const nameOf = ({ name }, lang) => name[lang] || name.vi;

/** Asks what is offered, and who the hub is, every now and then. Without a line what is known
 * stays. */
export async function refresh() {
  const { at = 0 } = (await getMeta("refreshed")) || {};
  if (Math.abs(Date.now() - at) < FRESH_MS) return;
  try {
    const { time } = await greet();
    await sweep(Date.parse(time));
    const answer = await ask(INDEX);
    if (answer.ok) await take(await record(answer));
  } catch (error) {
    unlessLost(error);
  }
}

/** Drafts are judged by the tables that the index names: where there are some, the new ones come
 * first. So do lessons: one that is here stays to be played. */
async function take(offered) {
  const { reference, lessons = [] } = (await index()) || {};
  if (reference && (await has(reference))) await keep(offered.reference);
  await keepLessons(lessons, offered.lessons || []).catch(unlessLost);
  await setMeta("index", offered);
  await setMeta("refreshed", { at: Date.now() });
}

async function keepLessons(before, offered) {
  for (const { id, packs } of offered) {
    const { packs: old = {} } = before.find((one) => one.id === id) || {};
    for (const lang of Object.keys(packs)) if (old[lang] && (await has(old[lang]))) await keep(packs[lang]);
  }
}

/** Once somebody stays a while on a good line: the flows that the commune marks as common, and the
 * other languages. Throws NoNetwork. */
export async function fill() {
  if (!isGood()) return;
  await addLanguages();
  for (const flow of (await offers()).filter((one) => one.common)) {
    for (const lang of Object.keys(flow.packs)) await hold(flow, lang);
  }
}

/** Bytes are the citizen's money. Where the browser tells nothing of the line it is taken as good. */
export const isGood = (line = navigator.connection) => !line || (!line.saveData && !/2g|3g/.test(line.effectiveType));

/** What a line that is gone cannot do is done another time. */
export function unlessLost(error) {
  if (error.name !== "NoNetwork") throw error;
  return null;
}

export const looksUp = ({ steps }) =>
  steps.some((step) => step.fields.some((one) => LOOKED_UP.includes(one.type)));

/** The pack of a draft, in the language if there is a way, else in another. @returns null: none is */
export async function packOf(packs, lang) {
  if (packs[lang] && !(await has(packs[lang]))) await patiently(keep(packs[lang]));
  return openAny([packs[lang], ...Object.values(packs)]);
}

/** The first of these packs that is here. */
export async function openAny(shas, how = openPack) {
  for (const sha of shas) {
    const found = sha && (await open(sha, how));
    if (found) return found;
  }
  return null;
}

async function open(sha, how) {
  if (!opened.has(sha)) {
    const found = await text(sha);
    if (!found) return null;
    opened.set(sha, { ...how(found), sha256: sha });
  }
  return opened.get(sha);
}

/** A flow that can be begun here and now: its row of the index. Null when something is missing,
 * also because it is only just on its way and the line is slow. */
export const ready = (id, lang) => patiently(prepare(id, lang));

/** Fetches what is missing to begin this flow in this language. Throws NoNetwork where nothing can
 * be fetched and it is not here in another language either. */
export async function prepare(id, lang) {
  await refresh();
  const [flow, known] = await Promise.all([offer(id), hub()]);
  if (!flow || !known || !known.sealing) return null;
  try {
    return await hold(flow, lang);
  } catch (error) {
    for (const other of Object.keys(flow.packs)) if (await has(flow.packs[other])) return hold(flow, other);
    throw error;
  }
}

/** What comes of it, null if it takes too long or the line is gone. */
const patiently = (work) => within(PATIENCE_MS, work.catch(unlessLost));

/** Fetches what is missing to answer the flow in this language. */
export async function hold(flow, lang) {
  const sha = flow.packs[lang] || Object.values(flow.packs)[0];
  await keep(sha);
  if (looksUp((await open(sha, openPack)).flow)) await keep((await index()).reference);
  if (flow.files) await addLater("photo/");
  return flow;
}

/** What a walk may know of the world. Before the tables came nothing is looked up.
 * @param {string[]} provinces whose places are spoken of; those that are here are looked up */
export async function context(lang, provinces = []) {
  const { commune, receiving = [], reference, province } = await index();
  const others = provinces.filter((one) => one !== province).sort();
  const known = await tables(reference, lang, others);
  return { today: await today(), commune, channel: "online", reference: known, receiving };
}

async function tables(sha, lang, provinces) {
  const more = (await Promise.all(provinces.map((one) => text(placesOf(one))))).filter(Boolean);
  const name = [sha, lang, ...provinces, ...more.map((one) => one.length)].join(" ");
  if (!opened.has(name)) {
    const home = await text(sha);
    if (!home) return openReference(EMPTY, lang);
    opened.set(name, openReference(home, lang, more));
  }
  return opened.get(name);
}

const placesOf = (province) => `places ${province}`;

/** Fetches the places of another province, as long as the reader's patience lasts: without them
 * what was typed is kept for the officer. */
export async function keepPlaces(province) {
  const { province: home } = await index(), name = placesOf(province);
  if (!/^[0-9]{2}$/.test(province) || province === home || (await isFresh(name))) return;
  try {
    const answer = await ask(`/sync/v1/places/${province}`, {}, PATIENCE_MS);
    if (!answer.ok) return;
    await put(name, await answer.text());
    await put(`${name} of`, self.SHELL.version);
  } catch (error) {
    if (error.name !== "QuotaExceededError") unlessLost(error);
  }
}

/** Those of an earlier release are better than none, and asked for anew. */
const isFresh = async (name) => (await text(`${name} of`)) === self.SHELL.version;

const EMPTY = JSON.stringify({
  format: 1, provinces: [], communes: [], old: [], districts: "", peoples: [], nationalities: [],
});
