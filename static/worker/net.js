/** Requests that end: a worker's `fetch` has no time-out of its own. */

/**
 * No answer that means anything came. `kind` says why, as `why` of an item in the outbox does:
 * "offline" no line, "portal" somebody else's page, "login" the network or the node wants to know
 * who asks, "busy" and "room" the node cannot now. It asked to be left alone for `wait` ms.
 */
export class NoNetwork extends Error {
  constructor(kind, answer = null) {
    super(answer ? `${kind}: ${answer.status}` : kind);
    this.name = "NoNetwork";
    this.kind = kind;
    this.status = answer ? answer.status : 0;
    this.wait = answer ? waitOf(answer.headers.get("Retry-After")) : 0;
  }
}

const LONGEST_MS = 20000;
/** What one sends takes its time: a piece of a photograph over EDGE still arrives. */
const SLOWEST_BYTES_A_MS = 4;
const MOST_WAIT_MS = 60000;
const PROBLEM = "urn:tramso:problem:";

/**
 * The whole answer, whatever its status: its body is here already. Throws NoNetwork("offline")
 * when it does not come in time, and NoNetwork("portal") where it leads elsewhere: no address that
 * machines ask ever does.
 */
export async function ask(path, init = {}, longest = timeFor(init.body)) {
  const { answer, body } = await inTime(longest, async (signal) => {
    const asked = { credentials: "omit", redirect: "manual", ...init, signal };
    const answer = await fetch(path, asked);
    return { answer, body: await answer.arrayBuffer() };
  });
  if (answer.type === "opaqueredirect") throw new NoNetwork("portal");
  const { status, statusText, headers } = answer;
  return new Response(body.byteLength ? body : null, { status, statusText, headers });
}

const timeFor = (body) => LONGEST_MS + (body ? body.length / SLOWEST_BYTES_A_MS : 0);

async function inTime(longest, work) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), longest);
  try {
    return await work(stop.signal);
  } catch {
    throw new NoNetwork("offline"); // fetch tells nothing more of why there was no answer.
  } finally {
    clearTimeout(timer);
  }
}

/** What comes of the work, null when it takes longer. */
export const within = (ms, work) =>
  Promise.race([work, new Promise((done) => { setTimeout(done, ms, null); })]);

const TOLD_MS = 3000;

/** Whether the server heard a form without fields. */
export async function tellOff(path) {
  try {
    const told = await within(TOLD_MS, fetch(path, { method: "POST", redirect: "manual" }));
    return Boolean(told) && told.type === "opaqueredirect";
  } catch (error) {
    if (error.name !== "TypeError") throw error; // All that fetch tells of a line that is gone.
    return false;
  }
}

/** The record that an answer holds. Throws NoNetwork("portal") where there is something else. */
export async function record(answer) {
  try {
    return { ...JSON.parse(await answer.text()) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new NoNetwork("portal", answer);
  }
}

/**
 * What the node has against a request (RFC 9457), in the reader's words.
 *
 * @returns {Promise<{code: string, detail: string} | null>} null: whoever spoke is no node
 */
export async function problemOf(answer) {
  if (!/[/+]json\b/.test(answer.headers.get("Content-Type") || "")) return null;
  const { type, detail } = await record(answer);
  return String(type).startsWith(PROBLEM) ? { code: type.slice(PROBLEM.length), detail } : null;
}

/** Why an answer is none to work with; `problem` is what `problemOf` found in it. */
export function unheard(answer, problem = null) {
  const { status } = answer;
  if (status === 401 || status === 403) return new NoNetwork("login", answer);
  if (status === 507) return new NoNetwork("room", answer);
  // 511: Network Authentication Required (RFC 6585).
  const busy = problem || status === 429 || (status >= 500 && status !== 511);
  return new NoNetwork(busy ? "busy" : "portal", answer);
}

/** Seconds or a date (RFC 9110), as ms from now. */
function waitOf(text) {
  if (!text) return 0;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Math.min(Math.max(ms || 0, 0), MOST_WAIT_MS);
}
