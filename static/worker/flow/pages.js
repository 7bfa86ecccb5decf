/** The pages of a procedure: start, one question each, check, declaration, hand-in. */

import { stepOf } from "../../engine/shapes.js";
import { CHECK, turn } from "../../engine/turn.js";
import * as view from "../../engine/view.js";
import { place, samePlace, walk } from "../../engine/walk.js";
import { readForm, typedOf } from "../forms.js";
import { flush, waitForSent } from "../outbox.js";
import { offer, packOf, ready, servesOthers, unlessLost } from "../packs.js";
import { answer, online, redirect, screen, wantsFragment } from "../replies.js";
import { changeDraft, newDraft, owns, readDraft } from "../store/drafts.js";
import { assistNow, openVisit, strongest } from "../store/visit.js";
import { isShared } from "../store/workspaces.js";
import { prepareWithLessons } from "../tutor/packs.js";
import { grouped } from "../views/receipt.js";
import { isOurs, settleMove } from "./adopt.js";
import { declared, handIn } from "./hand_in.js";
import { count, hear, hearRefusal } from "./hearing.js";
import { receiptPage } from "./receipt.js";
import { typedWithFiles } from "./rules.js";
import { bring, drop } from "./uploads.js";
import { baseOf, worldOf } from "./world.js";

const DECLARATION = place("cam-doan"), CHECKLIST = place("danh-sach");
export const DAYS = 30;
/** With a good line the receipt can say at once that the hub has it. */
const PATIENCE_MS = 2500;

/** The server tells of a procedure, as long as it answers; meanwhile the flow is fetched. */
export async function start(request, asked) {
  const { lang, params: [id], later } = asked;
  later(prepareWithLessons(id, lang).catch(unlessLost));
  const told = await online(request);
  if (told) return told;
  const flow = await offer(id), pack = flow && (await packOf(flow.packs, lang));
  if (!pack) return screen(request, asked, "offline", { back: "/thu-tuc" }, 503);
  return answer(request, pack, "start", { path: `/thu-tuc/${id}`, elsewhere: await servesOthers() });
}

/** A new draft; its owner is this device. Without script, pack or hub it is the server's; and where
 * somebody is helped at a device that cannot be locked behind them. */
export async function begin(request, asked) {
  const form = await readForm(request);
  if (form.get("js") !== "1" || ((await openVisit()) && !(await isShared()))) return null;
  const begun = await room(async () => {
    const flow = await ready(form.get("flow"), asked.lang);
    return flow && { flow, ...(await newDraft(flow)) };
  });
  if (!begun) return null;
  const { id, code } = begun;
  asked.later(count(begun.flow, "begun"));
  const draft = await readDraft(id);
  const world = await worldOf(draft, asked.lang);
  const result = walk(world.pack.flow, {}, world.context);
  const { receiver } = world.pack.flow, goesElsewhere = receiver && form.has("elsewhere");
  const at = goesElsewhere ? place(receiver.id) : result.at || CHECK, where = view.url(baseOf(id), at);
  if (code) return opened(request, asked, code, where);
  if (!wantsFragment(request)) return redirect(where);
  return showOpened(request, draft, at, false, world, result, { "HX-Push-Url": where });
}

/** A device without room for one more leaves it to the server. */
async function room(work) {
  try {
    return await work();
  } catch (error) {
    if (error.name !== "QuotaExceededError") throw error;
    return null;
  }
}

/** On a shared machine the code comes first: it is the only way back to what is begun now. */
const opened = (request, asked, code, href) =>
  screen(request, asked, "opened", { groups: grouped(code), href, days: DAYS });

/** A draft that is this device's and cannot be opened: its workspace is locked. Else the server's. */
export const notHere = async (request, asked, id) =>
  ((await owns(id)) ? screen(request, asked, "gone", { shared: true }, 404) : null);

export async function question(request, asked) {
  const { lang, params: [id, step, n], url } = asked;
  await settleMove(id, asked);
  const draft = await readDraft(id);
  if (!draft) return (await notHere(request, asked, id)) || passOn(request, asked, id, question);
  const world = await worldOf(draft, lang);
  return showOpened(request, draft, placeOf(step, n), url.searchParams.has("sua"), world);
}

export const placeOf = (step, n) => place(step, n === undefined ? null : Number(n));

