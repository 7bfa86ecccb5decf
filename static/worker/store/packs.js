/** The texts of packs: what was fetched once and never changes. */

import { sha256, utf8 } from "../../sync/bytes.js";
import { ask } from "../net.js";
import { read, write } from "./db.js";

const coming = new Map();

/** A pack's text if it is here. */
export const text = (sha) => read("packs", (tx) => tx.store.get(sha));

/** A pack's text, fetched unless it is here. Throws NoNetwork; Error where it is not what it says. */
export async function keep(sha) {
  const here = await text(sha);
  if (here) return here;
  if (!coming.has(sha)) coming.set(sha, fetched(sha).finally(() => coming.delete(sha)));
  return coming.get(sha);
}

async function fetched(sha) {
  const answer = await ask(`/sync/v1/packs/${sha}`);
  const found = await answer.text();
  if ((await sha256(utf8(found))) !== sha) throw new Error(`not the pack ${sha}: ${answer.status}`);
  await put(sha, found);
  return found;
}

export const put = (name, found) => write("packs", (tx) => tx.store.put(found, name));
