/** Which language a reader gets. A worker cannot see the cookie that tells the server: pages say. */

import { getMeta, setMeta } from "./store/db.js";

const DEFAULT = "vi";
const LANGUAGES = Object.keys(self.SHELL.pages);

const known = (code) => LANGUAGES.includes(code);

export async function languageOf() {
  const chosen = await getMeta("lang");
  if (known(chosen)) return chosen;
  return navigator.languages.map((one) => one.slice(0, 2)).find(known) || DEFAULT;
}

export async function rememberLanguage(code) {
  if (known(code) && (await getMeta("lang")) !== code) await setMeta("lang", code);
}
