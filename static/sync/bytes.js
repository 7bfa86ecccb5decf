/** Bytes (always Uint8Array) and how they are written as text. */

/** Only where a page or worker is secure. */
export const { subtle } = crypto;

const DECODER = { fatal: true, ignoreBOM: true };

export const utf8 = (text) => new TextEncoder().encode(text);

/** Throws for what is not UTF-8. A byte order mark stays, so that JSON with one is refused. */
export const text = (bytes) => new TextDecoder("utf-8", DECODER).decode(bytes);

export const hex = (bytes) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param {string} digits hexadecimal, two a byte */
export const fromHex = (digits) =>
  Uint8Array.from(digits.match(/../g) || [], (two) => parseInt(two, 16));

export function base64(bytes) {
  let letters = "";
  // One by one: the arguments of one call have a limit, and an envelope is beyond it.
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}

/**
 * Throws for any but the one right spelling: `atob` ignores stray bits in the last letter and
 * spaces, so that two texts would mean the same bytes and a changed envelope could still open.
 */
export function fromBase64(text) {
  const bytes = read(text);
  if (base64(bytes) !== text) throw new Error("not the one base64 spelling of these bytes");
  return bytes;
}

export const base64url = (bytes) =>
  base64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

export const fromBase64url = (text) => read(text.replace(/-/g, "+").replace(/_/g, "/"));

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const hash = async (bytes) => new Uint8Array(await subtle.digest("SHA-256", bytes));

/** SHA-256 as 64 lower-case hexadecimal digits. */
export const sha256 = async (bytes) => hex(await hash(bytes));

export const random = (count) => crypto.getRandomValues(new Uint8Array(count));

const read = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
