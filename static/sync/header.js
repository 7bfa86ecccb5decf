/** The part of an envelope that everybody on the way can read. */

import { TAG_BYTES } from "./gcm.js";
import { ProtocolError } from "./problems.js";
import {
  isCommune, isExactly, isInstant, isKeyId, isListOf, isLocale, isName, isOneOf, isSha256, isSlug,
  isUuid7, isWhole, orNull, wrongIn,
} from "./wire.js";

export const MAX_BLOBS = 64;
export const MAX_BLOB_BYTES = 20 * 1024 * 1024 + TAG_BYTES;

/** Kinds that act on a dossier: they name it as `parent` and carry its follow secret sealed. */
export const ACTING = ["supplement", "withdrawal", "rating"];

const BLOB = {
  slot: isWhole(0, 65535),
  sha256: isSha256,
  size: isWhole(TAG_BYTES, MAX_BLOB_BYTES),
};

const HEADER = {
  v: isOneOf(1),
  id: isUuid7,
  kind: isSlug,
  flow: isSlug,
  flow_version: isName,
  pack: isSha256,
  locale: isLocale,
  commune: isCommune,
  made_at: isInstant,
  assist: isOneOf("none", "helped", "typed"),
  follow: orNull(isSha256),
  parent: orNull(isUuid7),
  key: isKeyId,
  blobs: isListOf(isExactly(BLOB), MAX_BLOBS),
};

/** The header, if it is one; throws `sync.malformed_envelope` with the place, `at`. */
export function readHeader(value) {
  const wrong = wrongIn(HEADER, value);
  if (wrong) refuse(`header.${wrong}`);
  if (!isExactly(HEADER)(value)) refuse("header");
  if (ACTING.includes(value.kind) && !value.parent) refuse("header.parent");
  if (value.kind === "submission" && (value.parent || !value.follow)) refuse("header.follow");
  if (value.blobs.some(({ slot }, at) => at && slot <= value.blobs[at - 1].slot)) {
    refuse("header.blobs");
  }
  return value;
}

function refuse(at) {
  throw new ProtocolError("sync.malformed_envelope", at);
}
