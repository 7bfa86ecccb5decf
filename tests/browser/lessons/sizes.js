// What of a scene's page is too small, too close, or not to be seen without scrolling; a list of
// complaints. `main` names the control that is to be used; sizes are in CSS px.
({ main, least, mainLeast, apart, whole }) => {
  const complaints = [];
  const named = (one) => `“${(one.textContent || one.name).trim().slice(0, 24)}”`;
  const bar = document.querySelector(".tools").getBoundingClientRect();
  const isFree = (one) => one.getBoundingClientRect().top >= 0 && one.getBoundingClientRect().bottom <= bar.top + 1;

  if (bar.bottom > innerHeight + 1) complaints.push("help is below the window");
  if (!isFree(document.querySelector("h1"))) complaints.push("the goal is not to be seen");
  const control = document.querySelector(main);
  if (!control) complaints.push(`no ${main}`);
  else if (whole && !isFree(control)) complaints.push(`${named(control)} is below the window`);
  else if (control.getBoundingClientRect().height < mainLeast - 0.5)
    complaints.push(`main target of ${control.getBoundingClientRect().height} px`);

  const targets = [...document.querySelectorAll(".lesson :is(button, a, .s-box, label.card)")]
    .map((one) => ({ one, box: one.getBoundingClientRect() }))
    .filter(({ one, box }) => box.width > 2 && !one.classList.contains("hidden"));
  targets.forEach(({ one, box }, at) => {
    if (Math.min(box.width, box.height) < least - 0.5)
      complaints.push(`target of ${Math.round(box.width)}×${Math.round(box.height)} px: ${named(one)}`);
    for (const other of targets.slice(at + 1)) {
      // The bar floats above what scrolls.
      if (!one.closest(".tools") !== !other.one.closest(".tools")) continue;
      const across = Math.max(box.left - other.box.right, other.box.left - box.right);
      const down = Math.max(box.top - other.box.bottom, other.box.top - box.bottom);
      const gap = Math.max(across, down);
      if (gap < apart - 0.5) complaints.push(`${gap.toFixed(0)} px between ${named(one)} and ${named(other.one)}`);
    }
  });
  return complaints;
}
