// Forms of a draft that this device keeps: their files go to the service worker one by one, as they
// are, and the form itself without them. WebKit gives a worker a form with files in it empty.
(() => {
  const root = document.documentElement;
  if ("keeps" in root.dataset) return; // The script comes along with each page that needs it.
  root.dataset.keeps = "";
  const WITH_FILES = "multipart/form-data", WITHOUT = "application/x-www-form-urlencoded";
  const MOST = 20 * 1024 * 1024, PATIENCE = 20_000;
  const owned = new Set(); // Ids of drafts. A draft may come to the device, and then stays there.
  const pressed = new WeakMap(); // Forms on their way, and the button that sends each.
  const kept = new WeakSet(); // Files that the worker has: a second try sends the others only.
  let through = null; // A form that everything was done for.

  const worker = () => navigator.serviceWorker && navigator.serviceWorker.controller;
  const pathOf = (form) => (form.getAttribute("action") || "").split("?")[0];
  const idOf = (form) => pathOf(form).split("/")[2]; // Of `/to-khai/<id>/<step>`.
  const isOwned = (form) => owned.has(idOf(form));

  const ask = async (id) => {
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((done) => {
      port1.onmessage = ({ data }) => done(data);
      setTimeout(done, PATIENCE, false);
    });
    worker().postMessage({ do: "owns", id }, [port2]);
    if (await answer) owned.add(id);
  };

  const look = () => {
    const form = document.querySelector(`form[enctype="${WITH_FILES}"]`);
    if (form && worker() && !isOwned(form)) ask(idOf(form));
  };
  look();
  document.addEventListener("htmx:after:swap", look);

  // What photo.js offers, should it have come too.
  const say = (form, what) => self.photo && self.photo.say(form, what);
  const small = (file) => (self.photo ? self.photo.small(file) : file);

  const chosen = (form) =>
    [...form.querySelectorAll("input[type=file]")].find((one) => one.files.length);

  const note = (form, name, value) =>
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));

  const send = async (form, input, file) => {
    const [field, instead] = input.name.split(":");
    if (file.size > MOST) return note(form, `${field}:loi`, "file.too_large");
    const said = new URLSearchParams({ field, name: file.name, ...(instead && { instead }) });
    // The bytes: a file of the browser's would not come through everywhere either.
    const answer = await fetch(`${pathOf(form)}/tep?${said}`, {
      method: "POST", body: await file.arrayBuffer(), headers: { "Content-Type": file.type },
    });
    if (answer.status === 404) return; // The draft is gone, as the answer to the form will say.
    if (answer.status !== 201 && answer.status !== 422) throw new Error(answer.status);
    const { slot, message } = await answer.json();
    if (message) note(form, `${field}:loi`, message);
    else note(form, `${field}:moi`, slot);
  };

  // One by one, until none is left: some may be chosen while others are on their way.
  const sendAll = async (form) => {
    for (let input; (input = chosen(form));) {
      input.closest("[data-photo]").dataset.chosen = "1";
      say(form, "sending");
      const files = [...input.files];
      for (const file of files) {
        if (!kept.has(file)) await send(form, input, await small(file));
        kept.add(file);
      }
      if (input.files[0] === files[0]) input.value = "";
    }
  };

  const again = (form, button) => {
    if (form.requestSubmit) form.requestSubmit(button || undefined);
    else (button || form.querySelector("button")).click();
  };

  const goOn = async (form) => {
    try {
      if (!isOwned(form)) await ask(idOf(form));
      if (isOwned(form)) await sendAll(form);
    } catch {
      pressed.delete(form);
      return say(form, "failed");
    }
    const button = pressed.get(form);
    pressed.delete(form);
    if (!form.isConnected) return;
    through = form;
    again(form, button);
    through = null;
  };

  // Before anything else hears of it.
  addEventListener("submit", (event) => {
    const form = event.target, isOnItsWay = pressed.has(form);
    if (!worker() || (form.enctype !== WITH_FILES && !chosen(form))) return;
    if (isOwned(form)) form.enctype = WITHOUT;
    if (form === through || (isOwned(form) && !chosen(form) && !isOnItsWay)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isOnItsWay || event.submitter) pressed.set(form, event.submitter);
    if (!isOnItsWay) goOn(form);
  }, true);

  addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.files.length || !isOwned(input.form)) return;
    event.stopImmediatePropagation();
    again(input.form);
  }, true);
})();
