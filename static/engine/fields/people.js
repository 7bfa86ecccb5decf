/** The citizen's number, phone, ethnic group and nationality. */

import { start, tidy, withoutPrefix } from "../text.js";
import { NOTHING, first, message, oneInput, value, wrong } from "./base.js";
import { isDigits } from "./numbers.js";

const SEPARATORS = /[ \x1c-\x1f.,()\-_/]+/g;
const PHONE = /^(0[35789][0-9]{8}|02[0-9]{9})$/;

/** Số định danh cá nhân: 12 digits: 3 place of birth registration, 1 century and sex, 2 year of
 * birth, 6 random (Thông tư 59/2021/TT-BCA, Điều 4). Only the length is an error. */
export const personId = {
  ...oneInput,

  read(f, typed) {
    const digits = tidy(first(typed, f.id)).replace(SEPARATORS, "");
    if (!digits) return NOTHING;
    if (!isDigits(digits)) return wrong("person_id.digits");
    if (digits.length !== 12) return wrong("person_id.length", { count: String(digits.length) });
    return value(digits);
  },

  check(f, found) {
    const isOne = typeof found === "string" && isDigits(found) && found.length === 12;
    return isOne ? null : message("person_id.digits");
  },

  warn(f, found, env) {
    const mark = Number(found[3]);
    const year = String(1900 + 100 * Math.floor(mark / 2) + Number(found.slice(4, 6)));
    if (year > String(env.get("today")).slice(0, 4)) return message("person_id.future");
    const born = f.birth ? env.get(f.birth) : null;
    if (typeof born === "string" && start(born, 4) !== year) {
      return message("person_id.birth_year", { year: start(born, 4) });
    }
    const sex = f.sex ? env.get(f.sex) : null;
    const isTold = sex === "nam" || sex === "nu";
    return isTold && (mark % 2 === 0) !== (sex === "nam") ? message("person_id.sex") : null;
  },
};

/** Vietnamese mobile or landline; stored as `0…`. Carrier prefixes are not judged. */
export const phone = {
  ...oneInput,

  read(f, typed) {
    const text = tidy(first(typed, f.id)).replace(SEPARATORS, "");
    if (!text) return NOTHING;
    const found = domestic(text);
    return PHONE.test(found) ? value(found) : wrong("phone.not_a_phone");
  },

  check(f, found) {
    return typeof found === "string" && PHONE.test(found) ? null : message("phone.not_a_phone");
  },
};

function domestic(text) {
  const prefix = text.length > 9 && ["+84", "0084", "84"].find((one) => text.startsWith(one));
  return prefix ? "0" + withoutPrefix(withoutPrefix(text, prefix), "0") : text;
}

/** Forms see it confused with nationality every day, so that each names the other. */
export const ethnicity = {
  ...oneInput,

  read(f, typed, env, ref) {
    const text = tidy(first(typed, f.id));
    if (!text) return NOTHING;
    const found = ref.findEthnicity(text);
    if (!found.length && ref.findNationality(text).length) return wrong("ethnicity.is_nationality");
    return settle(found, "ethnicity");
  },

  check(f, found, env, ref) {
    const known = typeof found === "string" && ref.ethnicityName(found);
    return known ? null : message("ethnicity.unknown");
  },
};

export const nationality = {
  ...oneInput,

  read(f, typed, env, ref) {
    const text = tidy(first(typed, f.id));
    if (!text) return NOTHING;
    const found = ref.findNationality(text);
    if (!found.length && ref.findEthnicity(text).length) return wrong("nationality.is_ethnicity");
    return settle(found, "nationality");
  },

  check(f, found, env, ref) {
    const known = typeof found === "string" && ref.nationalityName(found);
    return known ? null : message("nationality.unknown");
  },
};

/** The one that was meant; nothing or several is asked again. */
function settle(found, kind) {
  if (found.length === 1) return value(found[0][0]);
  return wrong(found.length ? `${kind}.several` : `${kind}.unknown`, {}, found);
}
