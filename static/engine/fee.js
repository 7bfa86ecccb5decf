/**
 * What the procedure costs the citizen, line by line; what is not known is never zero.
 *
 * @typedef {{name: string | null, total: number | null, why: string | null,
 *   source: string | null, quantity: number}} FeeLine whole đồng; null: ask the officer
 */

import { chain, isRecord } from "./records.js";
import { SAFE } from "./values.js";

/** @returns {{total: number | null, lines: FeeLine[]}} */
export function fee(flow, env, today, channel) {
  const lines = flow.fee
    .filter((table) => !table.when || table.when.holds(env))
    .flatMap((table) => linesOf(table, env, today, channel));
  const isKnown = lines.length > 0 && lines.every((line) => line.total !== null);
  return { total: isKnown ? exact(lines.reduce((sum, line) => sum + line.total, 0)) : null, lines };
}

/** One line, or one for each member of the group that the table is reckoned for. */
function linesOf(table, env, today, channel) {
  if (!table.each) return [lineOf(table, env, today, channel)];
  const found = env.get(table.each);
  const lines = (Array.isArray(found) ? found : []).map((member, at) => isRecord(member) && {
    ...lineOf(table, chain(member, env), today, channel),
    name: `${table.name || ""} ${at + 1}`.replace(/^ +/, ""),
  });
  return lines.filter(Boolean);
}

function lineOf(table, env, today, channel) {
  const free = table.exempt.find((exemption) => exemption.when.holds(env));
  if (free) return line(table, 0, free);
  const row = table.rows.find((one) => holds(one, env, today, channel));
  if (!row) return line(table, null);
  const quantity = table.unit ? table.unit.of(env) : 1;
  const total = isCount(quantity) && row.amount !== null ? exact(row.amount * quantity) : null;
  return line(table, total, row, total === null ? 1 : quantity);
}

const line = (table, total, { why = null, source = null } = {}, quantity = 1) =>
  ({ name: table.name, total, why, source, quantity });

const isCount = (quantity) => Number.isInteger(quantity) && 0 <= quantity && quantity <= SAFE;

/** Null where a double no longer holds every whole number. */
const exact = (total) => (total < SAFE ? total : null);

function holds(row, env, today, channel) {
  const inForce = row.from <= today && (row.to === null || today <= row.to);
  return inForce && row.channels.includes(channel) && (!row.when || row.when.holds(env));
}
