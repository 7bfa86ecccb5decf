/**
 * Where somebody is in a run of a lesson: all of it stands in the page's address.
 *
 * So the same page can be answered by anybody, again and again, and nothing is stored to play on.
 *
 * @typedef {{run: string, scene: string, n: number, round: number, tries: number, hint: number,
 *   said: string, back: string}} At `n` deeds so far in the run; `round` counts the traps walked
 *   into, `tries` the wrong deeds at this scene; `said` is `<scene>.<mistake>`; `back` the page of
 *   a real draft, in a rehearsal
 */

import { own } from "../records.js";
import { replaced } from "../text.js";
import { END } from "./shapes.js";

export const LIST = "/hoc";
/** The name of the first page, whose address has no part of its own. */
export const START = "start";
/** The last part of the end's address, and the name of its page. */
export const FINISH = "xong";
export const CARD = "the";
/** The largest number that an address holds: whoever goes on after it stays there. */
export const MOST = 999;
const MOST_HINTS = 4;
const RUN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const BACK = /^\/to-khai\/[0-9a-f-]{36}\/[a-z0-9-]{1,80}(\/[0-9]{1,3})?(#[A-Za-z0-9_.:-]{1,80})?$/;
const SAID = /^[a-z][a-z0-9-]{0,39}\.[a-z][a-z0-9-]{0,39}$/;
const NUMBER = /^[0-9]{1,9}$/;

/** @returns {At} */
export const atOf = (run, scene, rest = {}) =>
  ({ run, scene, n: 0, round: 0, tries: 0, hint: 0, said: "", back: "", ...rest });

/** @param {At} at */
export function url(lesson, at) {
  const given = {
    luot: at.run, n: at.n, v: at.round, sai: at.tries, goiy: at.hint, loi: at.said, ve: escaped(at.back),
  };
  const query = Object.entries(given).filter(([, value]) => value).map(([name, value]) => `${name}=${value}`);
  const scene = at.scene === END ? FINISH : at.scene;
  return `${LIST}/${lesson}/${scene}?${query.join("&")}`;
}

/** The lesson's first page; a form sent there begins a run. */
export const startUrl = (lesson, back = "") =>
  (back ? `${LIST}/${lesson}?ve=${escaped(back)}` : `${LIST}/${lesson}`);

export const cardUrl = (lesson) => `${LIST}/${lesson}/${CARD}`;

/**
 * Null without a valid run. Whether there is such a scene is for the caller to see.
 *
 * @param {{[name: string]: string}} query
 * @returns {At | null}
 */
export function atFrom(scene, query) {
  const run = own(query, "luot") || "";
  if (!RUN.test(run)) return null;
  const said = own(query, "loi") || "";
  return {
    run,
    scene: scene === FINISH ? END : scene,
    n: numberIn(query, "n", MOST),
    round: numberIn(query, "v", MOST),
    tries: numberIn(query, "sai", MOST),
    hint: numberIn(query, "goiy", MOST_HINTS),
    said: SAID.test(said) ? said : "",
    back: backFrom(own(query, "ve") || ""),
  };
}

/** The page of a draft to return to; "" when it is none, so that a link leads nowhere else. */
export const backFrom = (text) => (BACK.test(text) ? text : "");

function numberIn(query, name, most) {
  const text = own(query, name) || "";
  return NUMBER.test(text) ? Math.min(Number(text), most) : 0;
}

/** A page with its `#field` as a value of a query: all its other letters may stand there. */
const escaped = (back) => replaced(back, "#", "%23");
