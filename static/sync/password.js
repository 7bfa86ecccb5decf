/** Keys from what people choose: a password is guessed, so that each guess has to cost something. */

import { base64, random, subtle, utf8 } from "./bytes.js";

/** OWASP's figure for PBKDF2 with HMAC-SHA256: half a second on a cheap tablet. */
const ROUNDS = 600000;

export const newSalt = () => random(16);

/** A code for `makeKey` and `reopenKey` of drafts.js that costs this long to work out. */
export async function stretched(password, salt) {
  const typed = utf8(password.normalize("NFC"));
  const key = await subtle.importKey("raw", typed, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return base64(new Uint8Array(await subtle.deriveBits(how, key, 256)));
}
