/** The texts of packs: what was fetched once and never changes. */

import { sha256, utf8 } from "../../sync/bytes.js";
import { NoNetwork, ask, unheard } from "../net.js";
import { read, setMeta, write } from "./db.js";

const coming = new Map();

/** A pack's text if it is here. */
export const text = (sha) => read("packs", (tx) => tx.store.get(sha));

/** A pack's text, fetched unless it is here. Throws NoNetwork, also for bytes that are not it. */
export async function keep(sha) {
  const here = await text(sha);
  if (here) return here;
  if (!coming.has(sha)) coming.set(sha, fetched(sha).finally(() => coming.delete(sha)));
  return coming.get(sha);
}

async function fetched(sha) {
  const answer = await ask(`/sync/v1/packs/${sha}`);
  // The node has others by now: what it offers is asked for anew.
  if (answer.status === 404) await setMeta("refreshed", null);
  if (!answer.ok) throw unheard(answer);
  const found = await answer.text();
  if ((await sha256(utf8(found))) !== sha) throw new NoNetwork("portal", answer);
  await put(sha, found);
  return found;
}

export const put = (name, found) => write("packs", (tx) => tx.store.put(found, name));
