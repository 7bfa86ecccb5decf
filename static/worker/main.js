/**
 * The service worker: answers a citizen's pages on the device, as the server would.
 *
 * It holds no state in memory that matters: a browser stops a worker whenever it likes. What it
 * works with stands in IndexedDB (store/db.js) and in one cache a version (shell.js).
 */

import { leave } from "./coach/pages.js";
import { tellLanguage } from "./device/language.js";
import { compare } from "./device/lost.js";
import { adopt, isOurs } from "./flow/adopt.js";
import { languageOf, rememberLanguage } from "./lang.js";
import { flush, wake } from "./outbox.js";
import { fill, refresh, unlessLost } from "./packs.js";
import { isStaffs, offline, online, trouble } from "./replies.js";
import { asItIs, getMeta, setMeta } from "./store/db.js";
import { routeOf } from "./routes.js";
import { asset, install, isAsset, throwOut } from "./shell.js";
import { tidyKit } from "./store/kit.js";
import { tellVisit } from "./store/visit.js";
import { makeShared, openWorkspace } from "./store/workspaces.js";
import { fillLessons, prepareLesson, prepareWithLessons } from "./tutor/packs.js";

addEventListener("install", (event) => {
  asItIs(true);
  event.waitUntil(install());
});

addEventListener("activate", (event) => event.waitUntil(begin()));

/** Pages wait until this is over: nothing here may depend on a line. */
async function begin() {
  asItIs(false);
  await throwOut();
  await clients.claim();
  await tidyKit();
  await setMeta("refreshed", null); // What is offered is asked for anew.
}

const PREPARE = { "thu-tuc": prepareWithLessons, hoc: prepareLesson };

/** For a procedure, or a lesson, whose page was open before this worker was there. */
async function prepareFor(path) {
  const [, kind, id] = /^\/(thu-tuc|hoc)\/([^/]+)/.exec(path) || [];
  await (kind ? PREPARE[kind](id, await languageOf()) : refresh());
}

/** What was begun before this worker could answer comes to the device. */
async function adoptFrom(path) {
  await clients.claim(); // A page that was loading when this worker began.
  await adopt(path, await languageOf());
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
  try {
    return await answered(request, url, route, (work) => event.waitUntil(work));
  } catch (error) {
    console.error(error);
    // A form of this device's is nobody else's business: its page stays, and says so.
    const isServers = request.method === "GET" || (isStaffs(url) && !request.bodyUsed);
    return isServers ? fetch(request) : Response.error();
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
const fromNetwork = async (request, asked) => (await online(request)) || offline(request, asked);

const DO = {
  /** A page has been opened: what it knows of the device, and a chance to be up to date. */
  async here({ lang, persisted, path }) {
    if (!(await getMeta("lang"))) await rememberLanguage(lang); // Afterwards the reader chooses.
    if (persisted !== undefined) await setMeta("persisted", persisted);
    await prepareFor(path).catch(unlessLost);
    await adoptFrom(path).catch(unlessLost);
  },
  async send({ why, path }) {
    await tidyKit();
    await leave();
    await flush({ force: why === "online" });
    await tellLanguage().catch(unlessLost);
    await adoptFrom(path).catch(unlessLost);
    if (why === "timer") await fill().then(fillLessons).catch(unlessLost);
  },
  codes: compare,
  used: openWorkspace,
  shared: makeShared, // Where staff sign in, many come and go.
  visit: tellVisit, // And where they help somebody.
  async owns({ id }, port) {
    port.postMessage(await isOurs(id));
  },
  "take over": takeOver,
};

/** Said to a worker that waits, by a page without a form. Another page may have one. */
async function takeOver() {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!open.some(({ url }) => new URL(url).pathname.startsWith("/to-khai/"))) await skipWaiting();
}

addEventListener("message", (event) => {
  const work = DO[event.data && event.data.do];
  if (work) event.waitUntil(work(event.data, event.ports[0], event.source));
});

addEventListener("sync", (event) => event.waitUntil(wake()));
