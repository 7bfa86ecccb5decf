/** The values of a status page's holes; mirrors kiosk/dossier/status.py. */

import { has } from "../../engine/records.js";
import { date } from "../../engine/show.js";
import { replaced } from "../../engine/text.js";
import { grouped } from "./receipt.js";
import { moment } from "./moment.js";

const MOOD = { supplement: "warning", refused: "bad", withdrawn: "bad", stopped: "bad" };

/**
 * @param words the shell's
 * @param pack the flow's; null when that edition was never here
 * @param followed what `POST /sync/v1/follow` answered, and the `secret` it was asked with
 * @param {number | string | null} seenAt when that was
 * @param {boolean} offline it could not be asked again just now
 */
export function statusValues(words, pack, followed, seenAt = null, offline = false) {
  const { told, redo, may_rate, rated, may_withdraw, secret } = followed;
  const questions = pack ? pack.flow.steps.filter((step) => redo.includes(step.id)) : [];
  const handler = followed.handler || "", official = followed.official_code || "";
  return {
    code: grouped(followed.code).map(({ text }) => text).join(" "),
    procedure: pack ? pack.flow.procedure.name : "",
    state: words[`told.${told}`],
    mood: has(MOOD, told) ? MOOD[told] : "good",
    reason: followed.reason || "",
    due: followed.due_on ? date(followed.due_on, words) : "",
    promised: told === "in_progress",
    supplement: questions.length > 0,
    redo: questions.map(({ ask }) => ({ ask })),
    may_rate,
    rated,
    act: questions.length > 0 || may_rate,
    steps: stepsOf(words, followed),
    particulars: Boolean(handler || official),
    handler,
    official,
    known: true,
    may_withdraw,
    secret,
    seen_at: seenAt === null ? "" : moment(seenAt, words),
    offline,
  };
}

/** Everything that happened, with its time, then what is on now and what is to come. */
function stepsOf(words, { events, extended_to: extendedTo, told }) {
  const behind = events
    .filter(({ kind }) => has(words, `happened.${kind}`))
    .map(({ kind, at }) => step(happened(words, kind, extendedTo), "done", moment(at, words)));
  return [...behind, ...ahead(words, told).map((label, at) => step(label, at ? "todo" : "now"))];
}

const step = (label, state, at = "") =>
  ({ label, state, done: state === "done", now: state === "now", at });

function happened(words, kind, extendedTo) {
  if (kind !== "extended" || !extendedTo) return words[`happened.${kind}`];
  return replaced(words.extended, "{day}", date(extendedTo, words));
}

function ahead(words, told) {
  const labels = [];
  while (has(words, `ahead.${told}.${labels.length}`)) {
    labels.push(words[`ahead.${told}.${labels.length}`]);
  }
  return labels;
}
