// What the offline worker makes of the files of a page: JSON lines in, one answer each out.
import { createInterface } from "node:readline";
import { field } from "../../static/engine/shapes.js";
import { merged, spareSlots } from "../../static/worker/flow/rules.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { one, held, came, gone, after } = JSON.parse(line);
  const texts = merged(field(one), held, { came, gone });
  const spare = spareSlots(draftOf(held), draftOf(after), { came, gone });
  console.log(JSON.stringify({ texts, spare: spare.sort((a, b) => a - b) }));
}

function draftOf(entries) {
  return { answers: { chung_sinh: entries, ten: "Lan" }, typed: {} };
}
