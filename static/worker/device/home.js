/** The first page and the list of procedures: the server's while it answers, with what is on this
 * device put in; without a line our own. */

import { fold, tidy } from "../../engine/text.js";
import { nameOf, offers } from "../packs.js";
import { answer, online, part, screen } from "../replies.js";
import { shellOf } from "../shell.js";
import { openVisit } from "../store/visit.js";
import { foundValues } from "../views/found.js";
import { deviceValues } from "./part.js";

const MARK = "<div data-device></div>";
const MOST_TILES = 4;

/** GET / */
export async function home(request, asked) {
  const [shell, device] = await Promise.all([shellOf(asked.lang), deviceValues(asked.lang)]);
  const told = await online(request);
  if (told) return told.ok ? withDevice(told, shell.part("device", device)) : told;
  const all = await procedures(asked.lang);
  const visit = Boolean(await openVisit());
  const shown = { procedures: all.slice(0, MOST_TILES), more: all.length > MOST_TILES, visit };
  return answer(request, shell, "home", { path: "/", ...shown, ...device });
}

/** The server's page with the part of this device in its place. */
async function withDevice(told, part) {
  const html = (await told.text()).replace(MARK, () => part);
  return new Response(html, { status: told.status, headers: told.headers });
}

/** GET /thu-tuc, also `?tim=`: without a line by the letters of the name alone. */
export async function allProcedures(request, asked) {
  const told = await online(request);
  if (told) return told;
  const sought = tidy(asked.url.searchParams.get("tim") || "");
  const all = await procedures(asked.lang);
  const found = all.filter(({ name }) => fold(name).includes(fold(sought)));
  const shell = await shellOf(asked.lang);
  const values = foundValues(shell.words, sought, found);
  const isPart = (request.headers.get("HX-Target") || "").endsWith("#found");
  return isPart ? part(shell.part("found", values)) : screen(request, asked, "procedures", values);
}

const procedures = async (lang) =>
  (await offers()).map((flow) => ({ href: `/thu-tuc/${flow.id}`, name: nameOf(flow, lang) }));
