/** HPKE (RFC 9180) in base mode with the protocol's one suite: sealed for the hub alone. */

import { concat, hash, subtle, utf8 } from "./bytes.js";
import { NO_SALT, expand, extract } from "./derive.js";
import { NONCE_BYTES, encrypt, importKey } from "./gcm.js";
import { curve, importPublic } from "./keys.js";

// DHKEM(P-256, HKDF-SHA256); with HKDF-SHA256 and AES-256-GCM.
const KEM = concat(utf8("KEM"), Uint8Array.of(0, 16));
const SUITE = concat(utf8("HPKE"), Uint8Array.of(0, 16, 0, 1, 0, 2));
const ECDH = curve("ECDH");
const NOTHING = new Uint8Array();

/**
 * `enc ‖ ct`; no two calls give the same bytes. Throws `sync.malformed_key`.
 * @param {CryptoKeyPair} [ephemeral] for test vectors alone: never seal twice with one pair
 */
export async function seal(publicBytes, info, plaintext, ephemeral) {
  const hub = await importPublic(publicBytes, ECDH.name, []);
  const own = ephemeral || await subtle.generateKey(ECDH, false, ["deriveBits"]);
  const enc = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
  const { key, nonce } = await schedule(own.privateKey, hub, concat(enc, publicBytes), info);
  return concat(enc, await encrypt(key, nonce, plaintext));
}

/** The HPKE `info`: this is what makes the header authenticated though it stays readable. */
export const infoOf = async (header) => concat(utf8("tramso/1|"), await hash(utf8(header)));

/** Key and nonce that both sides come to; `points` is `enc ‖ the hub's public key`. */
export async function schedule(own, other, points, info) {
  const dh = await subtle.deriveBits({ name: ECDH.name, public: other }, own, 256);
  const common = await labelledExtract(KEM, NO_SALT, "eae_prk", new Uint8Array(dh));
  const shared = await labelledExpand(KEM, common, "shared_secret", points, 32);
  const context = concat(
    Uint8Array.of(0),
    await labelledExtract(SUITE, NO_SALT, "psk_id_hash", NOTHING),
    await labelledExtract(SUITE, NO_SALT, "info_hash", info),
  );
  const secret = await labelledExtract(SUITE, shared, "secret", NOTHING);
  return {
    key: await importKey(await labelledExpand(SUITE, secret, "key", context, 32)),
    nonce: await labelledExpand(SUITE, secret, "base_nonce", context, NONCE_BYTES),
  };
}

const labelledExtract = (suite, salt, label, key) =>
  extract(salt, concat(utf8("HPKE-v1"), suite, utf8(label), key));

async function labelledExpand(suite, key, label, info, length) {
  const bound = concat(Uint8Array.of(0, length), utf8("HPKE-v1"), suite, utf8(label), info);
  return (await expand(key, bound)).slice(0, length);
}
