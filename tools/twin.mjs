/**
 * Runs the engine's JavaScript twin for Python: a line of JSON requests on stdin, a line of answers
 * on stdout, `{"ok": …}` or `{"error": …}`. See kiosk/cli/twin.py; the protocol's are in
 * twin_sync.mjs, those about lessons in twin_lessons.mjs.
 */

import { createHash } from "node:crypto";
import { createInterface } from "node:readline";

import * as dateWords from "../static/engine/date_words.js";
import * as dates from "../static/engine/dates.js";
import { due } from "../static/engine/deadline.js";
import { evaluate } from "../static/engine/evaluate.js";
import { fee } from "../static/engine/fee.js";
import { TYPES, errorIn, read } from "../static/engine/fields/index.js";
import { compile, fill } from "../static/engine/holes.js";
import { narrowPack } from "../static/engine/narrow.js";
import { openPack } from "../static/engine/pack.js";
import { decided, titleOf } from "../static/engine/places.js";
import { openReference, placesIn } from "../static/engine/reference.js";
import { feeTable, field, stepOf } from "../static/engine/shapes.js";
import * as text from "../static/engine/text.js";
import { CHECK, key, turn } from "../static/engine/turn.js";
import {
  answerValues, checkValues, checklistValues, declarationValues, isOpen, pageOf, stepValues, textOf,
} from "../static/engine/view.js";
import { derived, place, submitted, walk } from "../static/engine/walk.js";
import { canonical } from "../static/sync/canonical.js";
import { lessonRequests } from "./twin_lessons.mjs";
import { requests as syncRequests } from "./twin_sync.mjs";
import { viewRequests } from "./twin_views.mjs";

const MODULES = { dates, text, date_words: dateWords };
const MOST_PACKS = 200;
const packs = new Map(), references = new Map(), maps = new Map();

const requests = {
  ...syncRequests,
  ...viewRequests(packs, references),
  ...lessonRequests(references),

  /** Keeps a reference pack under a name. */
  reference({ as, text: json, locale }) {
    references.set(as, openReference(json, locale));
    maps.set(as, placesIn(JSON.parse(json)));
  },

  /** Keeps a pack under a name; the oldest goes, or a long run would need all of the memory. */
  pack({ as, text: json }) {
    packs.set(as, openPack(json));
    if (packs.size > MOST_PACKS) packs.delete(packs.keys().next().value);
  },

  call: ({ module, name, values }) => MODULES[module][camel(name)](...values),

  evaluate: ({ tree, env }) => evaluate(tree, envOf(env)),

  due: ({ limit, day, time, off }) => due(limit, day, time, off),

  fee: ({ tables, env, today, channel }) =>
    fee({ fee: tables.map(feeTable) }, envOf(env), today, channel),

  fill: ({ template, values }) => fill(compile(template), values),

  find({ reference, province, typed, old_names: oldNames }) {
    const found = maps.get(reference).find(province, typed, oldNames);
    const sure = decided(found);
    const rows = found.map((one) => [one.commune.code, titleOf(one.commune), one.how, one.old]);
    return { found: rows, decided: sure && sure.code };
  },

  read({ field: shape, typed, env, reference }) {
    const f = field(shape), scope = envOf(env);
    const got = read(f, typed, scope, references.get(reference));
    const stands = got.error === null && got.value !== null;
    return { ...got, warning: stands ? TYPES[f.type].warn(f, got.value, scope) : null };
  },

  judge: ({ field: shape, value, env, reference }) =>
    errorIn(field(shape), value, envOf(env), references.get(reference)),

  retype: ({ field: shape, value, reference }) =>
    answerValues(field(shape), value, references.get(reference)),

  /** A form sent from a page, and what a citizen then sees. */
  turn(asked) {
    const { pack, context } = worldOf(asked);
    const { draft, place: [step, n], sent, to_check: toCheck, base } = asked;
    const done = turn(pack.flow, draft, place(step, n), sent, context, toCheck);
    return {
      before: walked(pack.flow, walk(pack.flow, draft.answers, context)),
      draft: done.draft,
      go: key(done.go),
      unseen: done.unseen,
      walk: walked(pack.flow, done.walk),
      open: asked.looks.map(([id, m]) => isOpen(pack.flow, done.draft, done.walk, place(id, m))),
      views: viewsOf(pack, done, context, base, sent, toCheck, asked.whole),
    };
  },

  /** What `kiosk walk` prints. */
  tell(asked) {
    const { pack, context } = worldOf(asked);
    return canonical(told(pack, walk(pack.flow, asked.answers, context)));
  },
};

const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

const envOf = (env) => new Map(Object.entries(env));

function worldOf({ pack: name, reference, today, commune, channel, receiving = [], steps }) {
  const whole = packs.get(name);
  const pack = steps ? narrowPack(whole, steps) : whole;
  return { pack, context: { today, commune, channel, receiving, reference: references.get(reference) } };
}

const walked = (flow, result) => ({
  path: result.path.map(key),
  at: result.at && key(result.at),
  errors: result.errors,
  warnings: result.warnings,
  officer: result.officer,
  papers: result.papers.map((one) => one.id),
  fee: result.fee,
  stopped: result.stopped,
  done: result.done,
  env: Object.fromEntries(result.env),
  derived: derived(flow, result.env),
  submitted: submitted(flow, result),
});

/** The holes of every page that is open, or the hash of each whole page and fragment. */
function viewsOf(pack, { draft, walk: result, go }, context, base, sent, toCheck, whole) {
  const seen = {};
  const look = (name, page, values) => {
    seen[name] = whole ? [hash(pack.page(page, values)), hash(pack.fragment(page, values))] : values;
  };
  for (const where of [...result.path, go]) {
    const step = stepOf(pack.flow, where.step);
    if (!step || step.stop || !isOpen(pack.flow, draft, result, where)) continue;
    const values = stepValues(pack, draft, result, where, context, base, toCheck);
    look(key(where), pageOf(where), values);
  }
  look(key(CHECK), key(CHECK), checkValues(pack, draft, result, context, base));
  if (pack.flow.ends === "checklist") {
    look("danh-sach", "danh-sach", checklistValues(pack, draft, result, context, base));
  } else if (pack.flow.declaration) {
    const errors = pack.flow.declaration.fields.map((one) =>
      [one.id, read(one, sent, result.env, context.reference).error]);
    look("cam-doan", "cam-doan", declarationValues(pack, result, base, sent, errors));
  }
  return seen;
}

const hash = (html) => createHash("sha256").update(html).digest("hex");

function told(pack, result) {
  const note = ({ on, step, message }) => ({ id: message.id, on, step, text: textOf(pack, message) });
  const paper = ({ id, name, replaced_by, show_or_attach, source }) =>
    ({ id, name, replaced_by, show_or_attach, source });
  const end = result.stopped ? { reason: stepOf(pack.flow, result.stopped).stop.say } : {};
  return {
    path: result.path.map(key),
    at: result.at && key(result.at),
    errors: result.errors.map(note),
    warnings: result.warnings.map(note),
    officer: result.officer.map(note),
    papers: result.papers.map(paper),
    fee: result.fee,
    done: result.done,
    stopped: result.stopped,
    derived: derived(pack.flow, result.env),
    submitted: submitted(pack.flow, result),
    ...end,
  };
}

async function answer(line) {
  try {
    const found = [];
    for (const { do: name, ...rest } of JSON.parse(line)) {
      const got = await requests[name](rest);
      found.push(got === undefined ? null : got);
    }
    return { ok: found };
  } catch (error) {
    return { error: error.stack };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
