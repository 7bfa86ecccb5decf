// A photograph is made small on the phone, and sent as soon as it is chosen.
(() => {
  const root = document.documentElement;
  if ("sends" in root.dataset) return; // The script comes along with each page that needs it.
  root.dataset.sends = ""; // Hides the browsers' own file buttons behind ours.
  const { shrink } = document.currentScript.dataset;
  let latest;

  const say = (form, what) => form.querySelectorAll("[data-photo] [data-say]").forEach((one) => {
    one.hidden = one.dataset.say !== what || !one.closest("[data-photo]").dataset.chosen;
  });

  // A worker for each picture: what it took of a small phone's memory goes with it.
  const inWorker = (file) => {
    const worker = new Worker(shrink);
    return new Promise((done, fail) => {
      worker.onmessage = ({ data }) => done(data);
      worker.onerror = fail;
      worker.postMessage(file);
    }).finally(() => worker.terminate());
  };

  const loaded = () => new Promise((done, fail) => {
    const script = document.createElement("script");
    Object.assign(script, { src: shrink, onload: done, onerror: fail });
    document.head.append(script);
  });

  const inPage = async (file) => {
    if (!self.shrink) await loaded();
    return self.shrink(file);
  };

  // What this browser cannot open, and a PDF, goes as it is.
  const small = async (file) => {
    if (!file.type.startsWith("image/")) return file;
    try {
      const blob = await (self.OffscreenCanvas ? inWorker(file) : inPage(file));
      return blob ? new File([blob], file.name, { type: blob.type }) : file;
    } catch {
      return file;
    }
  };

  document.addEventListener("change", async (event) => {
    const input = event.target, field = input.closest("[data-photo]");
    if (input.type !== "file" || !field || !input.files.length) return;
    const form = input.form;
    latest = event;
    field.dataset.chosen = "1";
    say(form, "sending");
    const box = new DataTransfer();
    for (const file of input.files) box.items.add(await small(file)); // One by one: phones have little memory.
    // Sent meanwhile with the page's own button, or chosen again.
    if (!input.isConnected || latest !== event || form.hasAttribute("aria-busy")) return;
    input.files = box.files;
    form.requestSubmit();
  });

  document.addEventListener("htmx:before:request", (event) => say(event.detail.ctx.sourceElement, "sending"));
  // The form is still there: no answer came that could take its place.
  document.addEventListener("htmx:finally:request", (event) => {
    const form = event.detail.ctx.sourceElement;
    if (form.isConnected) say(form, "failed");
  });

  self.photo = { say, small }; // For owned.js.
})();
