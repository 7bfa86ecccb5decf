/** UUIDv7 (RFC 9562): ids that sort by the time they were made, without asking anybody. */

import { hex, random } from "./bytes.js";

/** @param {number} ms Unix time @param {Uint8Array} [noise] 10 bytes, 74 bits used */
export function uuid7(ms, noise = random(10)) {
  const drawn = BigInt(`0x${hex(noise)}`);
  const high = 0x7000n | BigInt.asUintN(12, drawn >> 62n);
  const low = (2n << 62n) | BigInt.asUintN(62, drawn);
  const digits = ((BigInt(ms) << 80n) | (high << 64n) | low).toString(16).padStart(32, "0");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
