/* The page works without this file. With it: no full reload, focus on the new question, a word when something is saved,
   what was sent while the connection was away is sent once when it is back, a recording too, a place in the history for each
   question, and a voice that reads it. */
"use strict";
(() => {
  const PENDING = "pending", RETRY = 4000, PATIENCE = 20000, LATER = [408, 502, 503, 504];
  const parts = ["header", "main", "footer", ".nhsuk-skip-link"];
  let sending = false, spoken = false, again = null, timer = 0, under = null;
  let taped = null, asking = false, draw = () => {};
  let helps = false, asksForHelp = false, leaving = false, shown = location.pathname + location.search;

  const chat = () => document.getElementById("chat");
  const words = name => (chat() && chat().dataset[name]) || "";
  // A note stands in the flow and stays until the next one. Its room is taken at once, so that nothing moves later;
  // the words are put there a moment after, so that a screen reader says them each time, the same ones too.
  const later = new WeakMap();
  function tell(text, note = document.getElementById("under-way")) {
    if (!note) return;
    clearTimeout(later.get(note));
    note.replaceChildren();
    if (!text) return;
    const room = document.createElement("span");
    room.className = "page-note__room";
    room.textContent = text;
    note.append(room);
    later.set(note, setTimeout(() => { note.textContent = text; }, 50));
  }

  const kept = {
    get: () => { try { return JSON.parse(sessionStorage.getItem(PENDING)); } catch { return null; } },
    set: what => { try { sessionStorage.setItem(PENDING, JSON.stringify(what)); } catch { /* it stays on the page */ } },
    drop: () => { try { sessionStorage.removeItem(PENDING); } catch { /* there is none */ } },
  };

  const ANSWERS = /^(choose|write|next|skip|unsure|decline)\b/;
  function isAnswer(fields) {
    const form = document.getElementById("answer");
    return Boolean(form && form.dataset.keeps) && fields.some(([name, value]) => name === "do" && ANSWERS.test(value));
  }

  // All but the note above the question is replaced: a live region that is itself replaced would not be heard.
  function renew(before, after) {
    const note = document.getElementById("status");
    for (const child of [...before.children]) if (child !== note) child.remove();
    for (const { name, value } of after.attributes) before.setAttribute(name, value);
    let next = note;
    for (const child of [...after.children]) {
      if (child.id === note.id) next = null;
      else before.insertBefore(document.importNode(child, true), next);
    }
  }

  function show(next, saved) {
    const nextChat = next.getElementById("chat");
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    document.documentElement.dir = next.documentElement.dir;
    for (const part of parts) {
      const [before, after] = [document.querySelector(part), next.querySelector(part)];
      if (part === "main" && chat() && nextChat) renew(chat(), nextChat);
      else if (before && after) before.replaceWith(document.importNode(after, true));
    }
    const problem = document.querySelector(".nhsuk-error-summary"), note = document.getElementById("status");
    tell(saved && !problem ? words("saved") : "", note);
    dress();
    const here = problem || document.getElementById("now");
    if (here) {
      here.tabIndex = -1;
      here.focus({ preventScroll: true });
      (note && note.textContent ? note : here).scrollIntoView({ block: "start" });
    }
  }

  // One form or recording is under way at a time. What was not answered is sent again as it was, so it counts once.
  // What was given up meanwhile is not. An answer that is no page of ours changes nothing here.
  async function post(path, body, answered, patience, told) {
    let next, taken, went;
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
      taken = answer.ok || next.querySelector("[data-kept]") !== null;
      went = answer.redirected && new URL(answer.url);
    } catch {
      if (under !== cut) return;
      if (!told) tell(words("offline"));
      again = () => post(path, body, answered, patience, true);
      timer = setTimeout(again, RETRY);
      if (asksForHelp && !document.getElementById("help-here")) help();
      return;
    } finally {
      clearTimeout(late);
    }
    if (under !== cut) return;
    sending = false;
    if (went) goTo(went.pathname + went.search);
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

  // Each question has its place in the history, so that Back leads to the one before; what is there is looked at anew.
  function goTo(address) {
    if (address !== shown) history.pushState(null, "", address);
    shown = address;
  }
  async function look() {
    const address = location.pathname + location.search;
    if (address === shown) return;
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (address !== location.pathname + location.search || !next.querySelector("main")) return;
      shown = address;
      show(next, false);
    } catch {
      tell(words("offline"));
    }
  }

  // The service could not be sure, or could not keep it now: the page stays as it is, and what is on it can be sent again.
  function stays(next) {
    const again = next.querySelector("form[data-again]");
    if (!again || !chat()) return false;
    for (const name of ["token", "id"]) {
      const fresh = again.querySelector(`input[name=${name}]`).value;
      for (const input of document.querySelectorAll(`input[name=${name}]`)) if (fresh) input.value = fresh;
    }
    tell(next.querySelector(".nhsuk-error-summary__list").textContent.trim());
    return true;
  }

  function send(fields) {
    const given = Object.fromEntries(fields);
    kept.set({ visit: chat().dataset.visit, fields });
    post("/chat", new URLSearchParams(fields), (next, taken) => {
      kept.drop();
      if (taken) drafts.sent(given.visit, given.place, given.words);
      if (taken || !stays(next)) show(next, taken && isAnswer(fields));
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
    else if (taped.remind) taped.remind();
    return true;
  }

  // What is under way goes with Exit as it was, so that it counts once.
  function resend(form, fields) {
    for (const input of form.querySelectorAll("[name]")) input.removeAttribute("name");
    for (const [name, value] of fields) {
      const input = made("textarea", "", { name });
      input.hidden = true;
      input.value = value;
      form.append(input);
    }
  }

  document.addEventListener("submit", event => {
    const form = event.target;
    // Exit is no press of the conversation: the form goes there as it is, with its words, and nothing of it stays here.
    if (form.getAttribute("action") === "/exit" || (event.submitter && event.submitter.getAttribute("formaction") === "/exit")) {
      const held = sending && kept.get(), box = document.querySelector("#answer [name=words]");
      const same = held && (Object.fromEntries(held.fields).words || "") === (box ? box.value : "");
      if (same) resend(form, held.fields);
      kept.drop();
      drafts.clear();
      forget();
      taped = null;
      leaving = document.body.hidden = true;
      return;
    }
    leaving = true;
    setTimeout(() => { leaving = false; }, 1000);
    if (form.getAttribute("id") !== "answer" || !chat()) return;
    event.preventDefault();
    leaving = false;
    const forHelp = event.submitter && event.submitter.value === "help";
    if (sending) {
      if (forHelp) {
        helps = !asksForHelp;
        help();
      }
      if (again) tell(words("offline"));
      return;
    }
    // Who chose not to have recordings kept may choose again while one waits.
    if (waits() && !forHelp && !(event.submitter && event.submitter.value === "change:voice")) return;
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    if (event.submitter && event.submitter.name) fields.push([event.submitter.name, event.submitter.value]);
    tell(words("sending"));
    send(fields);
  });

  addEventListener("online", () => { if (again) again(); });
  // A recording is in the memory of this page alone, unsent words in this tab: whoever closes it is asked first. Links of the
  // page keep the tab, and words are there again on the way back.
  document.addEventListener("click", event => {
    if (!event.target.closest("a[href]")) return;
    leaving = true;
    setTimeout(() => { leaving = false; }, 1000);
  });
  addEventListener("beforeunload", event => {
    if (spoken || taped || (!leaving && drafts.unsent())) event.preventDefault();
  });
  addEventListener("popstate", look);
  addEventListener("pageshow", event => { if (event.persisted && document.body.hidden) location.reload(); });

  function made(name, className, attributes) {
    const element = document.createElement(name);
    element.className = className;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  function button(label, before) {
    const one = made("button", "nhsuk-button nhsuk-button--secondary nhsuk-button--small page-tool", { type: "button" });
    one.textContent = label;
    before.prepend(one);
    return one;
  }

  // What is under way is said right above the buttons, where the press was.
  function noter() {
    const form = document.getElementById("answer");
    if (!form || !chat() || document.getElementById("under-way")) return;
    form.insertBefore(made("p", "page-note", { id: "under-way", role: "status" }), form.querySelector(":scope > .page-buttons--answer"));
  }

  // What is recorded stays in this page, by its conversation and question, until it is taken or deleted, whatever is shown.
  function recorder() {
    const area = document.getElementById("words");
    if (!area || !chat() || !window.MediaRecorder || !navigator.mediaDevices || area.dataset.voice) return;
    area.dataset.voice = "1";
    const row = document.createElement("div");
    row.className = "page-buttons page-voice";
    const note = made("p", "page-note", { role: "status" });
    area.after(row, note);
    draw = (text = "") => {
      const mine = taped && taped.visit === chat().dataset.visit ? taped : null;
      const focused = row.contains(document.activeElement);
      row.toggleAttribute("data-full", Boolean(mine));
      row.replaceChildren();
      if (!mine) put("record", record);
      else if (mine.stop) put("recordStop", mine.stop);
      else review(mine);
      tell(text || (mine ? words(mine.stop ? "recording" : "recorded") : ""), note);
      if (focused) row.querySelector("button").focus();
    };
    draw();

    function put(label, act) {
      const one = button(words(label), row);
      one.classList.remove("page-tool");
      one.addEventListener("click", act);
    }
    function review(mine) {
      const player = document.createElement("audio");
      player.controls = true;
      player.src = URL.createObjectURL(mine.blob);
      put("recordDelete", () => {
        if (spoken) {
          forget();
          tell("");
        }
        taped = null;
        draw();
        pressHelp();
      });
      put("recordSend", () => deliver(mine));
      row.prepend(player);
      mine.remind = () => {
        tell(words("recorded"), note);
        note.scrollIntoView({ block: "center" });
      };
    }
    function deliver(mine) {
      if (sending) return;
      const body = new FormData(document.getElementById("answer"));
      if (body.get("place") !== mine.place) body.delete("words");
      body.set("place", mine.place);
      body.append("seconds", mine.seconds);
      body.append("recording", mine.blob, "recording");
      spoken = true;
      tell("", note);
      tell(words("sending"));
      const given = Object.fromEntries(body);
      post("/chat/voice", body, (next, taken) => {
        spoken = false;
        const [theirs, summary] = [next.getElementById("chat"), next.querySelector(".nhsuk-error-summary__list")];
        if (taken && !(theirs && theirs.dataset.voice === "no")) taped = null;
        if (taken) drafts.sent(given.visit, given.place, given.words);
        if (taken || theirs) return show(next, false);
        const about = summary ? [summary] : [...next.querySelectorAll("#now h1, #now > p:not([hidden]), #recording-here")];
        if (!stays(next)) tell(about.map(part => part.textContent.trim()).join(" "));
        if (mine.remind) mine.remind();
      });
    }
  }

  // One recording at a time. What was said until a microphone fails is there; where nothing was, that is said.
  async function record() {
    if (asking || taped) return;
    const [place, visit] = [document.querySelector("#answer input[name=place]").value, chat().dataset.visit];
    let stream, taping;
    asking = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      taping = new MediaRecorder(stream);
      const [chunks, began] = [[], Date.now()];
      taping.ondataavailable = event => chunks.push(event.data);
      taping.onstop = () => {
        stream.getTracks().forEach(track => track.stop());
        const blob = new Blob(chunks, { type: taping.mimeType });
        taped = blob.size ? { visit, place, blob, seconds: Math.round((Date.now() - began) / 1000) } : null;
        draw(blob.size ? "" : words("recordFailed"));
      };
      taping.start(1000);
    } catch {
      if (stream) stream.getTracks().forEach(track => track.stop());
      draw(words("recordFailed"));
      return;
    } finally {
      asking = false;
    }
    staying.writes();
    if (taping.state === "inactive") return;
    taped = { visit, place, stop: () => taping.state === "inactive" || taping.stop() };
    draw();
  }

  // The visit is over: what is said to anybody else is that it is. A recording that is not sent holds the page.
  function ended() {
    if (taped || spoken) return;
    leaving = true;
    location.assign("/chat");
  }

  function dress() {
    if (chat() && chat().dataset.address && shown !== chat().dataset.address) {
      shown = chat().dataset.address;
      history.replaceState(null, "", shown);
    }
    for (const told of document.querySelectorAll(".page-unscripted")) told.hidden = true;
    drafts.restore();
    staying.begin(ended);
    reading.stop();
    noter();
    reading.offer(button);
    recorder();
  }

  dress();
  const waiting = kept.get();
  if (waiting && chat() && waiting.visit === chat().dataset.visit) {
    const token = document.querySelector("#answer input[name=token]");
    send(waiting.fields.map(([name, value]) => [name, name === "token" && token ? token.value : value]));
  } else if (chat()) kept.drop();
})();
