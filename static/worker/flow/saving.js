/** Leaving and coming back: the resume code, and "Xong", after which the device knows nothing. */

import { CHECK } from "../../engine/turn.js";
import * as view from "../../engine/view.js";
import { walk } from "../../engine/walk.js";
import { readForm } from "../forms.js";
import { online, redirect, screen } from "../replies.js";
import { shellOf } from "../shell.js";
import { dropCopy, forgetDraft, readAll, readDraft, resealed } from "../store/drafts.js";
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

/** Where to go on: the page that was open, else the one that is due. */
async function saveOpenPage(id, form, lang) {
  const [step, n] = (form.get("step") || "").split("/");
  if (!step || [...form.keys()].length === 1) return pageDue(id, lang);
  const where = placeOf(step, /^[0-9]{1,3}$/.test(n) ? n : undefined);
  await save(id, where, form, false, lang);
  return view.url(baseOf(id), where);
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
