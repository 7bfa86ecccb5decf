/**
 * A flow cut down to the steps that a citizen has to redo, answered without the old answers.
 *
 * The officer asked for these steps, so their conditions are gone; what depends on answers that
 * are not asked again is judged at the hub, which has them.
 */

import { adds, assembled, expr } from "./shapes.js";

/** What a condition may read besides answers. */
const WORLD = ["today", "commune", "channel"];
const NEVER = expr(["lit", false]);

/** Only these steps, in the flow's order and without conditions; early ends are left out, and so
 * are papers, fees and what is computed for the official form. Ids of no step are ignored. */
export function narrow(flow, steps) {
  const asked = flow.steps
    .filter((step) => steps.includes(step.id) && !step.stop && step !== flow.receiver)
    .map((step) => ({ ...step, when: null }));
  const known = new Set([...WORLD, ...asked.flatMap(adds)]);
  const checks = flow.checks.map((check) => judgedHere(check, known));
  return assembled({ ...flow, steps: asked, checks, derived: [], papers: [], fee: [] });
}

/** A check that looks at what is not asked never holds here. It keeps its place in the list,
 * because a pack finds the words of a check by that place. */
function judgedHere(check, known) {
  const isKnown = known.has(check.on) && [...check.when.names].every((name) => known.has(name));
  return isKnown ? check : { ...check, when: NEVER };
}

/** The pack with the narrowed flow: its pages are found by the ids of their steps. */
export const narrowPack = (pack, steps) => ({ ...pack, flow: narrow(pack.flow, steps) });
