/* The page works without this file. With it: no full reload, focus on the new question, a word when something is saved,
   what was sent while the connection was away is sent once when it is back, a recording too, and a voice that reads the question. */
"use strict";
(() => {
  const PENDING = "pending", RETRY = 4000, PATIENCE = 20000, LATER = [502, 503, 504];
  const parts = ["header", "main", "footer", ".nhsuk-skip-link"];
  const status = document.getElementById("status");
  let sending = false, spoken = false, again = null, timer = 0, under = null, taped = null;
  let helps = false, asksForHelp = false;

  const chat = () => document.getElementById("chat");
  const words = name => (chat() && chat().dataset[name]) || "";
  let hush = 0, speak = 0;
  const tell = (text, seconds) => {
    clearTimeout(hush);
    clearTimeout(speak);
    status.textContent = "";
    speak = setTimeout(() => { status.textContent = text; }, 50);
    if (seconds) hush = setTimeout(() => { status.textContent = ""; }, seconds * 1000);
  };

  const kept = {
    get: () => { try { return JSON.parse(sessionStorage.getItem(PENDING)); } catch { return null; } },
    set: fields => { try { sessionStorage.setItem(PENDING, JSON.stringify(fields)); } catch { /* it stays on the page */ } },
    drop: () => { try { sessionStorage.removeItem(PENDING); } catch { /* there is none */ } },
  };

  const ANSWERS = /^(choose|write|next|skip|unsure|decline)\b/;
  function isAnswer(fields) {
    const form = document.getElementById("answer");
    return Boolean(form && form.dataset.keeps) && fields.some(([name, value]) => name === "do" && ANSWERS.test(value));
  }

  function show(next, saved) {
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    document.documentElement.dir = next.documentElement.dir;
    for (const part of parts) {
      const [before, after] = [document.querySelector(part), next.querySelector(part)];
      if (before && after) before.replaceWith(document.importNode(after, true));
    }
    const problem = document.querySelector(".nhsuk-error-summary");
    const here = problem || document.getElementById("now");
    if (here) {
      here.tabIndex = -1;
      here.focus();
      here.scrollIntoView({ block: "start" });
    }
    tell(saved && !problem ? words("saved") : "", 6);
    dress();
  }

  // One form or recording is under way at a time. What was not answered is sent again as it was, so it counts once.
  // What was given up meanwhile is not. An answer that is no page of ours changes nothing here.
  async function post(path, body, answered, patience) {
    let next, taken;
    const cut = under = new AbortController();
    const late = patience && setTimeout(() => cut.abort(), patience);
    sending = true;
    asksForHelp = body.get("do") === "help";
    again = null;
    clearTimeout(timer);
    try {
      const answer = await fetch(path, { method: "POST", body, credentials: "same-origin", signal: cut.signal });
      if (LATER.includes(answer.status)) throw new Error("later");
      next = new DOMParser().parseFromString(await answer.text(), "text/html");
      taken = answer.ok;
    } catch {
      if (under !== cut) return;
      tell(words("offline"));
      again = () => post(path, body, answered, patience);
      timer = setTimeout(again, RETRY);
      if (asksForHelp && !document.getElementById("help-here")) help();
      return;
    } finally {
      clearTimeout(late);
    }
    if (under !== cut) return;
    sending = false;
    if (next.querySelector("main")) answered(next, taken);
    else tell(words("unsaved"));
    pressHelp();
  }

  // Whom to call is shown at once where the answer to "I need help now" has to wait; the press itself goes next.
  function help() {
    const [now, card] = [document.getElementById("now"), document.getElementById("help-card")];
    if (!document.getElementById("help-here")) now.prepend(document.importNode(card.content, true));
    const here = document.getElementById("help-here");
    here.focus();
    here.scrollIntoView({ block: "start" });
  }
  function pressHelp() {
    const pressed = helps && document.querySelector("button[name=do][value=help]");
    helps = false;
    if (pressed) pressed.click();
  }

  function send(fields) {
    kept.set(fields);
    post("/chat", new URLSearchParams(fields), (next, taken) => {
      kept.drop();
      show(next, taken && isAnswer(fields));
    }, PATIENCE);
  }

  function forget() {
    clearTimeout(timer);
    if (under) under.abort();
    under = again = null;
    sending = spoken = false;
  }

  // A recording that runs is stopped, and one that waits is not left behind: it is sent or deleted first.
  function waits() {
    if (!taped || !document.querySelector(".page-voice[data-full]")) return false;
    if (taped.stop) taped.stop();
    else tell(words("recorded"), 10);
    return true;
  }

  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.classList.contains("page-exit")) {
      kept.drop();
      forget();
    }
    if (form.getAttribute("id") !== "answer" || !chat()) return;
    event.preventDefault();
    const forHelp = event.submitter && event.submitter.value === "help";
    if (sending) {
      if (forHelp) {
        helps = !asksForHelp;
        help();
      }
      if (again) tell(words("offline"));
      return;
    }
    if (waits() && !forHelp) return;
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    if (event.submitter && event.submitter.name) fields.push([event.submitter.name, event.submitter.value]);
    tell(words("sending"));
    send(fields);
  });

  addEventListener("online", () => { if (again) again(); });
  // A recording is in the memory of this page alone: whoever closes it meanwhile is asked first.
  addEventListener("beforeunload", event => { if (spoken) event.preventDefault(); });

  function button(label, before) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small page-tool";
    made.textContent = label;
    before.prepend(made);
    return made;
  }

  function reader() {
    const now = document.getElementById("now");
    if (!now || !chat() || !("speechSynthesis" in window) || now.querySelector(".page-tool")) return;
    const made = button(words("read"), now);
    made.addEventListener("click", () => {
      if (speechSynthesis.speaking) {
        speechSynthesis.cancel();
        return;
      }
      const text = [...now.querySelectorAll("p, legend, label, .nhsuk-hint")]
        .filter(part => !part.querySelector("p, legend, label"))
        .map(part => part.textContent.trim()).join(". ");
      const voice = new SpeechSynthesisUtterance(text);
      voice.lang = document.documentElement.lang;
      voice.rate = 0.9;
      voice.onstart = () => { made.textContent = words("stop"); };
      voice.onend = voice.onerror = () => { made.textContent = words("read"); };
      speechSynthesis.speak(voice);
    });
  }

  function recorder() {
    const area = document.getElementById("words");
    if (!area || !chat() || !window.MediaRecorder || !navigator.mediaDevices || area.dataset.voice) return;
    area.dataset.voice = "1";
    const row = document.createElement("div");
    row.className = "page-buttons page-voice";
    area.after(row);
    const place = document.querySelector("#answer input[name=place]").value;
    if (taped && taped.place === place && taped.blob) review(taped.blob, taped.seconds);
    else start();

    function put(label, act) {
      const made = button(label, row);
      made.classList.remove("page-tool");
      made.addEventListener("click", act);
    }
    function holds(what) {
      taped = what && { place, ...what };
      row.toggleAttribute("data-full", Boolean(what));
      row.replaceChildren();
    }
    function start() {
      holds(null);
      put(words("record"), record);
    }
    async function record() {
      let stream;
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      } catch {
        tell(words("recordFailed"));
        return;
      }
      const [chunks, began, made] = [[], Date.now(), new MediaRecorder(stream)];
      made.ondataavailable = event => chunks.push(event.data);
      made.onstop = () => {
        stream.getTracks().forEach(track => track.stop());
        review(new Blob(chunks, { type: made.mimeType }), Math.round((Date.now() - began) / 1000));
      };
      made.start();
      tell(words("recording"));
      holds({ stop: () => made.stop() });
      put(words("recordStop"), () => made.stop());
    }
    function review(blob, seconds) {
      tell(words("recorded"), 10);
      holds({ blob, seconds });
      const player = document.createElement("audio");
      player.controls = true;
      player.src = URL.createObjectURL(blob);
      put(words("recordDelete"), () => {
        if (spoken) {
          forget();
          tell("");
        }
        start();
        pressHelp();
      });
      put(words("recordSend"), () => deliver(blob, seconds));
      row.prepend(player);
    }
    function deliver(blob, seconds) {
      if (sending) return;
      const body = new FormData(document.getElementById("answer"));
      body.append("seconds", seconds);
      body.append("recording", blob, "recording");
      spoken = true;
      tell(words("sending"));
      post("/chat/voice", body, next => {
        spoken = false;
        taped = null;
        show(next, false);
      });
    }
  }

  function dress() {
    if ("speechSynthesis" in window) speechSynthesis.cancel();
    reader();
    recorder();
  }

  addEventListener("pagehide", () => { if ("speechSynthesis" in window) speechSynthesis.cancel(); });
  dress();
  const waiting = kept.get();
  if (waiting && chat()) send(waiting);
})();
