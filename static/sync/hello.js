/**
 * The greeting: who this node is and which keys it has, signed over the asker's own nonce.
 *
 * What does not verify is no network, whatever its status: a captive portal says 200 too.
 */

import { keyId, readPublic } from "./keys.js";
import { ProtocolError } from "./problems.js";
import { known } from "./receipts.js";
import * as tokens from "./tokens.js";
import {
  isExactly, isInstant, isKeyId, isListOf, isName, isOneOf, isText, isWhole, orNull, wrongIn,
} from "./wire.js";

export const TYP = "tramso-hello";

const isRole = isOneOf("node", "hub");

/** A reader ignores what it does not know. */
const HELLO = {
  nonce: isText,
  id: isName,
  role: isRole,
  epoch: isName,
  time: isInstant,
  sealing: orNull(isExactly({ id: isKeyId, public: isText })),
  signing: isListOf(isExactly({ id: isKeyId, public: isText, by: isName, role: isRole })),
  piece: isWhole(1, Number.MAX_SAFE_INTEGER),
};

/**
 * The greeting of a node met for the first time: it must hold under a key that it names itself.
 * Pin its `signersOf`; from then on `verify`.
 */
export async function first(token, nonce) {
  return verify(token, signersOf(read(tokens.claims(TYP, token))), nonce);
}

/**
 * The greeting, if a pinned key signed it, over this nonce. Throws `sync.malformed_token`,
 * `sync.wrong_signature`, `sync.unknown_signer`, or `sync.hello_mismatch` with the field, `at`.
 *
 * @param {Map<string, {public: string}>} pinned by key id: `signersOf` the greeting believed last
 */
export async function verify(token, pinned, nonce) {
  const keyOf = async (id) => (await readPublic(known(pinned, id).public)).key;
  const hello = read(await tokens.verify(TYP, token, keyOf));
  if (hello.nonce !== nonce) refuse("nonce");
  for (const one of [...hello.signing, ...(hello.sealing ? [hello.sealing] : [])]) {
    await checkKey(one);
  }
  return hello;
}

/** For `verify` here and in receipts.js. @returns {Map<string, {by, role, public: string}>} */
export const signersOf = (hello) => new Map(hello.signing.map((one) => [one.id, one]));

async function checkKey({ id, public: text }) {
  let point;
  try {
    ({ point } = await readPublic(text));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    refuse("keys");
  }
  if ((await keyId(point)) !== id) refuse("keys");
}

function read(value) {
  const wrong = wrongIn(HELLO, value);
  if (wrong) throw new ProtocolError("sync.malformed_token", wrong);
  return value;
}

function refuse(field) {
  throw new ProtocolError("sync.hello_mismatch", field);
}
