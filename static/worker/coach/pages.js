/** Who comes in with a password, and what they find of `/to-so` without a line. */

import { counted } from "../device/part.js";
import { readForm } from "../forms.js";
import { tellOff } from "../net.js";
import { backOf, offline, online, redirect, screen, whole } from "../replies.js";
import { shellOf } from "../shell.js";
import { getMeta, setMeta } from "../store/db.js";
import { deeds } from "../store/deeds.js";
import { NEXT, isOf, kitHere, lockKit, openKit, readKit, unlockKit } from "../store/kit.js";
import { handTo, signOff } from "../store/learner.js";
import { lock } from "../store/workspaces.js";
import { moment } from "../views/moment.js";
import { dataOf, enter, keepUp } from "./kit.js";

const SIGN_IN = "/mot-cua/dang-nhap", SIGN_OUT = "/mot-cua/dang-xuat", HOME = "/to-so";
const MARK = "<div data-kept></div>";
/** Somebody signed out here, and the server was not told yet. */
const LEFT = "staff_left";

/** The server's answer; null without a line. A page is a chance to bring what will be needed. */
export async function fromServer(request, { lang, later }) {
  if (!(await leave())) return null;
  const told = await online(request);
  if (told && told.ok && request.mode === "navigate") later(keepUp(lang));
  return told;
}

/** Whoever signed out without a line does so at the server, before anybody else is its guest. */
export async function leave() {
  if (!(await getMeta(LEFT))) return true;
  const told = await tellOff(SIGN_OUT);
  if (told) await setMeta(LEFT, false);
  return told;
}

/** With the open kit; to the password where it is locked. */
export async function withKit(request, asked, work) {
  const kit = await openKit();
  if (kit) return work(kit);
  if (!(await kitHere())) return offline(request, asked);
  const { pathname, search } = asked.url;
  return redirect(`${SIGN_IN}?ve=${encodeURIComponent(backOf(request, asked) || pathname + search)}`);
}

/** GET /to-so, and the pages of groups: as they were seen last. */
export async function kept(request, asked) {
  return (await fromServer(request, asked)) || withKit(request, asked, async (kit) => {
    const html = await readKit(kit, asked.url.pathname);
    if (!html) return offline(request, asked);
    const shell = await shellOf(asked.lang);
    const part = shell.part("coach-kept", await keptValues(kit, shell.words));
    return whole(html.replace(MARK, () => part));
  });
}

async function keptValues(kit, words) {
  const { lessons } = await dataOf(kit);
  const mine = (await deeds()).filter(({ staff }) => staff === kit.staff);
  const open = mine.filter(({ kind, ended_at }) => kind === "meeting" && !ended_at);
  return {
    when: moment(kit.brought_at, words),
    waiting: counted(words, "coach.deeds", mine.length),
    open: open.map(({ id, lesson }) => ({ href: `${HOME}/buoi/${id}`, title: titleOf(lessons, lesson) })),
  };
}

export const titleOf = (lessons, id) => (lessons.find((one) => one.id === id) || { title: id }).title;

/** GET /mot-cua/dang-nhap */
export async function signInPage(request, asked) {
  const told = await fromServer(request, asked);
  if (told) return told;
  const kit = await kitHere(), back = asked.url.searchParams.get("ve") || "";
  if (!kit) return offline(request, asked);
  return kit.key ? redirect(landing(back)) : screen(request, asked, "coach-unlock", { login: "", ve: back });
}

/** POST /mot-cua/dang-nhap: the server's, and from its yes on the kit's; without a line the kit's alone. */
export async function signIn(request, asked) {
  const form = await readForm(request);
  const [login, password, ve] = ["login", "password", "ve"].map((name) => form.get(name) || "");
  const told = await online(request);
  if (told && isYes(told)) {
    await setMeta(LEFT, false);
    asked.later(enter({ login, password, own: form.has("own") }, asked.lang));
  }
  if (told) return told;
  const kit = await kitHere();
  if (!kit) return offline(request, asked);
  if (password && isOf(kit, login) && (await unlockKit(kit, password))) return redirect(landing(ve));
  return screen(request, asked, "coach-unlock", { login, ve, wrong: true }, 422);
}

/** A form is answered with another page where it was right. */
const isYes = ({ type }) => type === "opaqueredirect";

const landing = (ve) => (/^\/to-so[\w/?=-]*$/.test(ve) ? ve : HOME);

/** POST /mot-cua/tai-khoan/mat-khau: who has another password opens the kit with that one. */
export async function changePassword(request, asked) {
  const password = (await readForm(request)).get("password");
  const told = await online(request);
  const kit = told && isYes(told) && ((await kitHere(NEXT)) || (await openKit()));
  if (kit) asked.later(enter({ login: kit.login, password, own: true }, asked.lang));
  return told || offline(request, asked);
}

/** POST /mot-cua/dang-xuat */
export async function signOut(request) {
  await lockKit();
  const told = await online(request);
  await setMeta(LEFT, !told);
  return told || redirect(SIGN_IN);
}

/** POST /to-so/nhom/<group>/nguoi/<learner>/hoc: the tablet goes into the hands of somebody who learns. */
export async function handOver(request, asked) {
  await signOff();
  const told = await fromServer(request, asked);
  if (told) {
    if (isYes(told)) await lockKit();
    return told;
  }
  return withKit(request, asked, async (kit) => {
    const { params: [group, learner] } = asked;
    if (!(await membersOf(kit, group)).some(({ id }) => id === learner)) return offline(request, asked);
    await lockKit();
    await setMeta(LEFT, true);
    await lock();
    await handTo(learner);
    return redirect("/hoc");
  });
}

const membersOf = async (kit, group) =>
  ((await dataOf(kit)).groups.find(({ id }) => id === group) || { members: [] }).members;
