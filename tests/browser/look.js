// What one can see of a page that is hard to read, hard to hit or too wide; a list of complaints.
() => {
  const SMALLEST_TEXT = 20, SMALLEST_TARGET = 48, LEAST_CONTRAST = 7;
  const TARGETS = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  const complaints = new Set();
  const named = (one) => `${one.tagName.toLowerCase()}.${one.className} “${(one.innerText || one.name || "").trim().slice(0, 30)}”`;

  const isSeen = (one) => {
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const isClipped = one.closest(".hidden, svg, noscript");
    const isAway = box.right <= 0 || box.bottom + scrollY <= 0;
    return box.width > 0 && box.height > 0 && style.visibility === "visible" && !isClipped && !isAway;
  };

  const parse = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { rgb: [red, green, blue], alpha };
  };
  const over = (top, below) => top.rgb.map((part, at) => part * top.alpha + below[at] * (1 - top.alpha));
  const background = (one) => {
    const own = parse(getComputedStyle(one).backgroundColor);
    if (own.alpha === 1) return own.rgb;
    return over(own, one.parentElement ? background(one.parentElement) : [255, 255, 255]);
  };
  const light = (rgb) => {
    const [red, green, blue] = rgb.map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one) => {
    const paper = background(one);
    const ink = over(parse(getComputedStyle(one).color), paper);
    const [dark, bright] = [light(ink), light(paper)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };

  const lookAtText = (one) => {
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < SMALLEST_TEXT) complaints.add(`text of ${size}px: ${named(one)}`);
    const ratio = contrast(one);
    if (ratio < LEAST_CONTRAST) complaints.add(`contrast ${ratio.toFixed(2)}: ${named(one)}`);
  };

  // A label is pressed like its input, so that the two are one target.
  const lookAtTarget = (one) => {
    const boxes = [one, ...(one.labels || [])].map((part) => part.getBoundingClientRect());
    const width = Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left));
    const height = Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top));
    if (Math.min(width, height) < SMALLEST_TARGET - 0.5)
      complaints.add(`target of ${Math.round(width)}×${Math.round(height)}: ${named(one)}`);
  };

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement, data } = texts.currentNode;
    if (data.trim() && isSeen(parentElement)) lookAtText(parentElement);
  }
  for (const one of document.querySelectorAll(TARGETS)) {
    if (!isSeen(one)) continue;
    lookAtTarget(one);
    if (one.matches("input, select, textarea")) lookAtText(one);
  }
  return [...complaints];
}
