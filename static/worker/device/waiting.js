/** /hang-cho: what was handed in here and is not there yet, and why. */

import { shown } from "../../sync/codes.js";
import { within } from "../net.js";
import { flush, held } from "../outbox.js";
import { nameOf, offers } from "../packs.js";
import { file, redirect, screen, wantsFragment } from "../replies.js";
import { shellOf } from "../shell.js";
import { readAll } from "../store/drafts.js";
import { moment } from "../views/moment.js";
import { counted } from "./part.js";

const PAGE = "/hang-cho";
/** Small things are there by then, and the page says so at once. */
const PATIENCE_MS = 5000;
const MOODS = { sent: "good", refused: "bad" };

/** GET /hang-cho: the reader's own; of other people's only how many. */
export async function waiting(request, asked, status = 200, more = {}) {
  const [{ words }, { mine, others }, names, readable] =
    await Promise.all([shellOf(asked.lang), held(), namesIn(asked.lang), readAll()]);
  const receipts = new Set(readable.map(({ row }) => row.code));
  const values = {
    path: PAGE,
    items: mine.map((item) => lineOf(item, words, names, receipts.has(item.code))),
    some: mine.length > 0,
    others: counted(words, "others", others),
    may_send: mine.some(({ state }) => state === "waiting" || state === "received"),
  };
  return screen(request, asked, "waiting", values, status, more);
}

/** What the procedures are called, by flow. */
const namesIn = async (lang) => new Map((await offers()).map((flow) => [flow.id, nameOf(flow, lang)]));

function lineOf({ id, code, flow, made_at, state, why }, words, names, canRead) {
  const isRefused = state === "refused";
  return {
    name: names.get(flow) || flow,
    code: shown(code).replace(/-/g, " "),
    made: moment(made_at, words),
    state: words[`outbox.${state}`],
    mood: MOODS[state] || (why ? "warning" : ""),
    why: why ? words[`why.${why.kind}`] : "",
    advice: why ? why.detail || words[`do.${why.kind}`] : "",
    refused: isRefused,
    href: canRead ? `/bien-nhan/${code}` : "",
    export_href: isRefused ? `${PAGE}/${id}.json` : "",
  };
}

/** POST /hang-cho/gui: now, whatever was to be waited for. */
export async function sendNow(request, asked) {
  const sending = flush({ force: true });
  asked.later(sending);
  await within(PATIENCE_MS, sending);
  return wantsFragment(request) ? waiting(request, asked, 200, { "HX-Push-Url": PAGE }) : redirect(PAGE);
}

/** GET /hang-cho/<id>.json: the envelope as it was sealed, for the office that can open it. */
export async function exportItem(request, { params: [id] }) {
  const item = (await held()).mine.find((one) => one.id === id);
  if (!item) return null;
  const more = { "Content-Disposition": `attachment; filename="${shown(item.code)}.json"` };
  return file(item.body, "application/json", more);
}
