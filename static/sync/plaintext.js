/** The part of an envelope that only the hub can read. */

import { base64, random, utf8 } from "./bytes.js";
import { canonical } from "./canonical.js";

/** Of one envelope: fresh random bytes. */
export const newContentKey = () => random(32);

/**
 * What is sealed. `secret` and `steps` belong to the kinds that act on a dossier, and are written
 * only where there are any.
 *
 * @typedef {{slot: number, field: string, type: string, name: string}} PlainBlob
 * @param {{k: Uint8Array, answers: object, contact: object, blobs: PlainBlob[],
 *   secret?: string | null, steps?: string[]}} plaintext
 */
export function plaintextBytes({ k, answers, contact, blobs, secret, steps }) {
  const value = { k: base64(k), answers, contact, blobs };
  if (secret) value.secret = secret;
  if (steps && steps.length) value.steps = steps;
  return utf8(canonical(value));
}
