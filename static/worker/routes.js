/** Which requests are answered here. What is not in the table goes to the server untouched. */

import { attend, beginMeeting, endMeeting, meetingPage } from "./coach/meetings.js";
import { changePassword, handOver, kept, signIn, signInPage, signOut } from "./coach/pages.js";
import { beginVisit, visitPage } from "./coach/visits.js";
import { allProcedures, home } from "./device/home.js";
import { chooseLanguage } from "./device/language.js";
import { changeWhose, lockUp, thisDevice } from "./device/this_device.js";
import { endOfVisit } from "./device/visit.js";
import { exportItem, sendNow, waiting } from "./device/waiting.js";
import { lookUp, progress } from "./dossier/status.js";
import { begin, question, reply, start } from "./flow/pages.js";
import { receipt } from "./flow/receipt.js";
import {
  askResumeCode, finish, forgotten, needsNode, practise, resume, saveForLater,
} from "./flow/saving.js";
import { preview } from "./flow/shown.js";
import { takeIn } from "./flow/uploads.js";
import * as lesson from "./tutor/pages.js";

const DRAFT = "/to-khai/([0-9a-f-]{36})";
/** Who signs in to learn, and what an author looks at, are the server's. */
const LESSON = "/hoc/((?!toi(?:/|$))[a-z0-9-]+)", SCENE = `${LESSON}/((?!xem$)[a-z0-9-]+)`;
const GROUP = "/to-so/nhom/([0-9a-f-]{36})", MEETING = "/to-so/buoi/([0-9a-f-]{36})";
const TABLE = [
  ["GET", "/", home],
  ["GET", "/thu-tuc", allProcedures],
  ["GET", "/thu-tuc/([^/]+)", start],
  ["POST", "/to-khai", begin],
  ["POST", `${DRAFT}/luu`, saveForLater],
  ["POST", `${DRAFT}/luyen`, practise],
  ["POST", `${DRAFT}/xong`, finish],
  ["GET", `${DRAFT}/(danh-sach)\\.pdf`, needsNode],
  ["GET", `${DRAFT}/tep/([0-9]{1,5})`, preview],
  ["POST", `${DRAFT}/([a-z0-9-]+)/tep`, takeIn],
  ["GET", `${DRAFT}/([a-z0-9-]+)(?:/([0-9]{1,3}))?`, question],
  ["POST", `${DRAFT}/([a-z0-9-]+)(?:/([0-9]{1,3}))?`, reply],
  ["GET", "/lam-tiep", askResumeCode],
  ["POST", "/lam-tiep", resume],
  ["GET", "/xong", forgotten],
  ["GET", "/bien-nhan/([^/.]+)", receipt],
  ["POST", "/ho-so", lookUp],
  ["GET", "/ho-so/([^/]+)", progress],
  ["GET", "/hoc", lesson.list],
  ["POST", "/hoc/toi(?:/[a-z]+)?", lesson.signIn],
  ["GET", LESSON, lesson.start],
  ["POST", LESSON, lesson.beginRun],
  ["GET", `${LESSON}/(the)`, lesson.card],
  ["GET", SCENE, lesson.scenePage],
  ["POST", SCENE, lesson.deed],
  ["GET", "/hang-cho", waiting],
  ["POST", "/hang-cho/gui", sendNow],
  ["GET", "/hang-cho/([0-9a-f-]{36})\\.json", exportItem],
  ["GET", "/may-nay", thisDevice],
  ["POST", "/may-nay", changeWhose],
  ["POST", "/may-nay/khoa", lockUp],
  ["GET", "/mot-cua/dang-nhap", signInPage],
  ["POST", "/mot-cua/dang-nhap", signIn],
  ["POST", "/mot-cua/dang-xuat", signOut],
  ["POST", "/mot-cua/tai-khoan/mat-khau/?", changePassword],
  ["GET", "/to-so(?:/giup)?", kept],
  ["GET", `${GROUP}(?:/the|/tien-bo)?`, kept],
  ["POST", `${GROUP}/buoi`, beginMeeting],
  ["POST", `${GROUP}/nguoi/([0-9a-f-]{36})/hoc`, handOver],
  ["GET", MEETING, meetingPage],
  ["POST", `${MEETING}/co-mat`, attend],
  ["POST", `${MEETING}/xong`, endMeeting],
  ["GET", "/to-so/tham", visitPage],
  ["POST", "/to-so/tham", beginVisit],
  ["POST", "/to-so/tham/xong", endOfVisit],
  ["POST", "/ngon-ngu", chooseLanguage],
].map(([method, path, handle]) => ({ method, path: new RegExp(`^${path}$`), handle }));

/** Pages of other people, and machines, are none of this worker's business. */
const NOT_OURS = /^\/(mot-cua|so-lieu|sync|api|healthz|readyz|metrics|sw\.js)(\/|$)/;
/** A page that can only come from the server: without a line the reader is told so. */
const ONLINE_ONLY = { handle: () => null, params: [] };

/** @returns {{handle: Function, params: (string | undefined)[]} | null} */
export function routeOf(request, url) {
  if (isMultipart(request) || isForeign(request) || request.headers.has("Polled")) return null;
  for (const { method, path, handle } of TABLE) {
    const found = method === request.method && path.exec(url.pathname);
    if (found) return { handle, params: found.slice(1) };
  }
  const isPage = request.mode === "navigate" || request.headers.has("HX-Request");
  return isPage && !NOT_OURS.test(url.pathname) ? ONLINE_ONLY : null;
}

/** A form that another site sends here: the server refuses it, and knows how. Our pages say where
 * they come from (`Referrer-Policy: same-origin`). */
const isForeign = ({ method, mode, referrer }) =>
  method !== "GET" && mode === "navigate" && !referrer.startsWith(`${location.origin}/`);

/** WebKit gives a worker such a form empty; so files come by another way, see flow/uploads.js. */
const isMultipart = (request) =>
  (request.headers.get("Content-Type") || "").startsWith("multipart/");
