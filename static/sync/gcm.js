/** AES-256-GCM, and the one way in which it may fail. */

import { subtle } from "./bytes.js";
import { ProtocolError } from "./problems.js";

export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** Cannot be read again, by no script and from no database. */
export const importKey = (raw) =>
  subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

/** @param {Uint8Array} [bound] additional data, not sealed but held to */
export const encrypt = async (key, nonce, data, bound = new Uint8Array()) =>
  new Uint8Array(await subtle.encrypt(how(nonce, bound), key, data));

/** Throws the problem named `kind` for another key, nonce, text or bound. */
export async function decrypt(kind, key, nonce, data, bound = new Uint8Array()) {
  // Browsers disagree about what is wrong with bytes that are too few.
  if (nonce.length < NONCE_BYTES || data.length < TAG_BYTES) throw new ProtocolError(kind);
  try {
    return new Uint8Array(await subtle.decrypt(how(nonce, bound), key, data));
  } catch (error) {
    if (error.name !== "OperationError") throw error;
    throw new ProtocolError(kind);
  }
}

const how = (iv, additionalData) => ({ name: "AES-GCM", iv, additionalData });
