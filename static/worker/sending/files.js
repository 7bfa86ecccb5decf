/** The files of an envelope, piece by piece, from where the node says that they are. */

import { sha256 } from "../../sync/bytes.js";
import { NoNetwork, ask, problemOf, unheard } from "../net.js";
import { bytesOf, change, itemOf } from "./rows.js";

const SMALLEST_BYTES = 16 * 1024;
/** A file that does not get on, though the line is there, is left for later. */
const MOST_STANDSTILLS = 12;
/** An error of Firefox that may pass: from the next on it is believed. */
const BELIEVED_AFTER = 3;

/**
 * Sends what the node waits for; a file that is gone from the device is marked as lost.
 *
 * @param {{sha256: string, offset: number}[]} missing
 * @param {{bytes: number}} pace most bytes at once; made smaller where the line does not take them
 */
export async function sendFiles(item, missing, pace) {
  for (const { sha256: name, offset } of missing) {
    const file = item.blobs.find((one) => one.sha256 === name);
    await sendFile(item, file, inside(offset, file.size), pace);
  }
}

async function sendFile(item, file, start, pace) {
  let at = start, standstills = 0;
  while (at < file.size) {
    const piece = await pieceOf(item, file, at, Math.min(at + pace.bytes, file.size));
    if (!piece) return noteFile(item.id, file, { lost: true });
    const { next, damaged } = await add(item.id, file, at, piece, pace, standstills > 0);
    if (damaged && !(await isSound(item, file))) return noteFile(item.id, file, { lost: true });
    await noteFile(item.id, file, { offset: next });
    standstills = next > at ? 0 : standstills + 1;
    if (next < at || standstills > MOST_STANDSTILLS) throw new NoNetwork("busy");
    at = next;
  }
}

/** @returns null when it is lost for good */
async function pieceOf(item, file, start, end) {
  try {
    return await bytesOf(item.id, file, start, end);
  } catch (error) {
    if (error.name === "UnknownError" && item.tries >= BELIEVED_AFTER) return null;
    throw error;
  }
}

/** Adds a piece; `again`: the last one did not get through either.
 * @returns {Promise<{next: number, damaged?: boolean}>} where to go on */
async function add(id, file, offset, piece, pace, again) {
  let answer;
  try {
    const headers = { "Upload-Offset": String(offset), "Content-Type": "application/octet-stream" };
    answer = await ask(addressOf(id, file), { method: "PATCH", body: piece, headers });
  } catch (error) {
    if (error.kind !== "offline") throw error;
    const next = await offsetOf(id, file);
    // Some gateways hang up on a body that is too long.
    if (next <= offset && again) shrink(pace, error);
    return { next };
  }
  if (answer.status === 204 || answer.status === 409) return { next: offsetIn(answer, file) };
  // The wrong hash: it begins anew.
  if (answer.status === 422) return { next: offsetIn(answer, file), damaged: true };
  if (answer.status !== 413) throw unheard(answer, await problemOf(answer));
  shrink(pace, new NoNetwork("busy", answer));
  return { next: offset };
}

/** What came before the line broke counts. */
async function offsetOf(id, file) {
  const answer = await ask(addressOf(id, file), { method: "HEAD" });
  // 404: it is not waited for; what became of the envelope is asked the next time.
  if (answer.status !== 200) throw unheard(answer, answer.status === 404);
  return offsetIn(answer, file);
}

function shrink(pace, error) {
  if (pace.bytes <= SMALLEST_BYTES) throw error;
  pace.bytes = Math.max(SMALLEST_BYTES, Math.floor(pace.bytes / 2));
}

const addressOf = (id, { sha256: name }) => `/sync/v1/blobs/${name}?submission=${id}`;

function offsetIn(answer, { size }) {
  const text = answer.headers.get("Upload-Offset");
  if (!/^\d{1,10}$/.test(text)) throw new NoNetwork("portal", answer);
  return inside(Number(text), size);
}

/** An offset outside the file was not told by a node. */
function inside(offset, size) {
  if (Number.isInteger(offset) && offset >= 0 && offset <= size) return offset;
  throw new NoNetwork("portal");
}

/** Whether the bytes here are those that were sealed: then the line damaged them. */
async function isSound(item, file) {
  const bytes = await pieceOf(item, file, 0, file.size);
  return bytes !== null && (await sha256(bytes)) === file.sha256;
}

async function noteFile(id, { sha256: name }, changes) {
  const item = await itemOf(id);
  const blobs = item && item.blobs.map((one) => (one.sha256 === name ? { ...one, ...changes } : one));
  if (blobs) await change(id, { blobs, tries: 0 });
}
