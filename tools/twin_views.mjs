/** What tools/twin.mjs answers about the pages of the shell: their values, and them filled. */

import { generate } from "lean-qr/nano";

import { openShell } from "../static/engine/pages.js";
import { moment } from "../static/worker/views/moment.js";
import { qrImage } from "../static/worker/views/qr.js";
import { receiptValues } from "../static/worker/views/receipt.js";
import { statusValues } from "../static/worker/views/status.js";

const shells = new Map();

/** `packs` and `references` as the other requests keep them. */
export const viewRequests = (packs, references) => ({
  /** Keeps a shell under its language. */
  shell({ text }) {
    const shell = openShell(text);
    shells.set(shell.locale, shell);
  },

  receipt({ lang, pack, reference, filed }) {
    const context = { channel: "online", reference: references.get(reference) };
    const values = receiptValues(packs.get(pack), shells.get(lang).words, context, filed);
    return filled(lang, "receipt", values);
  },

  status({ lang, pack, followed, seen_at: seenAt, offline }) {
    const of = pack && packs.get(pack);
    return filled(lang, "status", statusValues(shells.get(lang).words, of, followed, seenAt, offline));
  },

  moment: ({ lang, at }) => moment(at, shells.get(lang).words),

  qr: ({ text }) => ({ image: qrImage(text), ...matrix(generate(text, { minCorrectionLevel: 2 })) }),

  shell_page: ({ lang, name, values }) => filled(lang, name, values),
});

function filled(lang, name, values) {
  const shell = shells.get(lang), all = { path: "/", ...values };
  return { values, page: shell.page(name, all), fragment: shell.fragment(name, all), part: shell.part(name, all) };
}

function matrix(code) {
  const row = (y) => Array.from({ length: code.size }, (_, x) => Number(code.get(x, y)));
  return { matrix: Array.from({ length: code.size }, (_, y) => row(y)) };
}
