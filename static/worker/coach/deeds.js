/** Visits and meetings of a time without a line. */

import { ask, record } from "../net.js";
import { now } from "../clock.js";
import { changeDeed, deeds, settleDeeds } from "../store/deeds.js";
import { kitHere } from "../store/kit.js";
import { openVisit } from "../store/visit.js";

const PATH = "/to-so/gui";
const MOST = 200;

/** Tells the server what its volunteer did; a visit once it is over. @returns whether it took any */
export async function sendDeeds(staff) {
  const { id: going } = (await openVisit()) || {};
  const due = (await deeds()).filter((one) => one.staff === staff && one.id !== going).slice(0, MOST);
  if (!due.length) return false;
  const body = JSON.stringify({ deeds: due.map(({ staff: _, ...deed }) => deed) });
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const answer = await ask(PATH, { method: "POST", body, headers, credentials: "same-origin" });
  if (!answer.ok) {
    console.error(`deeds were refused: ${answer.status}`);
    return false;
  }
  const { taken } = await record(answer);
  await settleDeeds(due.filter(({ id }) => taken.includes(id)));
  return taken.length > 0;
}

/** Begun here, with the person's consent. */
export async function noteVisit(one, staff, learner) {
  const deed = { ...visit(one, await now(), staff), learner };
  await changeDeed(deed.id, () => deed);
}

/** Over, wherever it was begun: the server may not hear of it otherwise. */
export async function noteEnd({ id, how, at }, dossiers) {
  const { staff } = (await kitHere()) || {}, ended_at = await now();
  const begun = visit({ id, how }, at, staff), over = { ended_at, dossiers };
  await changeDeed(id, (there) => (there || staff) && { ...begun, ...there, ...over });
}

const visit = ({ id, how }, begun_at, staff) =>
  ({ kind: "visit", id, how, learner: null, begun_at, ended_at: null, dossiers: 0, staff });
