// A signature drawn with a finger; it goes into the file input as a picture when the form is sent.
(() => {
  const THICK = 3;

  const ready = (box) => {
    const canvas = box.querySelector("canvas"), form = box.closest("form");
    const field = box.closest("[data-photo]"), input = field.querySelector("input[type=file]");
    box.hidden = false;
    box.dataset.ready = "";
    const scale = Math.max(2, devicePixelRatio);
    canvas.width = canvas.clientWidth * scale;
    canvas.height = canvas.clientHeight * scale;
    const pen = canvas.getContext("2d");
    let drawn = false;

    const clear = () => {
      input.value = ""; // The drawing of a try that failed.
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      drawn = false;
    };
    const line = (event) => {
      if (!canvas.hasPointerCapture(event.pointerId)) return;
      pen.lineTo(event.offsetX * scale, event.offsetY * scale);
      pen.stroke();
      drawn = true;
    };

    clear();
    Object.assign(pen, { lineWidth: THICK * scale, lineCap: "round", lineJoin: "round", strokeStyle: "#111" });
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      input.value = "";
      pen.beginPath();
      pen.moveTo(event.offsetX * scale, event.offsetY * scale);
      line(event);
    });
    canvas.addEventListener("pointermove", line);
    box.querySelector("[data-clear]").addEventListener("click", clear);

    // Before anything else hears of it: then the form goes off again, with the picture in it.
    addEventListener("submit", (event) => {
      if (event.target !== form || !drawn || input.files.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      canvas.toBlob((blob) => {
        const picture = new DataTransfer();
        picture.items.add(new File([blob], "chu-ky.png", { type: "image/png" }));
        input.files = picture.files;
        drawn = false; // From now on it is a file like others.
        field.dataset.chosen = "1";
        form.requestSubmit(event.submitter);
      });
    }, true);
  };

  document.querySelectorAll("[data-sign]:not([data-ready])").forEach(ready);
})();
