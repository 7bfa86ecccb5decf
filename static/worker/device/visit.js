/** POST /to-so/tham/xong: a visit is over, first here, then at the server, which may be out of reach. */

import { noteEnd } from "../coach/deeds.js";
import { counts } from "../outbox.js";
import { online, screen } from "../replies.js";
import { dossiers } from "../sending/rows.js";
import { shellOf } from "../shell.js";
import { openKit } from "../store/kit.js";
import { endVisit, openVisit } from "../store/visit.js";
import { counted } from "./part.js";

export async function endOfVisit(request, asked) {
  const [{ words }, { mine }, visit] = await Promise.all([
    shellOf(asked.lang), counts(), openVisit(),
  ]);
  const codes = visit ? await handedIn(visit) : [];
  if (visit) await noteEnd(visit, codes.length);
  await endVisit();
  const told = await online(telling(request, codes));
  const values = { waiting: counted(words, "waiting", mine), coach: Boolean(await openKit()) };
  return told || screen(request, asked, "locked", values);
}

/** The codes of what was handed in here meanwhile; they open nothing. */
const handedIn = async ({ at }) =>
  (await dossiers()).filter(({ made_at }) => Date.parse(made_at) >= at).map(({ code }) => code);

const telling = ({ url }, codes) =>
  new Request(url, {
    method: "POST",
    body: new URLSearchParams(codes.map((code) => ["ma", code])),
    credentials: "same-origin", // The visit is in a cookie.
  });
