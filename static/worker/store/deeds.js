/**
 * What a volunteer did without a line, until a session of theirs can tell the server: ids and times
 * alone, so that it outlasts the kit. The shapes are those of `POST /to-so/gui`, with `staff`.
 */

import { read, write } from "./db.js";

export const deedOf = (id) => read("deeds", (tx) => tx.store.get(id));

export const deeds = () => read("deeds", (tx) => tx.store.getAll());

/** `change(deed)` gives the deed as it is to be, or nothing where it stays. */
export const changeDeed = (id, change) =>
  write("deeds", async ({ store }) => {
    const next = change(await store.get(id));
    if (next) await store.put(next);
  });

/** Takes out those that the server has, unless more was done meanwhile. */
export const settleDeeds = (sent) =>
  write("deeds", async ({ store }) => {
    for (const one of sent) {
      const there = await store.get(one.id);
      if (JSON.stringify(there) === JSON.stringify(one)) await store.delete(one.id);
    }
  });
