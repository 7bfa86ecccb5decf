/** What every page needs, kept for each version of the worker: all of it, or the version never begins. */

import { openShell } from "../engine/pages.js";
import { languageOf } from "./lang.js";

const { version, assets, later, pages } = self.SHELL;
const PREFIX = "shell-";
const NAME = PREFIX + version;
const opened = new Map();

const packUrl = (lang) => `/sync/v1/packs/${pages[lang]}`;

/** Fails as a whole: the worker before this one stays. */
export async function install() {
  const cache = await caches.open(NAME);
  await cache.addAll([...assets, packUrl(await languageOf())]);
}

/** Caches of versions gone by. Old packs still name their files: see `asset`. */
export async function throwOut() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** What is needed once somebody takes photographs. */
export const addLater = () => add(later);

/** The pages in every language. */
export const addLanguages = () => add(Object.keys(pages).map(packUrl));

async function add(urls) {
  const cache = await caches.open(NAME);
  const there = await Promise.all(urls.map((url) => cache.match(url)));
  await cache.addAll(urls.filter((_, at) => !there[at]));
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

/** The pages that belong to no flow, in the language, else in one that is here. */
export async function shellOf(lang) {
  const cache = await caches.open(NAME);
  for (const code of [lang, ...Object.keys(pages)]) {
    if (!opened.has(code)) {
      const found = await cache.match(packUrl(code));
      if (found) opened.set(code, openShell(await found.text()));
    }
    if (opened.has(code)) return opened.get(code);
  }
  // A browser that threw the cache away and kept the worker.
  await cache.add(packUrl(lang));
  return shellOf(lang);
}
