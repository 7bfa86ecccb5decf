/** How far a dossier has come: fresh through `follow`, else as it was known last, with its time. */

import { normalise, normaliseSecret } from "../../sync/codes.js";
import { readForm } from "../forms.js";
import { now } from "../clock.js";
import { provenHub } from "../hub.js";
import { ask, record } from "../net.js";
import { itemOf } from "../outbox.js";
import { packOf } from "../packs.js";
import { answer, redirect } from "../replies.js";
import { shellOf } from "../shell.js";
import { changeDraft, draftOfCode, readAll } from "../store/drafts.js";
import { statusValues } from "../views/status.js";

/** A page waits so long for the hub before it tells what it knows. */
const PATIENCE_MS = 5000;

/** POST /ho-so: a code or a secret that is this reader's own is answered here. */
export async function lookUp(request) {
  const typed = (await readForm(request)).get("code") || "";
  const code = normalise(typed) || (await codeOfSecret(normaliseSecret(typed)));
  return code && (await draftOfCode(code)) ? redirect(`/ho-so/${code}`) : null;
}

async function codeOfSecret(secret) {
  const found = secret && (await readAll()).find(({ row, held }) => row.code && held.secret === secret);
  return found ? found.row.code : null;
}

/** GET /ho-so/<code>: of a receipt that can be read here. */
export async function progress(request, asked) {
  const code = normalise(asked.params[0]);
  const draft = code && (await draftOfCode(code));
  if (!draft) return null;
  const item = await itemOf(draft.row.id);
  if (item && item.state !== "sent") return redirect(`/bien-nhan/${code}`); // Not there yet.
  const fresh = await follow(draft);
  const { followed, seen_at } = fresh || draft.held.followed || {};
  if (!followed) return null; // It was never heard of: the server says so, or the line is gone.
  const [shell, pack] = await Promise.all([shellOf(asked.lang), packOf(draft.row.packs, asked.lang)]);
  const told = { ...followed, secret: draft.held.secret };
  const values = statusValues(shell.words, pack, told, seen_at, !fresh);
  return answer(request, shell, "status", { path: `/ho-so/${code}`, ...values });
}

/** What the hub says now, kept for the next time. @returns null without a line, or a dossier */
async function follow({ row: { id }, held: { secret } }) {
  const body = JSON.stringify({ id, secret });
  try {
    await provenHub();
    const told = await ask("/sync/v1/follow", { method: "POST", body }, PATIENCE_MS);
    if (!told.ok) return null;
    const known = { followed: await record(told), seen_at: await now() };
    if (!known.followed.events) return null;
    await changeDraft(id, ({ held }) => ({ held: { ...held, followed: known } }));
    return known;
  } catch (error) {
    if (error.name !== "NoNetwork") throw error;
    return null;
  }
}
