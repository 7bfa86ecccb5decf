/** /to-so/tham without a line: somebody is helped with forms at this device, from their consent on. */

import { uuid7 } from "../../sync/ids.js";
import { now } from "../clock.js";
import { readForm } from "../forms.js";
import { redirect, screen } from "../replies.js";
import { shellOf } from "../shell.js";
import { deedOf } from "../store/deeds.js";
import { openVisit, tellVisit } from "../store/visit.js";
import { moment } from "../views/moment.js";
import { noteVisit } from "./deeds.js";
import { dataOf } from "./kit.js";
import { fromServer, withKit } from "./pages.js";

const PAGE = "/to-so/tham";
const HOW = ["helped", "typed"];

/** The server does not know of a visit that was begun here. */
const isOurs = async (visit) => Boolean(visit && (await deedOf(visit.id)));

/** GET /to-so/tham */
export async function visitPage(request, asked) {
  const visit = await openVisit();
  const told = !(await isOurs(visit)) && (await fromServer(request, asked));
  if (told) return told;
  if (!visit) return withKit(request, asked, () => ask(request, asked, { learner: asked.url.searchParams.get("ai") }));
  const { words } = await shellOf(asked.lang);
  return screen(request, asked, "coach-visit-open", { [visit.how]: true, since: moment(visit.at, words) });
}

const ask = (request, asked, values, status) =>
  screen(request, asked, "coach-visit", values, status);

/** POST /to-so/tham */
export async function beginVisit(request, asked) {
  const form = await readForm(request), visit = await openVisit();
  if (await isOurs(visit)) return redirect(PAGE);
  return (await fromServer(request, asked)) || withKit(request, asked, async (kit) => {
    const how = form.get("how"), learner = form.get("ai"), isHow = HOW.includes(how);
    if (!isHow || !form.has("consent")) {
      const { words } = await shellOf(asked.lang);
      return ask(request, asked, {
        learner,
        [`how=${how}`]: isHow,
        "consent=yes": form.has("consent"),
        errors: true,
        "error:how": isHow ? "" : words["coach.error.how"],
        "error:consent": form.has("consent") ? "" : words["coach.error.consent"],
      }, 422);
    }
    const { groups } = await dataOf(kit);
    const known = groups.some(({ members }) => members.some(({ id }) => id === learner));
    const begun = { id: uuid7(await now()), how };
    await noteVisit(begun, kit.staff, known ? learner : null);
    await tellVisit(begun);
    return redirect(PAGE);
  });
}
