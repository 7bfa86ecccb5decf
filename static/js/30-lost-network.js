// Says that nothing is lost when a request gets no answer; what was typed stays on the screen.
(() => {
  const show = (lost) => () => { document.querySelector("[data-lost]").hidden = !lost; };
  document.addEventListener("htmx:error", show(true));
  document.addEventListener("htmx:before:request", show(false));
  // What a gateway says for a server that is gone is no answer either: it would take the form away.
  document.addEventListener("htmx:after:request", (event) => {
    const { response, text } = event.detail.ctx;
    // 507 is ours: the disk is full, and the page sends again what was typed.
    if ((response.status < 500 || response.status === 507) && /<main|data-found/.test(text)) return;
    event.preventDefault();
    show(true)();
  });
})();
