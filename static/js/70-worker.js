// The page's side of the worker: starts it, says when to send, and shows what it says has changed.
(() => {
  const worker = navigator.serviceWorker;
  const at = (pattern) => pattern.test(location.pathname);
  let bare = !worker, offer;
  const show = (name, is) => {
    if (is) document.querySelectorAll(`[data-${name}]`).forEach((one) => { one.hidden = false; });
  };
  const reveal = () => {
    show("no-worker", bare);
    show("worker", worker?.controller);
    show("install", offer);
  };
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event;
    reveal();
  });
  document.addEventListener("click", ({ target }) => {
    const button = offer && target.closest("[data-install]");
    if (!button) return;
    offer.prompt(); // Once only.
    offer = null;
    button.hidden = true;
  });
  document.addEventListener("htmx:after:swap", reveal);
  reveal();
  if (bare) return;

  worker.addEventListener("controllerchange", reveal);
  worker.addEventListener("message", ({ data }) => {
    if (data.say === "off") sessionStorage.off = 1;
    if (data.say === "changed") {
      stale = true;
      refresh();
    }
    // Kept apart from all else: what waited here is known even when the browser threw it away.
    if (data.say === "codes") document.cookie = `codes=${data.codes.join(".")};path=/;samesite=strict;max-age=${data.codes.length && 4e7}`;
  });
  // Somebody is helped here by the staff, or no more; asked before htmx swaps it away.
  const visit = document.querySelector("[data-visit]")?.dataset;
  let stale = false, running = false;
  // In place, as if nothing had happened; not under the hands of somebody, but right afterwards.
  const refresh = async () => {
    const busy = document.querySelector("[aria-busy], input:focus, textarea:focus");
    if (!stale || running || busy || !at(/^\/($|hang-cho$|bien-nhan\/)/)) return;
    stale = false;
    running = true;
    const how = { target: "#main", select: "#main > *", swap: "innerMorph", again: true };
    await htmx.ajax("GET", location.pathname, how);
    running = false;
    refresh();
  };
  // What changed while a page was on its way nobody could tell it. The first page is the server's,
  // and costs a way there.
  const look = () => {
    const waits = document.querySelector("main [href='/hang-cho'], main [action^='/hang-cho']");
    if (waits && !at(/^\/$/)) stale = true;
    refresh();
  };
  document.addEventListener("htmx:finally:request", ({ detail }) => detail.ctx.again || look());
  document.addEventListener("focusout", () => setTimeout(refresh));

  worker.ready.then((found) => {
    // htmx moves on without a new document: the worker cannot see where.
    const tell = (message) => found.active?.postMessage({ path: location.pathname, ...message });
    const send = (why) => tell({ do: "send", why });
    if (visit) tell({ do: "visit", how: visit.visit, id: visit.visitId });
    if (!document.body.matches(".citizen")) {
      if (document.querySelector("form[action$=dang-xuat]")) tell({ do: "shared" });
      return;
    }
    // Asked for once a session, where there is something to keep: Firefox asks the reader.
    const here = async () => {
      const { storage } = navigator;
      let persisted = await storage?.persisted?.();
      if (persisted === false && at(/^\/to-khai\//) && !sessionStorage.kept) {
        sessionStorage.kept = 1;
        persisted = await storage.persist();
      }
      tell({ do: "here", lang: document.documentElement.lang, persisted });
    };
    const tick = () => setTimeout(() => { send("timer"); tick(); }, 2e4 + Math.random() * 2e4);
    const codes = () => tell({ do: "codes", codes: /codes=([\w.]+)/.exec(document.cookie)?.[1].split(".") });
    here().then(codes);
    look();
    send("open");
    tick();
    document.addEventListener("htmx:after:swap", codes);
    addEventListener("online", () => send("online"));
    // Who types is there, though no page is asked for.
    let typed = 0;
    document.addEventListener("input", () => {
      if (Date.now() - typed < 3e4) return;
      typed = Date.now();
      tell({ do: "used" });
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return;
      look();
      send("visible");
    });
    document.addEventListener("htmx:after:swap", () => sessionStorage.kept || !at(/^\/to-khai\//) || here());
  });

  const start = async () => {
    try {
      if (sessionStorage.off) return;
      const { waiting } = await worker.register("/sw.js");
      // Not while somebody fills in a form.
      if (!at(/^\/to-khai\//)) waiting?.postMessage({ do: "take over" });
    } catch {
      bare = true; // Private windows, blocked storage.
      reveal();
    }
  };
  // Once a reader stands still: on a thin line it would make who hurries on wait.
  const whenIdle = self.requestIdleCallback || setTimeout;
  let still;
  const soon = () => {
    clearTimeout(still);
    if (document.body.matches(".citizen")) still = setTimeout(() => whenIdle(start), 2000);
  };
  addEventListener("load", soon);
  document.addEventListener("htmx:after:swap", () => worker.controller || soon());
})();
