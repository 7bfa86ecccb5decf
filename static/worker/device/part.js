/** The part of a page that tells what is on this device. */

import { replaced } from "../../engine/text.js";
import { counts } from "../outbox.js";
import { packOf } from "../packs.js";
import { shellOf } from "../shell.js";
import { readAll } from "../store/drafts.js";
import { whose } from "../store/workspaces.js";
import { moment } from "../views/moment.js";
import { lostCodes } from "./lost.js";

/** Its holes. */
export async function deviceValues(lang) {
  const [{ words }, all, mode, { mine, others }, lost] =
    await Promise.all([shellOf(lang), readAll(), whose(), counts(), lostCodes()]);
  const tiles = await Promise.all(all.map(({ row }) => tileOf(row, words, lang)));
  const of = (filed) => tiles.filter((_, at) => Boolean(all[at].row.code) === filed);
  return {
    held: all.length > 0,
    some_lost: lost.length > 0,
    lost,
    drafts: of(false),
    receipts: of(true),
    waiting: counted(words, "waiting", mine),
    others: counted(words, "others", others),
    ask_whose: !mode,
    lock: mode === "shared" && all.length > 0,
  };
}

/** The check page leads to the question that is due. */
async function tileOf(row, words, lang) {
  const pack = await packOf(row.packs, lang);
  const name = pack ? pack.flow.procedure.name : row.flow, at = moment(row.updated_at, words);
  if (row.code) {
    return { href: `/bien-nhan/${row.code}`, name: replaced(words.receipt, "{name}", name), note: at };
  }
  const note = replaced(words["draft.note"], "{at}", at);
  return { href: `/to-khai/${row.id}/kiem-tra`, name: replaced(words.draft, "{name}", name), note };
}

/** "1 hồ sơ chờ gửi"; nothing of none. */
export const counted = (words, name, n) =>
  (n ? replaced(words[`${name}.${n === 1 ? "one" : "many"}`], "{n}", String(n)) : "");
