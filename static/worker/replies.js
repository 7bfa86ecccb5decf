/** Answers made here: the same headers as the server's, whole pages or what htmx swaps in. */

import { within } from "./net.js";
import { shellOf } from "./shell.js";

const { document: DOCUMENT, other: OTHER } = self.SHELL.headers;
const FRESH = { "Cache-Control": "no-store" };
const HTML = "text/html; charset=utf-8";

/** htmx asks for a part, except when it restores a page that it no longer has. */
export const wantsFragment = (request) =>
  request.headers.get("HX-Request") === "true"
  && request.headers.get("HX-History-Restore-Request") !== "true";

/** A page of a pack: whole for a navigation, the fragment for htmx. */
export function answer(request, pack, name, values, status = 200, more = {}) {
  const isPart = wantsFragment(request);
  const html = isPart ? pack.fragment(name, values) : pack.page(name, values);
  // What a script fetches is no document.
  const security = request.headers.has("HX-Request") ? OTHER : DOCUMENT;
  const headers = { "Content-Type": HTML, Vary: "HX-Request" };
  return new Response(html, { status, headers: { ...security, ...FRESH, ...headers, ...more } });
}

/** A page as the server once gave it. */
export const whole = (html) => file(html, HTML, DOCUMENT);

/** What htmx swaps into a page. */
export const part = (html, more) => file(html, HTML, more);

/** After a form was sent, so that a reload does not send it again. */
export function redirect(path) {
  const Location = new URL(path, location.origin).href;
  return new Response(null, { status: 303, headers: { ...OTHER, ...FRESH, Location } });
}

export const json = (value, status) => file(JSON.stringify(value), "application/json", {}, status);

export const file = (bytes, type, more, status) =>
  new Response(bytes, { status, headers: { ...OTHER, ...FRESH, "Content-Type": type, ...more } });

/** A page of the shell in the reader's language. */
export async function screen(request, { lang, url }, name, values = {}, status = 200, more = {}) {
  const shown = { path: url.pathname + url.search, ...values };
  return answer(request, await shellOf(lang), name, shown, status, more);
}

/** A page that only the server can give. */
export const offline = (request, asked) =>
  screen(request, asked, "offline", { back: backOf(request, asked) }, 503);

/** A line that gives no page in this time is as good as none. */
const PATIENCE_MS = 8000;

/** The server's own answer; null when there is no line. A form waits for as long as it takes: what
 * it does there cannot be taken back. */
export async function online(request) {
  try {
    return await (request.method === "GET" ? within(PATIENCE_MS, fetch(request)) : fetch(request));
  } catch (error) {
    if (error.name !== "TypeError") throw error; // All that fetch tells of a line that is gone.
    return null;
  }
}

const FULL = "QuotaExceededError";

/** What could not be answered, in words; nothing that was stored is lost by it. */
export function trouble(request, asked, error) {
  const back = backOf(request, asked);
  if (error.name === FULL) return screen(request, asked, "no-room", { back }, 507);
  console.error(error);
  return screen(request, asked, "failed", { back }, 500);
}

/** What is the staff's is the server's first. */
export const isStaffs = ({ pathname }) => /^\/(mot-cua|to-so)(\/|$)/.test(pathname);

/** The page whose form was sent, to go on from. */
export function backOf(request, { url }) {
  if (request.method !== "POST") return "";
  if (isStaffs(url)) return new URL(request.referrer).pathname;
  return /\/(luu|luyen|xong|tep)$/.test(url.pathname) ? "/" : url.pathname + url.search;
}
