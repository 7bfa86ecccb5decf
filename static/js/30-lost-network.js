// Says that nothing is lost when a request gets no answer; what was typed stays on the screen.
(() => {
  const show = (lost) => () => { document.querySelector("[data-lost]").hidden = !lost; };
  document.addEventListener("htmx:error", show(true));
  document.addEventListener("htmx:before:request", show(false));
})();
