// Offers a minute's practice to who is stuck at a question: by two errors, a long silence, or going
// back and forth over it. Who comes back from it finds the focus where it was.
(() => {
  const visits = {}, errors = {};
  let last, timer, control;
  const find = (what) => document.querySelector(`main ${what}`);
  const spot = () => (control?.isConnected ? control
    : (find(".error")?.closest(".field") || find(".field"))?.querySelector("input, select, textarea, button"));

  // The step of this draft: the next one at this tab is somebody else's.
  const name = ({ formAction, value }) => `${/[\w-]{36}/.exec(formAction)}/${value}`;

  // Once a step and session; what is remembered says nothing of the person.
  const offer = () => {
    const offered = sessionStorage.luyen || " ", box = find("[data-offer]");
    if (offered.includes(` ${last} `)) return;
    sessionStorage.luyen = `${offered + last} `;
    spot()?.closest(".field").after(box);
    box.firstElementChild.hidden = false;
  };
  const wait = ({ target }) => {
    if (target.name && target.closest(".field")) control = target;
    clearTimeout(timer);
    if (last) timer = setTimeout(offer, find("[data-practice]").dataset.practice * 1000);
  };
  const tally = (counts) => { counts[last] = (counts[last] || 0) + 1; };
  const look = () => {
    const before = last;
    const button = find("[data-practice]");
    last = button && name(button);
    if (last !== before) tally(visits);
    if (find("[data-wrong]")) tally(errors);
    if (last && (visits[last] > 2 || errors[last] > 1)) offer();
    if (location.pathname === "/xong") sessionStorage.removeItem("luyen");
    wait({ target: document });
  };

  document.addEventListener("htmx:after:swap", look);
  for (const sign of ["input", "pointerdown", "focusin"]) document.addEventListener(sign, wait);
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-practice]"), at = spot();
    if (button && at) button.formAction = `${button.formAction.split("&")[0]}&o=${at.id || at.name}`;
    if (target.closest("[data-go]")) find("[data-practice]").click();
    if (!target.closest("[data-no]")) return;
    target.closest(".notice").hidden = true;
    at?.focus();
  });
  const back = document.getElementById(location.hash.slice(1));
  if (back?.closest(".field")) back.focus();
  look();
})();
