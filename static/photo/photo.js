// A photograph is made small on the phone, and sent as soon as it is chosen.
(() => {
  const root = document.documentElement;
  if ("sends" in root.dataset) return; // The script comes along with each page that needs it.
  root.dataset.sends = ""; // Hides the browsers' own file buttons behind ours.
  let latest;
  const LONGEST = 2000, QUALITY = 0.82, SMALL = 600_000;

  const say = (form, what) => form.querySelectorAll("[data-photo] [data-say]").forEach((one) => {
    one.hidden = one.dataset.say !== what || !one.closest("[data-photo]").dataset.chosen;
  });

  // Upright, at most 2,000 px; what this browser cannot open, and a PDF, goes as it is.
  const small = async (file) => {
    if (!file.type.startsWith("image/")) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      if (scale === 1 && file.size < SMALL) return file;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      const pen = canvas.getContext("2d");
      pen.imageSmoothingQuality = "high";
      pen.fillStyle = "#fff"; // Behind a picture that can be seen through.
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
      if (!blob || blob.size >= file.size) return file;
      return new File([blob], file.name, { type: blob.type });
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
})();
