// A second tap on a form that is on its way is the same person: it is dropped.
(() => {
  const LONGEST = 8000; // When no answer comes, the button works again.
  const free = (form) => form.removeAttribute("aria-busy");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("aria-busy")) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    form.setAttribute("aria-busy", "true");
    setTimeout(free, LONGEST, form);
  }, true);
  const freeAll = () => document.querySelectorAll("[aria-busy]").forEach(free);
  document.addEventListener("htmx:finally:request", freeAll);
  addEventListener("pageshow", freeAll);
})();
