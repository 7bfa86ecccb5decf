/**
 * Files on their way in: looked at, sealed once as the blobs they will be handed in as, and kept.
 *
 * They come one by one, each as a request's plain body, and stand on their page at once: a phone
 * that throws the page out for its camera's sake loses none. The form that follows names what came
 * (`<field>:moi`: slots), what was turned down (`<field>:loi`: messages), and what is to go (`xoa`:
 * field and slot).
 */

import { PDF } from "../../engine/fields/files.js";
import { stepOf } from "../../engine/shapes.js";
import { nfc, start } from "../../engine/text.js";
import { entriesOf } from "../../engine/view.js";
import { place as placeOf } from "../../engine/walk.js";
import { fromBase64 } from "../../sync/bytes.js";
import { sealBlob } from "../../sync/blobs.js";
import { json } from "../replies.js";
import { changeDraft, readDraft } from "../store/drafts.js";
import { STORE, put, removeSlot } from "../store/files.js";
import { settleMove } from "./adopt.js";
import { clean, refusal } from "./pictures.js";
import { fileFields, isRefusal, spareSlots, withFiles } from "./rules.js";
import { worldOf } from "./world.js";

const LARGEST_SLOT = 65535;
const LONGEST_NAME = 100;
const BUSY = refusal("file.busy"), FULL = refusal("file.full");
/** All kinds of signs that nobody sees; of the spaces only the plain one is seen. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** POST /to-khai/<id>/<step>/tep?field=…[&instead=slot]&name=…: one file as it is.
 * 201 `{slot}`, or 422 `{message}` for a file that is not taken. */
export async function takeIn(request, asked) {
  const { lang, params: [id, step], url: { searchParams: said } } = asked;
  await settleMove(id, asked);
  const draft = await readDraft(id);
  if (!draft) return json({}, 404);
  const { flow } = (await worldOf(draft, lang)).pack;
  const page = { id, step: stepOf(flow, step), where: placeOf(step) };
  const field = fileFields(page.step).find((one) => one.id === said.get("field"));
  if (!field) return json({}, 404);
  const found = await lookedAt(new Uint8Array(await request.arrayBuffer()), field);
  const file = { ...found, field, instead: slotIn(said.get("instead")), name: readable(said.get("name")) };
  const what = isRefusal(found) ? found : await kept(page, file);
  return isRefusal(what) ? json({ message: what.id }, 422) : json({ slot: what.slot }, 201);
}

/** What a page may show: a picture that this browser cannot open, no other may either. */
async function lookedAt(bytes, { type: kind }) {
  const found = clean(bytes, kind);
  if (isRefusal(found) || found.type === PDF || !self.createImageBitmap) return found;
  try {
    (await createImageBitmap(new Blob([found.data], { type: found.type }))).close();
    return found;
  } catch {
    return refusal("file.unreadable"); // What is wrong with it no browser tells.
  }
}

/** The entry of a file once it is durable; a full device turns it down, and nothing else. */
async function kept(page, file) {
  try {
    const got = await changeDraft(page.id, reserve);
    if (!got || got.slot > LARGEST_SLOT) return BUSY;
    const blob = await sealBlob(fromBase64(got.k), got.slot, file.data);
    const entry = entryOf(file, got.slot, blob);
    return (await placed(page, file, entry, blob.ciphertext)) ? entry : BUSY;
  } catch (error) {
    if (error.name !== "QuotaExceededError") throw error;
    return FULL;
  }
}

/** A slot first, in a change of its own: two tabs that send at once never share one. */
function reserve({ row, held }) {
  if (row.code) return { held, value: null };
  return { held: { ...held, slots: held.slots + 1 }, value: { slot: held.slots, k: held.k } };
}

function entryOf({ type, name, pages }, slot, { name: sha256, ciphertext }) {
  const entry = { slot, sha256, size: ciphertext.length, type, name };
  return pages ? { ...entry, pages } : entry;
}

/** Puts the file on its page, in one change with its rows. False when it was handed in meanwhile. */
async function placed({ id, step, where }, { field, instead }, entry, ciphertext) {
  const brought = { came: [came(field, instead, entry)], gone: [] };
  const done = await changeDraft(id, ({ row, held }) => {
    if (row.code) return { held, value: null };
    const after = withFiles(held, step, where, brought);
    const also = (tx) => put(tx, id, entry.slot, ciphertext);
    return { held: after, value: { row, held, after }, stores: [STORE], also };
  });
  if (done) await drop(done.row, done.held, done.after, brought);
  return done !== null;
}

/** What the form of a page says of its files; nothing for most forms.
 * @returns {import("./rules.js").Brought} */
export function bring({ held }, step, where, form) {
  const fields = fileFields(step);
  return {
    came: fields.flatMap((one) => [
      ...arrivals(one, entriesOf(held, step, where, one), form.getAll(`${one.id}:moi`)),
      ...form.getAll(`${one.id}:loi`).map((id) => came(one, null, refusal(id))),
    ]),
    gone: fields.flatMap((one) => removals(one, form.getAll("xoa"))),
  };
}

const came = ({ id: field }, instead, what) => ({ field, instead, what });

/** One that stands on the page already takes its own place. */
const arrivals = (one, entries, slots) =>
  entries.filter((entry) => slots.includes(String(entry.slot)))
    .map((entry) => came(one, entry.slot, entry));

function removals({ id }, said) {
  const mine = said.filter((text) => text.startsWith(`${id}:`));
  const slots = mine.map((text) => slotIn(text.slice(id.length + 1)));
  return slots.filter((slot) => slot !== null).map((slot) => [id, slot]);
}

/** What no page holds any more. */
export async function drop({ id }, before, after, brought) {
  for (const slot of spareSlots(before, after, brought)) await removeSlot(id, slot);
}

const slotIn = (text) => (/^[0-9]{1,5}$/.test(text) ? Number(text) : null);

/** The last part of a path, as letters that can be seen: a name may hold anything. */
function readable(name) {
  const last = nfc(name || "").split(/[\\/]/).pop();
  return start(last.replace(UNSEEN, "").trim(), LONGEST_NAME);
}
