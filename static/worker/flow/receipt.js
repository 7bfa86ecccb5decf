/** The receipt of a hand-in, drawn here for the reader whose draft it was. */

import { answer } from "../replies.js";
import { itemOf } from "../outbox.js";
import { context, packOf } from "../packs.js";
import { shellOf } from "../shell.js";
import { normalise } from "../../sync/codes.js";
import { draftOfCode } from "../store/drafts.js";
import { qrImage } from "../views/qr.js";
import { receiptValues } from "../views/receipt.js";
import { baseOf } from "./world.js";

/** GET /bien-nhan/<code>; the server's if it is nobody's here. */
export async function receipt(request, asked) {
  const code = normalise(asked.params[0]);
  return code && receiptPage(request, asked, code);
}

/** @returns null when the receipt cannot be read here */
export async function receiptPage(request, asked, code, more) {
  const draft = await draftOfCode(code);
  if (!draft) return null;
  const [shell, pack] = await Promise.all([shellOf(asked.lang), packOf(draft.row.packs, asked.lang)]);
  const known = await context(pack.locale);
  const values = receiptValues(pack, shell.words, known, await filedOf(draft));
  const shown = { ...values, path: `/bien-nhan/${code}`, forget_href: `${baseOf(draft.row.id)}/xong` };
  return answer(request, shell, "receipt", shown, 200, more);
}

/** An item stays in the outbox at least until the hub has it; one that is gone was sent. */
async function filedOf({ row, held }) {
  const item = await itemOf(row.id);
  const state = item ? item.state : "sent";
  return {
    ...held.filed,
    id: row.id,
    code: row.code,
    answers: held.answers,
    secret: held.secret,
    accepted: state === "sent",
    refused: state === "refused",
    waiting: state !== "sent",
    qr: qrImage(`${location.origin}/ho-so#${held.secret}`),
  };
}
