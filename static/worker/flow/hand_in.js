/** The hand-in: the draft becomes an envelope in the outbox, in one transaction. */

import { read } from "../../engine/fields/index.js";
import { declared as declaredFields } from "../../engine/view.js";
import { submitted, walk } from "../../engine/walk.js";
import { fromBase64 } from "../../sync/bytes.js";
import { receiptCode, secretHash } from "../../sync/codes.js";
import { make } from "../../sync/envelope.js";
import { now } from "../clock.js";
import { hub } from "../hub.js";
import { newItem } from "../outbox.js";
import { changeDraft } from "../store/drafts.js";
import { assistNow, strongest } from "../store/visit.js";
import { filesSubmitted } from "./rules.js";
import { worldOf } from "./world.js";

/** Fields of the shared step `lien-he`; they travel apart from the answers as well, for notices. */
const CONTACT = ["nyc_dien_thoai", "nyc_email"];
const STORES = ["outbox"];

/** What was ticked on the declaration page, and what is still missing there. */
export function declared(pack, typed, { reference }) {
  const got = declaredFields(pack).map((one) => [one.id, read(one, typed, new Map(), reference)]);
  return {
    values: Object.fromEntries(got.map(([id, one]) => [id, one.value])),
    errors: got.filter(([, one]) => one.error).map(([id, one]) => [id, one.error]),
  };
}

/** Closes the draft; the same draft again, however often, gives the same receipt code. Whether it
 * could be sent already is the outbox's business. @returns null when it is not to be handed in */
export async function handIn(id, lang, declaration) {
  const code = await receiptCode(id);
  return changeDraft(id, async (draft) => {
    const { row, held: before } = draft;
    if (row.code) return { held: before, value: code };
    const { pack, context: known } = await worldOf(draft, lang);
    const result = walk(pack.flow, before.answers, known);
    if (result.at) return { held: before, value: null };
    const held = { ...before, assist: strongest(before.assist, await assistNow()) };
    const answers = { ...submitted(pack.flow, result), ...declaration };
    const made_at = new Date().toISOString(); // The device's time, as the protocol wants it.
    const sent = filesSubmitted(pack.flow, result);
    const { sealing } = await hub(), commune = result.env.get("commune");
    const header = await headerOf({ row, held }, pack, made_at, commune, sent, sealing);
    const plaintext = plaintextOf(fromBase64(held.k), answers, sent);
    const { body, digest } = await make(header, plaintext, fromBase64(sealing.public));
    const filed = { at: new Date(await now()).toISOString(), commune, locale: pack.locale };
    const closed = { ...held, answers: { ...held.answers, ...declaration }, typed: {}, filed };
    const item = newItem({ header, code, digest, body, workspace: row.workspace });
    return {
      held: closed,
      value: code,
      row: { code },
      stores: STORES,
      also: (tx) => tx.objectStore("outbox").add(item),
    };
  });
}

/** The envelope takes the draft's id, so that a second hand-in cannot be a second dossier. */
async function headerOf({ row, held }, pack, made_at, commune, sent, sealing) {
  return {
    v: 1,
    id: row.id,
    kind: "submission",
    flow: pack.flow.id,
    flow_version: pack.flow.version,
    pack: pack.sha256,
    locale: pack.locale,
    commune,
    made_at,
    assist: held.assist,
    follow: await secretHash(held.secret),
    parent: null,
    key: sealing.id,
    blobs: sent.map(([, { slot, sha256, size }]) => ({ slot, sha256, size })),
  };
}

function plaintextOf(k, answers, sent) {
  const given = CONTACT.filter((name) => name in answers);
  return {
    k,
    answers,
    contact: Object.fromEntries(given.map((name) => [name, answers[name]])),
    blobs: sent.map(([field, { slot, type, name }]) => ({ slot, field: field.id, type, name })),
  };
}
