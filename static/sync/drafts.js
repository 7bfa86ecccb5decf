/** Drafts at rest: readable only with a key that stays in this browser, or with the resume code. */

import { concat, hex, random, utf8 } from "./bytes.js";
import { hkdf } from "./derive.js";
import { NONCE_BYTES, decrypt, encrypt, importKey } from "./gcm.js";

export { importKey };

/** 32 random bytes. Wrap them, import them, and let go of them. */
export const newKey = () => random(32);

/**
 * A new key that no script can read, and the same key locked under a resume code (null without
 * one). Its bytes are gone when this returns. @returns {Promise<{key: CryptoKey, wrapped}>}
 */
export async function makeKey(id, code) {
  const raw = newKey();
  const wrapped = code ? await wrap(raw, id, code) : null;
  return { key: await imported(raw), wrapped };
}

/** The key again, as `makeKey` gave it; throws `sync.wrong_resume_code`. */
export const reopenKey = async (wrapped, id, code) => imported(await unwrap(wrapped, id, code));

/** `nonce ‖ ciphertext`; the id is bound in, so that rows cannot be swapped. */
export async function sealDraft(key, id, bytes) {
  const nonce = random(NONCE_BYTES);
  return concat(nonce, await encrypt(key, nonce, bytes, utf8(id)));
}

/** The draft; throws `sync.draft_not_to_be_opened` for another key, id or bytes. */
export const openDraft = (key, id, sealed) =>
  open("sync.draft_not_to_be_opened", key, id, sealed);

/** A key's bytes, locked under a resume code in its 16-letter form. */
export const wrap = async (raw, id, code) => sealDraft(await wrappingKey(code), id, raw);

/** The key's bytes again; throws `sync.wrong_resume_code`. */
export const unwrap = async (wrapped, id, code) =>
  open("sync.wrong_resume_code", await wrappingKey(code), id, wrapped);

/** What a draft is found by; tells nothing of the key that the same code wraps. */
export const locator = async (code) => hex(await hkdf(utf8(code), "locate"));

const wrappingKey = async (code) => importKey(await hkdf(utf8(code), "wrap"));

const open = (kind, key, id, sealed) =>
  decrypt(kind, key, sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES), utf8(id));

async function imported(raw) {
  const key = await importKey(raw);
  raw.fill(0);
  return key;
}
