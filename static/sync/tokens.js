/** Signed statements: ES256 JWS (RFC 7515) over canonical JSON, each of one declared type. */

import { fromBase64url, subtle, text, utf8 } from "./bytes.js";
import { parse } from "./canonical.js";
import { ProtocolError } from "./problems.js";
import { isExactly, isOneOf, isText } from "./wire.js";

export const MAX_TOKEN_LENGTH = 64 * 1024;

const SHAPE = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const ES256 = { name: "ECDSA", hash: "SHA-256" };

/**
 * The payload, once the signature holds. `keyOf` gives the CryptoKey of an id, or throws.
 *
 * Throws `sync.malformed_token`, `sync.wrong_signature`, and what `keyOf` throws. The type is
 * signed too, so that a greeting is never taken for a receipt.
 */
export async function verify(typ, token, keyOf) {
  const key = await keyOf(signer(typ, token));
  const [header, payload, signature] = token.split(".");
  const signed = utf8(`${header}.${payload}`);
  // JWS and WebCrypto both write a signature as r ‖ s.
  const holds = await subtle.verify(ES256, key, bytesOf(signature), signed);
  if (!holds) throw new ProtocolError("sync.wrong_signature");
  return claims(typ, token);
}

/** The key id that a token names, with nothing verified yet. */
export function signer(typ, token) {
  if (token.length > MAX_TOKEN_LENGTH || !SHAPE.test(token)) refuse("not a token");
  const header = read(() => JSON.parse(text(bytesOf(token.split(".")[0]))));
  const is = isExactly({ alg: isOneOf("ES256"), kid: isText, typ: isOneOf(typ) });
  if (!is(header)) refuse(`not a ${typ}`);
  return header.kid;
}

/** What a token says, with nothing verified yet. */
export function claims(typ, token) {
  signer(typ, token);
  return read(() => parse(bytesOf(token.split(".")[1])));
}

const bytesOf = (part) => read(() => fromBase64url(part));

/** What a stranger sent: whatever cannot be read in it, the token is no good. */
function read(reading) {
  try {
    return reading();
  } catch (error) {
    return refuse(error.message);
  }
}

function refuse(why) {
  throw new ProtocolError("sync.malformed_token", why);
}
