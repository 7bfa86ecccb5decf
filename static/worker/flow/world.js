/** What a draft is answered with: its pack, what may be known of the world, and its address. */

import { first } from "../../engine/fields/base.js";
import { own } from "../../engine/records.js";
import { context, keepPlaces, packOf } from "../packs.js";

export const baseOf = (id) => `/to-khai/${id}`;

const PLACES = ["commune", "address"];

/** The pack that the draft began with, and what may be known today. Places that a form speaks of
 * are fetched before they are judged. @param {object} sent what was just typed */
export async function worldOf({ row, held }, lang, sent = {}) {
  const pack = await packOf(row.packs, lang);
  if (!pack) throw new Error(`the pack of a draft of ${row.flow} is gone`);
  const fields = placeFields(pack.flow), said = provincesTyped(fields, sent);
  await Promise.all(said.map(keepPlaces));
  return { pack, context: await context(pack.locale, provincesIn(fields, held, said)) };
}

/** The provinces that a form speaks of. */
export const placesTyped = (flow, typed) => provincesTyped(placeFields(flow), typed);

const placeFields = (flow) =>
  flow.steps.flatMap((step) =>
    step.fields.filter(({ type }) => PLACES.includes(type)).map(({ id }) => ({ id, step })));

const provincesTyped = (fields, typed) => fields.map(({ id }) => first(typed, `${id}.province`)).filter(Boolean);

/** The provinces that answers, and what was typed, speak of. */
function provincesIn(fields, { answers, typed }, said) {
  const typedBefore = Object.values(typed).flatMap((page) => provincesTyped(fields, page));
  const answered = fields.flatMap(({ id, step }) => {
    const rows = step.group ? own(answers, step.id) || [] : [answers];
    return rows.map((row) => row && row[id] && row[id].province).filter(Boolean);
  });
  return [...new Set([...answered, ...typedBefore, ...said])];
}
