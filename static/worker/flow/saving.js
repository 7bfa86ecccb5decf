/** Leaving and coming back: the resume code, and "Xong", after which the device knows nothing. */

import { backFrom, startUrl } from "../../engine/lesson/place.js";
import { stepOf } from "../../engine/shapes.js";
import { count } from "../../engine/text.js";
import { AGAIN, CHECK, doubtsOn } from "../../engine/turn.js";
import * as view from "../../engine/view.js";
import { walk } from "../../engine/walk.js";
import { readForm } from "../forms.js";
import { online, part, redirect, screen, wantsFragment } from "../replies.js";
import { shellOf } from "../shell.js";
import { dropCopy, forgetDraft, readAll, readDraft, resealed } from "../store/drafts.js";
import { forgetLearner } from "../store/learner.js";
import { forgetWorkspace, isShared, newCode, unlock } from "../store/workspaces.js";
import { grouped } from "../views/receipt.js";
import { settleMove } from "./adopt.js";
import { DAYS, notHere, placeOf, save } from "./pages.js";
import { baseOf, worldOf } from "./world.js";

/** Keeps what stands on the open page as well, whole or not, then says how to come back. */
export async function saveForLater(request, asked) {
  const { lang, params: [id] } = asked;
  const form = await readForm(request);
  await settleMove(id, asked);
  if (!(await readDraft(id))) return notHere(request, asked, id);
  const here = await saveOpenPage(id, form, lang);
  const code = (await isShared()) ? await newCode(resealed) : null;
  const groups = code ? grouped(code) : [];
  return screen(request, asked, "saved", { own: !code, groups, here, days: DAYS, base: baseOf(id) });
}

const LESSON = /^[a-z][a-z0-9-]{0,39}$/, LONGEST_INPUT = 80;

/** Keeps what stands on the open page and goes to the lesson, which leads back to the input `o`; where
 * no script tells which it is, to the first that has something to mend. What no page of ours asks for
 * is the server's to refuse. */
export async function practise(request, asked) {
  const { lang, params: [id], url: { searchParams: said } } = asked;
  const lesson = said.get("bai") || "", input = said.get("o") || "";
  if (!LESSON.test(lesson) || count(input) > LONGEST_INPUT) return null;
  const form = await readForm(request);
  await settleMove(id, asked);
  if (!(await readDraft(id))) return notHere(request, asked, id);
  const where = openPage(form);
  const saved = where && (await save(id, where, form, false, lang, { [AGAIN]: ["1"] }));
  const page = where ? view.url(baseOf(id), where) : await pageDue(id, lang);
  const spot = input || (saved ? firstDoubt(saved, where) : "");
  const start = startUrl(lesson, backFrom(`${page}#${spot}`) || backFrom(page));
  if (!wantsFragment(request)) return redirect(start);
  return part("<main></main>", { "HX-Redirect": start }); // Lessons look different: a whole page.
}

function firstDoubt({ world: { pack: { flow }, context }, draft }, where) {
  const step = stepOf(flow, where.step);
  return (step && [...doubtsOn(flow, draft.held, step, where, context).keys()][0]) || "";
}

/** Where to go on: the page that was open, else the one that is due. */
async function saveOpenPage(id, form, lang) {
  const where = openPage(form);
  if (!where || [...form.keys()].length === 1) return pageDue(id, lang);
  await save(id, where, form, false, lang);
  return view.url(baseOf(id), where);
}

/** The `step` that the button names: a step's id, or a member's `id/2`. */
function openPage(form) {
  const [step, n] = (form.get("step") || "").split("/");
  return step ? placeOf(step, /^[0-9]{1,3}$/.test(n) ? n : undefined) : null;
}

async function pageDue(id, lang) {
  const draft = await readDraft(id);
  const { pack, context } = await worldOf(draft, lang);
  return view.url(baseOf(id), walk(pack.flow, draft.held.answers, context).at || CHECK);
}

/** The server's page, whose codes work there too; without a line our own. */
export async function askResumeCode(request, asked) {
  return (await online(request)) || screen(request, asked, "resume", { code: "", error: "" });
}

/** A code of this device opens its workspace; any other is the server's. */
export async function resume(request, asked) {
  const typed = (await readForm(request)).get("code") || "";
  if (await unlock(typed, resealed)) {
    const [latest] = (await readAll()).filter(({ row }) => !row.code);
    return redirect(latest ? await pageDue(latest.row.id, asked.lang) : "/");
  }
  const told = await online(request);
  if (told) return told;
  const { words } = await shellOf(asked.lang);
  const error = words[typed.trim() ? "resume.unknown" : "resume.empty"];
  return screen(request, asked, "resume", { code: typed.slice(0, 40), error }, 422);
}

/** On a shared machine all that is the resident's goes; on an own phone this one. */
export async function finish(request, asked) {
  const { params: [id] } = asked;
  await dropCopy(id); // Of a draft that is still the server's: it forgets it, and so do we.
  const draft = await readDraft(id);
  if (!draft) return notHere(request, asked, id);
  await ((await isShared()) ? forgetWorkspace(draft.row.workspace) : forgetDraft(id));
  await forgetLearner();
  return redirect("/xong");
}

export async function forgotten(request, asked) {
  return (await online(request)) || screen(request, asked, "forgotten");
}

/** A PDF is drawn by the server, which does not know this draft. */
export async function needsNode(request, asked) {
  const { params: [id, name] } = asked;
  const draft = await readDraft(id);
  return draft && screen(request, asked, "needs-node", { back: `${baseOf(id)}/${name}` });
}
