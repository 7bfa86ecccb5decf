/**
 * The service worker: answers a citizen's pages on the device, as the server would.
 *
 * It holds no state in memory that matters: a browser stops a worker whenever it likes. What it
 * works with stands in IndexedDB (store/db.js) and in one cache a version (shell.js).
 */

import { compare } from "./device/lost.js";
import { rememberShared } from "./device/this_device.js";
import { adopt, isOurs } from "./flow/adopt.js";
import { languageOf, rememberLanguage } from "./lang.js";
import { flush, wake } from "./outbox.js";
import { fill, refresh, unlessLost } from "./packs.js";
import { backOf, online, screen, trouble } from "./replies.js";
import { setMeta } from "./store/db.js";
import { routeOf } from "./routes.js";
import { asset, install, isAsset, throwOut } from "./shell.js";

addEventListener("install", (event) => event.waitUntil(install()));

addEventListener("activate", (event) => event.waitUntil(begin()));

async function begin() {
  await throwOut();
  await clients.claim();
  await refresh();
}

/** What was begun before this worker could answer comes to the device; without a line later. */
async function adopted(path) {
  try {
    await adopt(path, await languageOf());
  } catch (error) {
    unlessLost(error);
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (isAsset(url)) return event.respondWith(asset(request, url));
  const route = routeOf(request, url);
  if (route) event.respondWith(answer(event, url, route));
});

/** From here; a handler that answers nothing leaves it to the network. Where nothing here works,
 * the browser has thrown away what this worker lives on: it still must not stand in the way. */
async function answer(event, url, route) {
  const { request } = event;
  const again = request.clone();
  try {
    return await answered(request, url, route, (work) => event.waitUntil(work));
  } catch (error) {
    console.error(error);
    return fetch(again);
  }
}

async function answered(request, url, { handle, params }, later) {
  const asked = { lang: await languageOf(), params, url, later };
  try {
    return (await handle(request, asked)) || (await fromNetwork(request, asked));
  } catch (error) {
    return await trouble(request, asked, error);
  }
}

/** Without a line a page says so itself, where a browser would show its own. */
const fromNetwork = async (request, asked) =>
  (await online(request)) || screen(request, asked, "offline", { back: backOf(request, asked) }, 503);

const DO = {
  /** A page has been opened: what it knows of the device, and a chance to be up to date. */
  async here({ lang, persisted, path }) {
    await rememberLanguage(lang);
    if (persisted !== undefined) await setMeta("persisted", persisted);
    await refresh();
    await adopted(path);
  },
  async send({ why, path }) {
    await flush({ force: why === "online" });
    await adopted(path);
    if (why === "timer") await fill();
  },
  codes: compare,
  shared: rememberShared,
  async owns({ id }, port) {
    port.postMessage(await isOurs(id));
  },
  "take over": takeOver,
};

/** Said to a worker that waits, by a page without a form. Another page may have one. */
async function takeOver() {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.length === 1) await skipWaiting();
}

addEventListener("message", (event) => {
  const work = DO[event.data && event.data.do];
  if (work) event.waitUntil(work(event.data, event.ports[0], event.source));
});

addEventListener("sync", (event) => event.waitUntil(wake()));
