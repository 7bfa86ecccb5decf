/** What every page needs, kept for each version of the worker: all of it, or the version never begins. */

import { openShell } from "../engine/pages.js";
import { sha256, utf8 } from "../sync/bytes.js";
import { languageOf } from "./lang.js";
import { NoNetwork, ask, unheard } from "./net.js";

const { version, assets, later, pages } = self.SHELL;
const PREFIX = "shell-";
const NAME = PREFIX + version;
const opened = new Map();

const packUrl = (lang) => `/sync/v1/packs/${pages[lang]}`;

/** Fails as a whole: the worker before this one stays. */
export async function install() {
  const cache = await caches.open(NAME);
  await Promise.all([add(cache, assets), addPages(cache, await languageOf())]);
}

/** What calls itself our page is checked once: it is shown without a line for as long as this
 * version lives. */
async function addPages(cache, lang) {
  const found = await ask(packUrl(lang)), html = await found.clone().text();
  if ((await sha256(utf8(html))) !== pages[lang]) throw unheard(found);
  await cache.put(packUrl(lang), found);
}

/** Caches of versions gone by. Old packs still name their files: see `asset`. */
export async function throwOut() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** What is needed once somebody takes photographs, or learns: the files of that folder. */
export async function addLater(folder) {
  const cache = await caches.open(NAME);
  const all = later.filter((url) => nameOf(url).startsWith(folder));
  const there = await Promise.all(all.map((url) => cache.match(url)));
  await add(cache, all.filter((_, at) => !there[at]));
}

/** Throws NoNetwork; all that a cache tells of it is a TypeError. */
async function add(cache, urls) {
  try {
    await cache.addAll(urls);
  } catch (error) {
    if (error.name !== "TypeError") throw error;
    throw new NoNetwork("offline");
  }
}

/** The pages in every language. */
export async function addLanguages() {
  const cache = await caches.open(NAME);
  for (const lang of Object.keys(pages)) {
    if (!(await cache.match(packUrl(lang)))) await addPages(cache, lang);
  }
}

export const isAsset = (url) => url.pathname.startsWith("/static/");

/** The very file; else the line; else, for a page older than this version, today's of that name. */
export async function asset(request, url) {
  const cache = await caches.open(NAME);
  const exact = await cache.match(request);
  if (exact) return exact;
  try {
    return await fetch(request);
  } catch (error) {
    const name = nameOf(url.pathname);
    const same = [...assets, ...later].find((one) => nameOf(one) === name);
    const kept = same && (await cache.match(same));
    if (kept) return kept;
    throw error;
  }
}

/** `/static/<digest>/photo/photo.js` is `photo/photo.js`. */
const nameOf = (path) => path.split("/").slice(3).join("/");

/** The pages that belong to no flow, in the language, without a line in one that is here. */
export async function shellOf(lang) {
  const cache = await caches.open(NAME);
  const found = (await inLanguage(cache, lang)) || (await fetched(cache, lang));
  if (found) return found;
  const others = await Promise.all(Object.keys(pages).map((code) => inLanguage(cache, code)));
  const here = others.find(Boolean);
  if (!here) throw new Error("the browser has thrown the pages away");
  return here;
}

async function inLanguage(cache, lang) {
  if (!opened.has(lang)) {
    const found = await cache.match(packUrl(lang));
    if (!found) return null;
    opened.set(lang, openShell(await found.text()));
  }
  return opened.get(lang);
}

async function fetched(cache, lang) {
  try {
    await addPages(cache, lang);
    return await inLanguage(cache, lang);
  } catch (error) {
    if (error.name !== "NoNetwork") throw error;
    return null;
  }
}