/** The page of a place; one that is not on the path leads to the page that is due. */
function showOpened(request, draft, where, toCheck, { pack, context: known }, walked, more) {
  const { row, held } = draft;
  if (row.code) return redirect(`/bien-nhan/${row.code}`);
  const result = walked || walk(pack.flow, held.answers, known);
  const base = baseOf(row.id), show = (page, values) => answer(request, pack, page, values, 200, more);
  if (samePlace(where, CHECK) && result.done) {
    return show(CHECK.step, view.checkValues(pack, held, result, known, base));
  }
  if (samePlace(where, DECLARATION) && result.done && pack.flow.ends === "hand_in") {
    return show(DECLARATION.step, view.declarationValues(pack, result, base, {}, []));
  }
  if (samePlace(where, CHECKLIST) && result.done && pack.flow.ends === "checklist") {
    return show(CHECKLIST.step, view.checklistValues(pack, held, result, known, base));
  }
  if (!view.isOpen(pack.flow, held, result, where)) return redirect(view.url(base, result.at || CHECK));
  return show(view.pageOf(where), view.stepValues(pack, held, result, where, known, base, toCheck));
}

export async function reply(request, asked) {
  const { lang, params: [id, step, n], url } = asked;
  await settleMove(id, asked);
  if (step === DECLARATION.step) return handItIn(request, asked, id);
  const toCheck = url.searchParams.has("sua");
  const done = await save(id, placeOf(step, n), await readForm(request), toCheck, lang);
  if (!done) return (await notHere(request, asked, id)) || passOn(request, asked, id, reply);
  const { draft, world, turn: { go, walk: result } } = done;
  if (draft.row.code) return redirect(`/bien-nhan/${draft.row.code}`);
  asked.later(Promise.all([done.heard, hearRefusal(placeOf(step, n), done)]));
  // Who came to correct something comes back to the check page from every page on the way.
  const editing = toCheck && !samePlace(go, CHECK);
  const where = view.url(baseOf(id), go) + (editing ? "?sua=1" : "");
  if (!wantsFragment(request)) return redirect(where);
  return showOpened(request, draft, go, editing, world, result, { "HX-Push-Url": where });
}

/** To the server, unless it has let go of the draft just before this came there. */
async function passOn(request, asked, id, again) {
  const told = await online(request.clone());
  return told && told.status === 404 && (await isOurs(id)) ? again(request, asked) : told;
}

/** Keeps what was sent from a page and says where to go. @returns null when the draft is not here
 * @param {{[name: string]: string[]}} [more] inputs that the form did not send */
export async function save(id, where, form, toCheck, lang, more = {}) {
  const helping = await assistNow();
  const done = await changeDraft(id, async (draft) => {
    const { row, held } = draft, sent = typedOf(form), world = await worldOf(draft, lang, sent);
    const step = stepOf(world.pack.flow, where.step);
    const brought = await bring(draft, step, where, form);
    const typed = { ...typedWithFiles(held, step, where, sent, brought), ...more };
    const result = turn(world.pack.flow, held, where, typed, world.context, toCheck);
    const assist = strongest(held.assist, helping), next = row.code ? held : { ...held, ...result.draft, assist };
    return { held: next, value: { turn: result, world, before: held, brought, draft: { ...draft, held: next } } };
  });
  if (!done) return done;
  await drop(done.draft.row, done.before, done.draft.held, done.brought);
  return { ...done, heard: hear(where, done, toCheck) };
}

/** The declaration was sent. Sent again, it leads to the same receipt. */
async function handItIn(request, asked, id) {
  const draft = await readDraft(id);
  if (!draft) return notHere(request, asked, id);
  const { row, held } = draft;
  if (row.code) return redirect(`/bien-nhan/${row.code}`);
  const world = await worldOf(draft, asked.lang), { pack } = world;
  const result = walk(pack.flow, held.answers, world.context);
  if (result.at || pack.flow.ends !== "hand_in") {
    return redirect(view.url(baseOf(id), result.at || CHECK));
  }
  const typed = typedOf(await readForm(request));
  const { values, errors } = declared(pack, typed, world.context);
  if (errors.length) {
    const holes = view.declarationValues(pack, result, baseOf(id), typed, errors);
    return answer(request, pack, DECLARATION.step, holes, 422);
  }
  const code = await handIn(id, asked.lang, values);
  if (!code) return redirect(view.url(baseOf(id), CHECK)); // Another tab took it away, or back.
  asked.later(count(pack.flow, "sent").then(() => flush({ force: true })));
  await waitForSent(id, PATIENCE_MS);
  const where = `/bien-nhan/${code}`;
  if (!wantsFragment(request)) return redirect(where);
  return receiptPage(request, asked, code, { "HX-Push-Url": where });
}

