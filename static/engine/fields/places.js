/** Commune and address: two levels since 1 July 2025, found by new and old names alike. */

import { has, isRecord, own } from "../records.js";
import { count, tidy } from "../text.js";
import { NOTHING, first, message, oneInput, value, wrong } from "./base.js";

const LONGEST = 200;
/** The choice "keep what I typed": the officer settles which commune it is. */
const TYPED = "typed";
/** By how many places are like what was typed; each offers a choice that settles it. */
export const DOUBTS = ["commune.unknown", "commune.similar", "commune.several"];
/** The same where one has to be settled on. */
export const RECEIVER_DOUBTS = ["receiver.unknown", "receiver.similar", "commune.several"];
/** In the environment of a reading: the communes that dossiers may be sent to. */
export const RECEIVING = "receiving";

/** `{province, commune, place}`: two codes and what was typed; the commune is null where the
 * citizen kept what was typed and the officer settles it. */
export const commune = {
  ...oneInput,
  inputs: [".province", ".place", ".commune"],

  read(f, typed, env, ref) {
    const province = f.receives ? home(env, ref) : first(typed, `${f.id}.province`);
    const place = tidy(first(typed, `${f.id}.place`));
    const chosen = first(typed, `${f.id}.commune`);
    if (!place && f.receives) return wrong("required");
    if (!place) return chosen || province ? wrong("commune.no_name") : NOTHING;
    if (!isProvince(province, ref)) return wrong("commune.no_province");
    if (f.receives) return receiving(settle(f, province, place, chosen, ref), env);
    if (chosen === TYPED) return value({ province, commune: null, place });
    return settle(f, province, place, chosen, ref);
  },

  check(f, found, env, ref) {
    const place = isRecord(found) ? own(found, "place") : null;
    if (typeof place !== "string" || !place || !isPlace(found, ref)) return message("commune.unknown");
    if (f.receives && (own(found, "commune") === null || found.province !== home(env, ref))) {
      return message("receiver.unknown");
    }
    return tooLong(place);
  },

  retype(f, found) {
    if (!isRecord(found)) return {};
    return {
      [`${f.id}.province`]: textIn(found, "province"),
      [`${f.id}.place`]: textIn(found, "place"),
      [`${f.id}.commune`]: textIn(found, "commune") || TYPED,
    };
  },
};

function settle(f, province, place, chosen, ref) {
  const found = ref.findCommunes(province, place, f.old_names);
  const codes = found.like.map(([code]) => code);
  const code = found.sure || (codes.includes(chosen) ? chosen : null);
  if (code === null) return wrong((f.receives ? RECEIVER_DOUBTS : DOUBTS)[Math.min(codes.length, 2)], {}, found.like);
  return value({ province: ref.provinceOf(code), commune: code, place });
}

/** A commune and `detail`: house number, hamlet or block. */
export const address = {
  ...commune,
  inputs: [...commune.inputs, ".detail"],

  read(f, typed, env, ref) {
    const detail = tidy(first(typed, `${f.id}.detail`));
    const got = commune.read(f, typed, env, ref);
    if (got.wrong) return got;
    if (got.value === null) return detail ? wrong("commune.no_name") : NOTHING;
    return value({ ...got.value, detail });
  },

  check(f, found, env, ref) {
    const detail = isRecord(found) && has(found, "detail") ? found.detail : "";
    if (typeof detail !== "string") return message("text.not_text");
    return commune.check(f, found, env, ref) || tooLong(detail);
  },

  retype(f, found) {
    if (!isRecord(found)) return {};
    return { ...commune.retype(f, found), [`${f.id}.detail`]: textIn(found, "detail") };
  },
};

/** The province in which the dossier stays, whichever commune it goes to. */
const home = (env, ref) => ref.provinceOf(env.get("commune")) || "";

/** What was settled, if dossiers may be sent there. */
function receiving(got, env) {
  return got.wrong || env.get(RECEIVING).includes(got.value.commune) ? got : wrong("receiver.closed");
}

/** Whether the codes are known and belong together; without a commune the province is known. */
function isPlace(found, ref) {
  const province = own(found, "province"), code = own(found, "commune");
  if (code === null) return isProvince(province, ref);
  return typeof code === "string" && province !== null && ref.provinceOf(code) === province;
}

const isProvince = (code, ref) => ref.provinces().some(([known]) => known === code);

const tooLong = (text) => (count(text) > LONGEST ? message("text.too_long", { max: String(LONGEST) }) : null);

function textIn(found, name) {
  const text = own(found, name);
  return typeof text === "string" ? text : "";
}
