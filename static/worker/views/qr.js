/** A QR code as the address of an image; mirrors kiosk/web/qr.py. The two need not look the same:
 * this one also says that its text is UTF-8, which every reader knows. */

import { correction, generate } from "lean-qr/nano";

const QUIET_ZONE = 4;

/** Dark on white. A quarter of it may be lost to a crease or a stain and it still reads. */
export function qrImage(text) {
  const code = generate(text, { minCorrectionLevel: correction.Q });
  const size = code.size + 2 * QUIET_ZONE;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">`
    + `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path(code)}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** One box for each run of dark modules in a row. */
function path(code) {
  const boxes = [];
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      const start = x;
      while (code.get(x, y)) x += 1;
      const run = x - start;
      if (run) boxes.push(`M${start + QUIET_ZONE} ${y + QUIET_ZONE}h${run}v1h-${run}z`);
    }
  }
  return boxes.join("");
}
