// Makes a picture upright, at most 2,000 px, as a JPEG. Runs as a worker, so that the page never
// halts; where a browser cannot draw in one, the page runs it as a script and calls `shrink`.
(() => {
  const LONGEST = 2000, QUALITY = 0.82, SMALL = 600_000;
  // Two points side by side, with the note that they stand one above the other.
  const SIDEWAYS = "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAP////"
    + "//////////////////////////////////////////////////////////////////////////////////wAALCAABAAI"
    + "BAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z";

  const turnsByItself = async () => {
    const bytes = Uint8Array.from(atob(SIDEWAYS), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    return picture.height > picture.width;
  };

  const opened = async (file) => {
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch (error) {
      // Browsers up to 2023 do not know the word: most do it unasked, Chrome 80 not at all.
      if (!(error instanceof TypeError) || !(await turnsByItself())) throw error;
      return createImageBitmap(file);
    }
  };

  const drawn = (picture, scale) => {
    const width = Math.round(picture.width * scale), height = Math.round(picture.height * scale);
    const canvas = self.OffscreenCanvas
      ? new OffscreenCanvas(width, height)
      : Object.assign(document.createElement("canvas"), { width, height });
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.fillStyle = "#fff"; // Behind a picture that can be seen through.
    pen.fillRect(0, 0, width, height);
    pen.drawImage(picture, 0, 0, width, height);
    return canvas;
  };

  const jpeg = (canvas) => (canvas.convertToBlob
    ? canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY })
    : new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); }));

  // Null for what is small already. Rejects for what this browser cannot open.
  const shrink = async (file) => {
    const picture = await opened(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < SMALL) return null;
    const canvas = drawn(picture, scale);
    picture.close();
    const blob = await jpeg(canvas);
    return blob && blob.size < file.size ? blob : null;
  };

  if (self.document) self.shrink = shrink;
  else self.onmessage = ({ data }) => shrink(data).catch(() => null).then((blob) => postMessage(blob));
})();
