/** Photographs and papers: encrypted once each, named by the hash of what is sent. */

import { sha256 } from "./bytes.js";
import { hkdf } from "./derive.js";
import { NONCE_BYTES, TAG_BYTES, decrypt, encrypt, importKey } from "./gcm.js";
import { MAX_BLOB_BYTES } from "./header.js";
import { ProtocolError } from "./problems.js";

// Safe only because a slot's key encrypts one message ever: a replaced photo takes a new slot.
const NONCE = new Uint8Array(NONCE_BYTES);

/** The key of one slot under an envelope's content key. */
export const blobKey = (k, slot) => hkdf(k, `blob${slot}`);

/**
 * The blob to send. Never call it twice for one slot with different data.
 * Throws `sync.blob_too_large`. @returns {Promise<{name: string, ciphertext: Uint8Array}>}
 */
export async function sealBlob(k, slot, data) {
  if (data.length + TAG_BYTES > MAX_BLOB_BYTES) throw new ProtocolError("sync.blob_too_large");
  const ciphertext = await encrypt(await importKey(await blobKey(k, slot)), NONCE, data);
  return { name: await sha256(ciphertext), ciphertext };
}

/** The file as it was; throws `sync.blob_not_to_be_opened`. */
export async function openBlob(k, slot, ciphertext) {
  const key = await importKey(await blobKey(k, slot));
  return decrypt("sync.blob_not_to_be_opened", key, NONCE, ciphertext);
}
