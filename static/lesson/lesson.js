// What a lesson does besides links and forms: it offers a hint to who stands still, reads aloud when
// asked to, and takes the second tap of two for a trembling hand.
(() => {
  const root = document.documentElement;
  const { style } = document.currentScript.dataset;
  // Swapped in from a page of another kind, a lesson comes without the head that has its style sheet.
  if (!document.querySelector(`link[href="${style}"]`)) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
  }
  if ("lessons" in root.dataset) return; // The script comes along with each page.
  root.dataset.lessons = "";

  const lesson = () => document.querySelector("[data-lesson]");

  // --- Who does nothing for a while may want a hint: the button glows, nothing moves on.
  let idle;
  const wait = () => {
    clearTimeout(idle);
    const seconds = lesson() && lesson().dataset.idle;
    if (seconds) idle = setTimeout(offer, seconds * 1000);
  };
  const offer = () => {
    const hint = document.querySelector("[data-hint]"), told = document.querySelector("[data-hint-offer]");
    if (!hint || hint.classList.contains("is-offered")) return;
    hint.classList.add("is-offered");
    told.textContent = told.dataset.hintOffer;
  };
  for (const deed of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(deed, wait, { passive: true });

  // --- The goal, what is told and the narration aloud; only where there is a voice of the language.
  const speech = self.speechSynthesis;
  const voice = () => speech && speech.getVoices().find((one) => one.lang.replace("_", "-").split("-")[0] === root.lang);
  const isSeen = (one) => one.getClientRects().length > 0;
  const show = () => {
    const can = Boolean(voice());
    document.querySelectorAll("[data-listen]").forEach((one) => { one.hidden = !can; });
  };
  const stop = () => {
    if (speech) speech.cancel();
    document.querySelectorAll("[data-listen].is-on").forEach((one) => one.classList.remove("is-on"));
  };
  const read = (button) => {
    const was = button.classList.contains("is-on");
    stop();
    if (was) return;
    const texts = [...document.querySelectorAll("[data-lesson] [data-read]")].filter(isSeen).map((one) => one.textContent.trim());
    const said = Object.assign(new SpeechSynthesisUtterance(texts.join("\n")), { voice: voice(), lang: voice().lang, rate: 0.9 });
    said.onend = said.onerror = () => button.classList.remove("is-on");
    button.classList.add("is-on");
    speech.speak(said);
  };

  // --- Two taps within half a second are one: the page after it has something else in that place.
  const APART = 500;
  let last = performance.now();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-lesson] button, [data-lesson] a");
    if (!button || !event.detail) return; // Without `detail` it is a key.
    const again = event.pointerType === "mouse" ? event.detail > 1 : event.timeStamp - last < APART;
    if (again) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    last = event.timeStamp;
    if (button.matches("[data-listen]")) read(button);
  }, true);

  const begin = () => {
    stop();
    show();
    wait();
  };
  document.addEventListener("htmx:after:swap", begin);
  addEventListener("pagehide", stop);
  if (speech && speech.addEventListener) speech.addEventListener("voiceschanged", show);
  begin();
})();
