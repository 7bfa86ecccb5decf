// What the offline worker makes of files: JSON lines {kind, data} in, {type, data} or {id} out.
import { createInterface } from "node:readline";
import { clean } from "../../static/worker/flow/pictures.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { kind, data } = JSON.parse(line);
  const found = clean(new Uint8Array(Buffer.from(data, "base64")), kind);
  const told = found.data ? { ...found, data: Buffer.from(found.data).toString("base64") } : found;
  console.log(JSON.stringify(told));
}
