// After htmx has put in a new page: read it from its errors, else from its question.
(() => {
  // Forms that navigate come back with their errors as a page of its own.
  document.querySelector("[data-wrong]")?.focus();
  document.addEventListener("htmx:finally:swap", (event) => {
    // Results come while one types, and the same page again when something has changed.
    const { again, target } = event.detail.ctx;
    if (again || target.hasAttribute("data-while-typing")) return;
    const start = document.querySelector("[data-wrong]") || document.querySelector("main h1");
    (start || document.querySelector("main")).focus({ preventScroll: true });
    // Going back replaces the body, and the browser finds the place again itself.
    if (target !== document.body) scrollTo(0, 0);
  });
  // The same page again, with errors, is not one more page to go back through.
  document.addEventListener("htmx:before:history:update", (event) => {
    const { path } = event.detail.history;
    if (path === location.pathname + location.search) event.preventDefault();
  });
})();
