/** What tools/twin.mjs answers about lessons: addresses, deeds, pages, standings. */

import { begun, doneForReal, eventOf } from "../static/engine/lesson/events.js";
import { rules, standings } from "../static/engine/lesson/mastery.js";
import { openLesson } from "../static/engine/lesson/pack.js";
import { atFrom, backFrom, url } from "../static/engine/lesson/place.js";
import { begin, play, sentFrom } from "../static/engine/lesson/play.js";
import { END } from "../static/engine/lesson/shapes.js";
import { endValues, pageOf, sceneValues, startValues } from "../static/engine/lesson/view.js";

const WITNESS = { nowMs: 1763800000000, device: "máy 1", learner: null };
const lessons = new Map();

/** `references` as the other requests keep them. */
export const lessonRequests = (references) => ({
  /** Keeps a lesson's pack under a name. */
  lesson({ as, text }) {
    lessons.clear();
    lessons.set(as, openLesson(text));
  },

  lesson_place({ scene, query, back }) {
    const at = atFrom(scene, query);
    return { at, url: at && url("bai", at), back: backFrom(back) };
  },

  lesson_begin({ lesson: name, run, back }) {
    const pack = lessons.get(name), at = begin(pack.lesson, run, back);
    return { at, start: startValues(pack, back), begun: begun(pack.lesson, at, WITNESS) };
  },

  /** A scene's form sent, and what is then seen and kept. */
  lesson_play({ lesson: name, at, form, reference, today, commune, channel }) {
    const pack = lessons.get(name), { lesson } = pack, sent = sentFrom(form);
    const context = { today, commune, channel, reference: references.get(reference) };
    const turn = play(lesson, at, sent, context);
    const typed = turn.stays ? sent.typed || "" : "", draft = turn.stays ? turn.draft : null;
    return {
      turn,
      url: url(lesson.lesson, turn.at),
      page: pageOf(lesson, turn.at),
      event: eventOf(lesson, at, turn, sent, WITNESS),
      values: turn.at.scene === END ? endValues(pack, turn.at) : sceneValues(pack, turn.at, typed, draft, context),
    };
  },

  lesson_real: ({ lesson: name, skill, draft, step, touch }) =>
    doneForReal(lessons.get(name).lesson, skill, draft, step, touch, WITNESS),

  lesson_rules: ({ lesson: name }) => rules([lessons.get(name).lesson]),

  standings: ({ events, rules: skills }) => standings(events, skills),
});
