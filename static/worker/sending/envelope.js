/** An envelope on its way: handed over, and believed to have arrived by signature only. */

import { base64, fromHex } from "../../sync/bytes.js";
import { signersOf } from "../../sync/hello.js";
import { ProtocolError } from "../../sync/problems.js";
import { verify } from "../../sync/receipts.js";
import { greet } from "../hub.js";
import { languageOf } from "../lang.js";
import { NoNetwork, ask, problemOf, record, unheard } from "../net.js";
import { PRACTICE, change } from "./rows.js";

/** A node that is no hub passes it on, most often at once, and else after hours: it is asked soon
 * whether the hub has it, then ever more seldom. */
const ASK_SOON_MS = 5000, ASK_AGAIN_MS = 60000;
/** A line that damaged the bytes: nothing is wrong with the envelope. */
const DAMAGED = "sync.wrong_content_digest";

/**
 * Hands the envelope over, or asks again for what came of it; the item is changed accordingly.
 *
 * @returns {Promise<{sha256: string, offset: number}[]>} files that the node waits for
 */
export async function handOver(item, hub) {
  const answer = await put(item);
  if (![200, 201, 202].includes(answer.status)) {
    await refused(item, answer);
    return [];
  }
  const told = await record(answer);
  const receipts = await believed(told.receipts, item, hub);
  const missing = (Array.isArray(told.missing) ? told.missing : []).filter((one) => isKept(item, one));
  await change(item.id, { receipts, ...stateAfter(item, receipts, missing) });
  return missing;
}

async function put({ id, kind, body, digest, blobs }) {
  const headers = {
    "Accept-Language": await languageOf(),
    "Content-Digest": `sha-256=:${base64(fromHex(digest))}:`,
    "Content-Type": "application/json",
  };
  const lost = blobs.filter((one) => one.lost).map((one) => one.sha256);
  if (lost.length) headers["Sync-Lost"] = lost.join(", ");
  return ask(`/sync/v1/${kind === PRACTICE ? kind : "submissions"}/${id}`, { method: "PUT", body, headers });
}

const isKept = ({ blobs }, { sha256 }) => blobs.some((one) => one.sha256 === sha256 && !one.lost);

function stateAfter({ blobs, tries }, receipts, missing) {
  const now = Date.now();
  const why = blobs.some((one) => one.lost) ? { kind: "lost", status: 0, detail: "", at: now } : null;
  if (missing.length) return { state: "received", why, next_at: 0, tries };
  const pause = Math.min(ASK_SOON_MS * 2 ** tries, ASK_AGAIN_MS);
  if (!receipts.accepted) return { state: "received", why, next_at: now + pause, tries: tries + 1 };
  return { state: "sent", why, sent_at: now };
}

/** What is signed for the first time has to hold; the same bytes as before held already. */
async function believed(told, item, hub) {
  const receipts = { ...item.receipts };
  for (const stage of ["received", "accepted"]) {
    const token = told && told[stage];
    if (!token || token === receipts[stage]) continue;
    await holds(String(token), { stage, id: item.id, digest: item.digest }, hub);
    receipts[stage] = token;
  }
  if (!receipts.received && !receipts.accepted) throw new NoNetwork("portal");
  return receipts;
}

/** Throws NoNetwork: a receipt that does not hold is no answer. */
async function holds(token, asked, hub) {
  try {
    await verify(token, signersOf(hub), asked).catch(async (error) => {
      // The hub may have a new key since; its greeting under an old one vouches for it.
      if (error.kind !== "sync.unknown_signer") throw error;
      return verify(token, signersOf(await greet()), asked);
    });
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new NoNetwork("portal");
  }
}

/** Keeps the hub's own words for the person. Throws NoNetwork where trying again may help. */
async function refused({ id }, answer) {
  const { status } = answer, problem = await problemOf(answer);
  const isFinal = problem && [400, 409, 413, 422].includes(status) && problem.code !== DAMAGED;
  if (!isFinal) throw unheard(answer, problem);
  const kind = status === 409 ? "clash" : "refused";
  const why = { kind, status, detail: String(problem.detail || ""), at: Date.now() };
  await change(id, { state: "refused", why });
}
