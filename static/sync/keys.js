/** Public keys: points on P-256, 65 bytes uncompressed, in JSON as base64. */

import { fromBase64, sha256, subtle } from "./bytes.js";
import { ProtocolError } from "./problems.js";

/** The first 128 bits of SHA-256 over the point, in hexadecimal. */
export const keyId = async (point) => (await sha256(point)).slice(0, 32);

/** For WebCrypto; throws `sync.malformed_key`, also for a point off the curve. */
export async function importPublic(point, name, uses) {
  try {
    return await subtle.importKey("raw", uncompressed(point), curve(name), true, uses);
  } catch (error) {
    throw new ProtocolError("sync.malformed_key", error.message);
  }
}

/** From the wire, to verify with: what a receipt's or greeting's key is given as. */
export async function readPublic(text) {
  let point;
  try {
    point = fromBase64(text);
  } catch (error) {
    throw new ProtocolError("sync.malformed_key", error.message);
  }
  return { point, key: await importPublic(point, "ECDSA", ["verify"]) };
}

export const curve = (name) => ({ name, namedCurve: "P-256" });

/** Some browsers take a compressed point too, which would be a second spelling of the same key. */
function uncompressed(point) {
  if (point.length !== 65 || point[0] !== 4) throw new Error("not an uncompressed point");
  return point;
}
