/** Receipts: `received` by whoever took an envelope, `accepted` by the hub that will act on it. */

import { MAX_BLOBS } from "./header.js";
import { readPublic } from "./keys.js";
import { ProtocolError } from "./problems.js";
import * as tokens from "./tokens.js";
import {
  isExactly, isInstant, isListOf, isName, isOneOf, isSha256, isUuid7, isWhole,
} from "./wire.js";

export const TYP = "tramso-receipt";

const MAY_SIGN = { received: ["node", "hub"], accepted: ["hub"] };

const isReceipt = isExactly({
  stage: isOneOf("received", "accepted"),
  id: isUuid7,
  digest: isSha256,
  by: isName,
  epoch: isName,
  seq: isWhole(0, Number.MAX_SAFE_INTEGER),
  at: isInstant,
  blobs: isListOf(isSha256, MAX_BLOBS),
});

/**
 * The receipt, if it is this stage's, of this envelope, by a key that may say so. Throws
 * `sync.malformed_token`, `sync.wrong_signature`, `sync.unknown_signer`, or
 * `sync.receipt_mismatch` with the field that differs, `at`.
 *
 * @param {Map<string, {by: string, role: "node" | "hub", public: string}>} signers by key id
 * @param {{stage: "received" | "accepted", id: string, digest: string}} asked
 */
export async function verify(token, signers, { stage, id, digest }) {
  const signer = known(signers, tokens.signer(TYP, token));
  const keyOf = async () => (await readPublic(signer.public)).key;
  const receipt = read(await tokens.verify(TYP, token, keyOf));
  if (!MAY_SIGN[stage].includes(signer.role)) refuse("role");
  const wanted = { stage, id, digest, by: signer.by };
  const wrong = Object.keys(wanted).find((name) => receipt[name] !== wanted[name]);
  if (wrong) refuse(wrong);
  return receipt;
}

/** The entry of a key id; throws `sync.unknown_signer`. */
export function known(signers, id) {
  if (!signers.has(id)) throw new ProtocolError("sync.unknown_signer", id);
  return signers.get(id);
}

function read(value) {
  const receipt = { blobs: [], ...value };
  if (!isReceipt(receipt)) throw new ProtocolError("sync.malformed_token", "not a receipt");
  return receipt;
}

function refuse(field) {
  throw new ProtocolError("sync.receipt_mismatch", field);
}
