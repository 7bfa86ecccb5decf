/** POST /ngon-ngu: the reader chooses a language; the server keeps it in a cookie, when it can. */

import { readForm } from "../forms.js";
import { rememberLanguage } from "../lang.js";
import { online, redirect } from "../replies.js";

export async function chooseLanguage(request) {
  const form = await readForm(request);
  await rememberLanguage(form.get("lang"));
  return (await online(request)) || redirect(localPath(form.get("back") || "/"));
}

/** The path itself if it leads nowhere but here, else the first page. */
const localPath = (back) => (/^\/(?![/\\])[ -~]*$/.test(back) && !back.includes("\\") ? back : "/");
