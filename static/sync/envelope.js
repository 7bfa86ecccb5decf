/** An envelope: one filled-in form, made and sealed once, and from then on the same bytes. */

import { base64, sha256, utf8 } from "./bytes.js";
import { canonical } from "./canonical.js";
import { ACTING, readHeader } from "./header.js";
import { keyId } from "./keys.js";
import { plaintextBytes } from "./plaintext.js";
import { ProtocolError } from "./problems.js";
import { infoOf, seal } from "./sealing.js";

export const MAX_ENVELOPE_BYTES = 256 * 1024;

/**
 * The envelope's bytes and their digest. Store them before sending: a second call gives a second
 * envelope. What a hub would refuse is not made: throws `sync.malformed_envelope` with the place,
 * `at`, or `sync.envelope_too_large`, and a plain Error when the parts contradict each other.
 *
 * @param {object} header every key of docs/protocol.md; `v` may be left out
 * @param {Parameters<typeof plaintextBytes>[0]} plaintext
 * @param {Uint8Array} publicBytes the hub's sealing key
 */
export async function make(header, plaintext, publicBytes) {
  const whole = readHeader({ v: 1, ...header });
  await checkParts(whole, plaintext, publicBytes);
  const info = await infoOf(canonical(whole));
  const sealed = base64(await seal(publicBytes, info, plaintextBytes(plaintext)));
  const body = utf8(canonical({ header: whole, sealed }));
  if (body.length > MAX_ENVELOPE_BYTES) throw new ProtocolError("sync.envelope_too_large");
  return { body, digest: await sha256(body) };
}

async function checkParts(header, plaintext, publicBytes) {
  if (header.key !== (await keyId(publicBytes))) {
    throw new Error("the header names another key");
  }
  if (slots(header.blobs) !== slots(plaintext.blobs)) {
    throw new Error("other blobs than in the header");
  }
  if (ACTING.includes(header.kind) && !plaintext.secret) {
    throw new Error("no follow secret");
  }
}

const slots = (blobs) => blobs.map(({ slot }) => slot).join();
