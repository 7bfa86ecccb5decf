// A swap changes the page below the frame, whose language form still names the page it came with.
document.addEventListener("submit", (event) => {
  const back = event.target.querySelector("[data-here]");
  if (back) back.value = location.pathname + location.search;
});
