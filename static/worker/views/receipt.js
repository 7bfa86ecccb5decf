/**
 * The values of a receipt's holes; mirrors kiosk/flow/receipt.py and `Account` in
 * kiosk/flow/filed.py. There is no due date here: the hub alone knows the days off.
 *
 * @typedef {{id: string, code: string, commune: string, at: string | number, answers: object,
 *   accepted: boolean, refused?: boolean, waiting?: boolean, secret: string, qr: string}} Filed
 *   `at` is when it was handed in; `waiting` while it stands in this device's outbox
 */

import { replaced } from "../../engine/text.js";
import { amount } from "../../engine/view.js";
import { walk } from "../../engine/walk.js";
import { localDate, moment } from "./moment.js";

const UNSURE = "M";

/** @param {Filed} filed; the walk is of the day of the hand-in: later it says the same */
export function receiptValues(pack, words, context, filed) {
  const known = { ...context, today: localDate(filed.at), commune: filed.commune };
  const result = walk(pack.flow, filed.answers, known);
  const fees = feesOf(pack, result);
  const papers = papersOf(pack, result);
  return {
    accepted: filed.accepted,
    refused: Boolean(filed.refused),
    waiting_href: filed.waiting ? "/hang-cho" : "",
    groups: grouped(filed.code),
    procedure: pack.flow.procedure.name,
    commune: context.reference.communeName(filed.commune) || filed.commune,
    at: moment(filed.at, words),
    fees,
    several: fees.length > 1,
    fee: feeOf(pack, result),
    due: "",
    time_limit: timeLimit(pack, words),
    papers,
    bring: papers.length > 0,
    qr: filed.qr,
    secret: grouped(filed.secret),
    status_href: `/ho-so/${filed.code}`,
    pdf_href: "", // Drawn by the server, which does not know this draft.
    forget_href: `/to-khai/${filed.id}/xong`,
  };
}

/** A code in groups of four, as the items of a section. */
export const grouped = (code) => code.match(/.{1,4}/g).map((text) => ({ text }));

const papersOf = (pack, result) =>
  result.papers
    .filter((one) => one.show_or_attach !== "none")
    .map(({ name, source }) => ({ name, unsure: isUnsure(pack, source) }));

const feesOf = (pack, result) =>
  result.fee.lines.map((line) => ({
    name: line.name || "", total: amount(pack, sureTotal(pack, line)), why: line.why || "",
  }));

function feeOf(pack, result) {
  const totals = result.fee.lines.map((line) => sureTotal(pack, line));
  const isKnown = totals.length > 0 && totals.every((total) => total !== null);
  return amount(pack, isKnown ? totals.reduce((sum, total) => sum + total, 0) : null);
}

const sureTotal = (pack, line) => (line.source && isUnsure(pack, line.source) ? null : line.total);

/** Remembered, not read anywhere: never told as certain. */
const isUnsure = (pack, source) => pack.flow.sources[source].confidence === UNSURE;

function timeLimit(pack, words) {
  const { source, working_days: days, after_15h: late } = pack.flow.time_limit;
  if (isUnsure(pack, source)) return "";
  const said = days
    ? replaced(words[days === 1 ? "limit.one" : "limit.many"], "{n}", String(days))
    : words["limit.day"];
  return late ? `${said} ${words["limit.late"]}` : said;
}
