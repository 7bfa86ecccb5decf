/** The greeting: who answers at this address, and whether it is the one this device knows. */

import { base64url, random } from "../sync/bytes.js";
import { first, signersOf, verify } from "../sync/hello.js";
import { ProtocolError } from "../sync/problems.js";
import { NoNetwork, ask, record, unheard } from "./net.js";
import { getMeta, read, write } from "./store/db.js";

const NONCE_BYTES = 16;
/** A proof is believed for so long: what comes after it goes to the same place. */
const FRESH_MS = 60000;

let greeting = null;

/** The greeting believed last, its keys pinned; undefined before the first. `offset`: its clock
 * less this device's, in ms. */
export const hub = () => getMeta("hub");

/** Asks anew. Throws NoNetwork: what does not prove itself is no network. */
export function greet() {
  // One at a time, so that two first greetings cannot pin two nodes.
  if (!greeting) greeting = meet().finally(() => { greeting = null; });
  return greeting;
}

/** The hub, which proved itself within the last minute. */
export async function provenHub() {
  const [known, met] = await read("meta", ({ store }) =>
    Promise.all([store.get("hub"), store.get("met")]));
  return known && Math.abs(Date.now() - met) < FRESH_MS ? known : greet();
}

async function meet() {
  const pinned = await hub();
  const nonce = base64url(random(NONCE_BYTES));
  // Named, the node signs with it: so keys that came since are vouched for by one known here.
  const key = pinned ? pinned.signing[pinned.signing.length - 1].id : "";
  const answer = await ask(`/sync/v1/hello?nonce=${nonce}&key=${key}`, { cache: "no-store" });
  if (answer.status !== 200) throw unheard(answer);
  const hello = await proven(answer, pinned, nonce);
  const met = Date.now();
  const known = { ...hello, offset: Date.parse(hello.time) - met };
  await write("meta", async ({ store }) => {
    await store.put(known, "hub");
    await store.put(met, "met");
  });
  return known;
}

async function proven(answer, pinned, nonce) {
  const token = String((await record(answer)).hello);
  try {
    return await (pinned ? verify(token, signersOf(pinned), nonce) : first(token, nonce));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new NoNetwork("portal", answer);
  }
}
