/** The texts of packs: what was fetched once and never changes. */

import { sha256, utf8 } from "../../sync/bytes.js";
import { NoNetwork, ask, unheard } from "../net.js";
import { read, setMeta, write } from "./db.js";

const coming = new Map();

/** A pack's text if it is here. */
export const text = (sha) => read("packs", (tx) => tx.store.get(sha));

/** Whether it is here, without its text, which is long. */
export const has = async (sha) => (await read("packs", (tx) => tx.store.count(sha))) > 0;

/** Fetches a pack's text unless it is here. Throws NoNetwork, also for bytes that are not it. */
export async function keep(sha) {
  if (await has(sha)) return;
  if (!coming.has(sha)) coming.set(sha, fetched(sha).finally(() => coming.delete(sha)));
  await coming.get(sha);
}

async function fetched(sha) {
  const answer = await ask(`/sync/v1/packs/${sha}`);
  // The node has others by now: what it offers is asked for anew.
  if (answer.status === 404) await setMeta("refreshed", null);
  if (!answer.ok) throw unheard(answer);
  const found = await answer.text();
  if ((await sha256(utf8(found))) !== sha) throw new NoNetwork("portal", answer);
  await put(sha, found);
}

export const put = (name, found) => write("packs", (tx) => tx.store.put(found, name));
