/* A visit ends after a while in which nothing comes. Writing counts as being there, five minutes before the end it is asked
   whether anybody is, and one press stays. The service says how long there is; nothing that was written goes with it. */
"use strict";
const staying = (() => {
  const SOON = 300, OFTEN = 240, LATER = 30;
  const chat = () => document.getElementById("chat");
  let ends = 0, timer = 0, heard = Date.now(), ended = () => {};

  function begin(then) {
    ended = then;
    clearTimeout(timer);
    if (!chat()) return;
    const dialog = document.getElementById("stay");
    dialog.addEventListener("submit", () => ask(true));
    arm(Number(chat().dataset.left));
  }

  function arm(seconds) {
    ends = Date.now() + seconds * 1000;
    clearTimeout(timer);
    timer = setTimeout(check, Math.max(0, seconds > SOON ? seconds - SOON : seconds) * 1000);
    const dialog = document.getElementById("stay");
    if (!dialog) return;
    if (seconds > SOON && dialog.open) dialog.close();
    if (seconds <= SOON && seconds > 0 && !dialog.open) dialog.showModal();
  }

  // Another tab may have stayed meanwhile, so the service is asked before anything is said.
  function check() {
    if (chat()) hear(fetch("/chat/stay?script=1", { credentials: "same-origin" }));
  }

  function ask(pressed) {
    const token = document.querySelector("#answer input[name=token]");
    if (!chat() || !token) return;
    const body = new URLSearchParams({ token: token.value, visit: chat().dataset.visit, script: "1" });
    if (pressed) body.set("do", "stay");
    hear(fetch("/chat/stay", { method: "POST", body, credentials: "same-origin" }));
  }

  async function hear(asked) {
    try {
      const answer = await asked, text = await answer.text();
      if (answer.ok && /^\d+$/.test(text)) arm(Number(text));
      else if (answer.status === 403 && !text) ended();
    } catch {
      clearTimeout(timer);
      timer = setTimeout(check, LATER * 1000);
    }
  }

  function writes() {
    if (Date.now() - heard < OFTEN * 1000) return;
    heard = Date.now();
    ask(false);
  }

  document.addEventListener("input", event => { if (event.target.closest("#answer")) writes(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && chat() && Date.now() > ends - SOON * 1000) check(); });

  return { begin, writes };
})();
