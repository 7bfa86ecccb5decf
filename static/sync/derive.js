/** Keys made from keys: HKDF-SHA256 (RFC 5869), in the two halves that HPKE too is made of. */

import { concat, subtle, utf8 } from "./bytes.js";

const HMAC = { name: "HMAC", hash: "SHA-256" };
const ONE = Uint8Array.of(1);
/** As good as an empty salt, which WebCrypto does not take for a key. */
export const NO_SALT = new Uint8Array(32);

/** 32 bytes bound to `info`, which is text or bytes; the salt is empty. */
export const hkdf = async (key, info) =>
  expand(await extract(NO_SALT, key), typeof info === "string" ? utf8(info) : info);

export const extract = (salt, key) => hmac(salt, key);

/** The first block, 32 bytes: nothing here needs more. */
export const expand = (key, info) => hmac(key, concat(info, ONE));

async function hmac(key, data) {
  const imported = await subtle.importKey("raw", key, HMAC, false, ["sign"]);
  return new Uint8Array(await subtle.sign(HMAC.name, imported, data));
}
