/** /to-so/buoi without a line: a meeting is begun here, and who is there is marked. */

import { uuid7 } from "../../sync/ids.js";
import { now } from "../clock.js";
import { readForm } from "../forms.js";
import { within } from "../net.js";
import { offline, redirect, screen, wantsFragment } from "../replies.js";
import { shellOf } from "../shell.js";
import { changeDeed, deedOf, deeds } from "../store/deeds.js";
import { lessonOf } from "../tutor/packs.js";
import { moment } from "../views/moment.js";
import { bring, dataOf } from "./kit.js";
import { fromServer, titleOf, withKit } from "./pages.js";

const PATIENCE_MS = 8000;
/** The same lesson begun a second time is the same meeting: AGAIN of kiosk/coach/actions.py. */
const AGAIN_MS = 4 * 3600 * 1000;

const hrefOf = (id) => `/to-so/buoi/${id}`;
const groupHref = (id) => `/to-so/nhom/${id}`;

/** POST /to-so/nhom/<group>/buoi */
export async function beginMeeting(request, asked) {
  const { params: [group] } = asked, lesson = (await readForm(request)).get("bai");
  return (await fromServer(request, asked)) || withKit(request, asked, async (kit) => {
    const { groups, lessons, meetings } = await dataOf(kit), at = await now();
    if (!groups.some(({ id }) => id === group)) return offline(request, asked);
    if (!lessons.some(({ id }) => id === lesson)) return redirect(groupHref(group));
    const same = [...(await deeds()), ...meetings].find((one) =>
      one.group === group && one.lesson === lesson && !one.ended_at && at - one.at < AGAIN_MS);
    const { id } = same || (await noted(uuid7(at), { group, lesson, at }, kit));
    return redirect(hrefOf(id));
  });
}

async function noted(id, { group, lesson, at }, { staff }, change = (deed) => deed) {
  const fresh = { kind: "meeting", id, group, lesson, at, ended_at: null, came: [], left: [], staff };
  await changeDeed(id, (there = fresh) => !there.ended_at && change(there));
  return fresh;
}

/** With a meeting that is on here: the server's, as long as it knows all that was done. */
const withMeeting = (work) => async (request, asked) => {
  const { lang, params: [id] } = asked, isPage = request.method === "GET";
  if (isPage && (await deedOf(id))) await within(PATIENCE_MS, bring(lang));
  const told = !(await deedOf(id)) && (await fromServer(request.clone(), asked));
  if (told) return told;
  return withKit(request, asked, async (kit) => {
    const known = await meetingOf(kit, id);
    return known ? work(request, asked, known, kit) : offline(request, asked);
  });
};

async function meetingOf(kit, id) {
  const { groups, lessons, meetings } = await dataOf(kit);
  const told = meetings.find((one) => one.id === id), deed = await deedOf(id);
  const meeting = deed || told, group = meeting && groups.find((one) => one.id === meeting.group);
  if (!group) return null;
  const { came, left } = deed || { came: [], left: [] };
  const there = [...came, ...(told ? told.present : [])].filter((one) => !left.includes(one));
  return { ...meeting, id, members: group.members, name: group.name, title: titleOf(lessons, meeting.lesson), there };
}

/** GET /to-so/buoi/<id> */
export const meetingPage = withMeeting(show);

async function show(request, asked, { id, group, name, title, lesson, at, ended_at, members, there }) {
  const { words } = await shellOf(asked.lang);
  const all = members.map((one) => ({
    id: one.id,
    name: one.name,
    words: one.pictures.map((n) => words[`picture.${n}`]).join(", "),
    pictures: one.pictures.map((n) => ({ [`p${n}`]: true })),
    there: there.includes(one.id),
  }));
  const came = all.filter((one) => one.there);
  return screen(request, asked, "coach-meeting", {
    title,
    group: name,
    lesson_href: (await lessonOf(lesson)) ? `/hoc/${lesson}` : "",
    back: groupHref(group),
    href: hrefOf(id),
    path: hrefOf(id),
    at: moment(at, words),
    ended: Boolean(ended_at),
    came: came.length,
    all: all.length,
    seats: ended_at ? came : all,
  });
}

/** POST /to-so/buoi/<id>/co-mat */
export const attend = withMeeting(async (request, asked, known, kit) => {
  const form = await readForm(request), is = form.has("co"), learner = form.get(is ? "co" : "vang");
  if (known.members.some(({ id }) => id === learner)) {
    const without = (all) => all.filter((one) => one !== learner);
    await noted(known.id, known, kit, (deed) => ({
      ...deed,
      came: [...without(deed.came), ...(is ? [learner] : [])],
      left: [...without(deed.left), ...(is ? [] : [learner])],
    }));
  }
  return wantsFragment(request) ? show(request, asked, await meetingOf(kit, known.id)) : redirect(hrefOf(known.id));
});

/** POST /to-so/buoi/<id>/xong */
export const endMeeting = withMeeting(async (request, asked, known, kit) => {
  const ended_at = await now();
  await noted(known.id, known, kit, (deed) => ({ ...deed, ended_at }));
  return redirect(groupHref(known.group));
});
