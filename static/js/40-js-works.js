// Tells the server that scripts run here, and shows what needs them.
(() => {
  const mark = () => {
    document.querySelectorAll("[data-js]").forEach((input) => { input.value = "1"; });
    document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
  };
  mark();
  document.addEventListener("htmx:after:swap", mark);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });
})();
