/** POST /ngon-ngu: the reader chooses a language; the server keeps it in a cookie, when it can. */

import { readForm } from "../forms.js";
import { rememberLanguage } from "../lang.js";
import { ask } from "../net.js";
import { online, redirect } from "../replies.js";
import { getMeta, setMeta } from "../store/db.js";

const UNTOLD = "lang_untold";

export async function chooseLanguage(request) {
  const form = await readForm(request), lang = form.get("lang");
  await rememberLanguage(lang);
  const told = await online(request);
  await setMeta(UNTOLD, told ? null : lang);
  return told || redirect(localPath(form.get("back") || "/"));
}

/** A choice made without a line: the server hears of it as soon as there is one, or its pages would
 * come in another language than the device's. Throws NoNetwork. */
export async function tellLanguage() {
  const lang = await getMeta(UNTOLD);
  if (!lang) return;
  const body = `lang=${encodeURIComponent(lang)}&back=%2Fhealthz`;
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const said = { method: "POST", body, headers, credentials: "same-origin", redirect: "follow" };
  const answer = await ask("/ngon-ngu", said);
  if ((await answer.text()).trim() === "ok") await setMeta(UNTOLD, null); // Our node, and no portal.
}

/** The path itself if it leads nowhere but here, else the first page. */
const localPath = (back) => (/^\/(?![/\\])[ -~]*$/.test(back) && !back.includes("\\") ? back : "/");
