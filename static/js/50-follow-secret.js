// A scanned QR brings the secret behind #: it goes into the form and out of the history.
(() => {
  const follow = () => {
    const form = document.querySelector("form[data-follow]");
    const secret = location.hash.slice(1);
    if (!form || !/^[0-9A-Za-z-]{16,64}$/.test(secret)) return;
    history.replaceState(history.state, "", location.pathname);
    form.elements.code.value = secret;
    form.submit();
    form.reset();
  };
  follow();
  // The page was open already when the address was pasted.
  addEventListener("hashchange", follow);
})();
