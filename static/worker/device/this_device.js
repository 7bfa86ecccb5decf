/** /may-nay: whose machine this is, and what it keeps. */

import { isOff } from "../clock.js";
import { readForm } from "../forms.js";
import { counts } from "../outbox.js";
import { redirect, screen } from "../replies.js";
import { shellOf } from "../shell.js";
import { getMeta, setMeta } from "../store/db.js";
import { deeds } from "../store/deeds.js";
import { resealed } from "../store/drafts.js";
import { forgetKit, kitHere } from "../store/kit.js";
import { signOff } from "../store/learner.js";
import { lock, makeShared, newCode, openWorkspace, whose } from "../store/workspaces.js";
import { DAYS } from "../flow/pages.js";
import { moment } from "../views/moment.js";
import { grouped } from "../views/receipt.js";
import { forgetLost } from "./lost.js";
import { counted } from "./part.js";

const PAGE = "/may-nay";
const ANSWERS = ["own", "shared"];

/** GET /may-nay */
export async function thisDevice(request, asked) {
  const [{ words }, { mine, others }, mode, kept, open, clock_off, kit, done] = await Promise.all([
    shellOf(asked.lang), counts(), whose(), getMeta("persisted"), openWorkspace(), isOff(), kitHere(), deeds(),
  ]);
  return screen(request, asked, "this-device", {
    own: mode === "own",
    shared: mode === "shared",
    ask_whose: !mode,
    clock_off,
    kept: Boolean(kept),
    waiting: counted(words, "waiting", mine),
    others: counted(words, "others", others),
    lock: mode === "shared" && Boolean(open),
    kit: Boolean(kit),
    kit_until: kit ? moment(kit.told_at + kit.lasts, words) : "",
    deeds: counted(words, "coach.deeds", done.length),
  });
}

/** POST /may-nay. Who makes a machine shared gets a code for what is open on it: from now on
 * nothing else leads back there. */
export async function changeWhose(request, asked) {
  const form = await readForm(request), answer = form.get("whose");
  if (form.has("lost")) {
    await forgetLost();
    return redirect("/");
  }
  if (form.has("kit")) {
    await forgetKit();
    return redirect(PAGE);
  }
  if (!ANSWERS.includes(answer)) return redirect(PAGE);
  const code = answer === "shared" ? await share() : await setMeta("whose", answer);
  if (!code) return redirect(PAGE);
  return screen(request, asked, "opened", { groups: grouped(code), href: PAGE, days: DAYS });
}

/** POST /may-nay/khoa: the next one sees nothing of this one. */
export async function lockUp(request, asked) {
  const [{ words }, { mine }] = await Promise.all([shellOf(asked.lang), counts()]);
  await lock();
  asked.later(signOff());
  return screen(request, asked, "locked", { waiting: counted(words, "waiting", mine) });
}

/** @returns the code of what is open without one, null where nothing is */
async function share() {
  let code = null;
  while (!(await makeShared())) code = await newCode(resealed);
  return code;
}
