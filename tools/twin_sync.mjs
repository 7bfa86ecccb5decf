/**
 * The protocol's JavaScript twin, for Python: what tools/twin.mjs answers about static/sync. Bytes
 * are `{"hex": …}` both ways; an answer is `{"gives": …}`, or `{"refuses": kind, "at": …}`.
 */

import * as blobs from "../static/sync/blobs.js";
import * as bytes from "../static/sync/bytes.js";
import * as canonicals from "../static/sync/canonical.js";
import * as codes from "../static/sync/codes.js";
import * as derive from "../static/sync/derive.js";
import * as drafts from "../static/sync/drafts.js";
import * as envelope from "../static/sync/envelope.js";
import { decrypt } from "../static/sync/gcm.js";
import { readHeader } from "../static/sync/header.js";
import * as hello from "../static/sync/hello.js";
import * as ids from "../static/sync/ids.js";
import * as keys from "../static/sync/keys.js";
import * as password from "../static/sync/password.js";
import { plaintextBytes } from "../static/sync/plaintext.js";
import { ProtocolError } from "../static/sync/problems.js";
import * as receipts from "../static/sync/receipts.js";
import * as sealing from "../static/sync/sealing.js";

const { subtle } = crypto;
const { canonical } = canonicals;
const ECDH = keys.curve("ECDH");

const MODULES = {
  blobs, bytes, canonical: canonicals, codes, derive, drafts, envelope, ids, keys, password,
};
const PUT_HERE = {
  respell, hpke, openEnvelope, sealDraft, openDraft, lock, verifyReceipt, verifyHello,
};

export const requests = {
  /** An exported function, or one of the few below that need keys which JSON cannot carry. */
  async sync({ module, name, values }) {
    const called = module ? MODULES[module][name] : PUT_HERE[name];
    try {
      return { gives: told(await called(...values.map(revived))) };
    } catch (error) {
      if (error instanceof ProtocolError) return { refuses: error.kind, at: error.at };
      if (error instanceof canonicals.NotCanonical) return { refuses: "not canonical", at: "" };
      throw error;
    }
  },
};

function respell(json) {
  return canonical(JSON.parse(json));
}

/** `ephemeral` is the private key of RFC 9180's vectors, and its point. */
async function hpke({ hub, info, plaintext, ephemeral: [secret, point] }) {
  const [x, y] = [point.slice(1, 33), point.slice(33)].map(bytes.base64url);
  const jwk = { kty: "EC", crv: "P-256", x, y, d: bytes.base64url(secret) };
  const pair = {
    privateKey: await subtle.importKey("jwk", jwk, ECDH, false, ["deriveBits"]),
    publicKey: await keys.importPublic(point, "ECDH", []),
  };
  return sealing.seal(hub, info, plaintext, pair);
}

/** As a hub does; no browser holds its keys. `ring` is `{id: [PKCS #8, point]}`. */
async function openEnvelope(body, ring) {
  const { header, sealed } = readEnvelope(body);
  readHeader(header);
  if (!ring[header.key]) throw new ProtocolError("sync.unknown_key");
  const json = canonical(header), info = await sealing.infoOf(json);
  const inside = JSON.parse(bytes.text(await unsealed(sealed, info, ring[header.key])));
  const plain = plaintextBytes({ ...inside, k: bytes.fromBase64(inside.k) });
  return { digest: await bytes.sha256(body), header: json, info, plaintext: bytes.text(plain) };
}

/** As Python's `envelope.read`; a browser reads no envelopes. */
function readEnvelope(body) {
  try {
    const { header, sealed, ...more } = canonicals.parse(body);
    const read = bytes.fromBase64(sealed);
    if (!Object.keys(more).length && read.length >= 65 + 16) return { header, sealed: read };
  } catch (error) {
    throw new ProtocolError("sync.malformed_envelope", error.message);
  }
  throw new ProtocolError("sync.malformed_envelope", "document");
}

async function unsealed(sealed, info, [pkcs8, point]) {
  const kind = "sync.not_to_be_opened";
  const enc = sealed.slice(0, 65), ct = sealed.slice(65);
  const own = await subtle.importKey("pkcs8", pkcs8, ECDH, false, ["deriveBits"]);
  const other = await keys.importPublic(enc, "ECDH", []).catch((error) => {
    if (error instanceof ProtocolError) throw new ProtocolError(kind);
    throw error;
  });
  const { key, nonce } = await sealing.schedule(own, other, bytes.concat(enc, point), info);
  return decrypt(kind, key, nonce, ct);
}

async function sealDraft(raw, id, data) {
  return drafts.sealDraft(await drafts.importKey(raw), id, data);
}

async function openDraft(raw, id, sealed) {
  return drafts.openDraft(await drafts.importKey(raw), id, sealed);
}

/** A key made in the browser: what it seals, and whether a script could read it. */
async function lock(id, code, data) {
  const { key, wrapped } = await drafts.makeKey(id, code);
  const again = await drafts.reopenKey(wrapped, id, code);
  const sealed = await drafts.sealDraft(key, id, data);
  return {
    wrapped,
    sealed,
    opened: await drafts.openDraft(again, id, sealed),
    extractable: key.extractable || again.extractable,
  };
}

function verifyReceipt(token, signers, asked) {
  return receipts.verify(token, byId(signers), asked);
}

/** Without `known`, as a first greeting. */
function verifyHello(token, known, nonce) {
  return known ? hello.verify(token, byId(known), nonce) : hello.first(token, nonce);
}

const byId = (signers) => hello.signersOf({ signing: signers });

function revived(value) {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value;
  if (isHex(value)) return bytes.fromHex(value.hex);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, revived(one)]));
}

const isHex = (value) => Object.keys(value).join() === "hex" && typeof value.hex === "string";

function told(value) {
  if (value instanceof Uint8Array) return { hex: bytes.hex(value) };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, told(one)]));
}
