/** A sealed file, opened in memory and shown to the browser that holds its draft. */

import { PDF } from "../../engine/fields/files.js";
import { fromBase64, sha256 } from "../../sync/bytes.js";
import { openBlob } from "../../sync/blobs.js";
import { file } from "../replies.js";
import { bytesOf } from "../sending/rows.js";
import { readDraft } from "../store/drafts.js";
import { fileIn } from "./rules.js";
import { worldOf } from "./world.js";

const ENDINGS = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", [PDF]: "pdf" };
// A file is looked at, never run. Browsers show no PDF in a sandbox, so that one goes without; the
// other policy, which every answer carries, forbids it the same things.
const SANDBOX = "sandbox; default-src 'none'";

/** GET /to-khai/<id>/tep/<slot>; the server's when the draft is not here. */
export async function preview(request, { lang, params: [id, slot] }) {
  const draft = await readDraft(id);
  if (!draft) return null;
  const { pack } = await worldOf(draft, lang);
  const entry = fileIn(pack.flow, draft.held, Number(slot));
  const data = entry && (await opened(id, draft.held.k, entry));
  return data ? asFile(data, entry) : gone(pack.messages["file.unreadable"]);
}

/** The file in clear; null when it is gone or damaged. */
async function opened(id, k, entry) {
  const { slot, sha256: name, size } = entry;
  const ciphertext = await bytesOf(id, entry, 0, size);
  if (!ciphertext || (await sha256(ciphertext)) !== name) return null;
  try {
    return await openBlob(fromBase64(k), slot, ciphertext);
  } catch (error) {
    if (error.kind !== "sync.blob_not_to_be_opened") throw error;
    return null;
  }
}

function asFile(data, { type, slot }) {
  const headers = { "Content-Disposition": `inline; filename="trang-${slot + 1}.${ENDINGS[type]}"` };
  if (type !== PDF) headers["Content-Security-Policy"] = SANDBOX;
  return file(data, type, headers);
}

const TEXT = "text/plain; charset=utf-8";

const gone = (words) => new Response(words, { status: 404, headers: file("", TEXT).headers });
