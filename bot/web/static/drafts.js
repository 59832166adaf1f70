/* Words that are written and not sent stay in this tab, by their conversation and question, until they are sent. They are put
   back into their field only where the service shows that question of that conversation again. Another tab of the same
   conversation may ask for them. */
"use strict";
const drafts = (() => {
  const DRAFT = "draft ";
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("drafts") : null;
  const chat = () => document.getElementById("chat");
  const field = () => chat() && document.querySelector("#answer #words");
  const named = (visit, place) => `${DRAFT}${visit} ${place}`;
  const here = () => {
    const place = document.querySelector("#answer input[name=place]");
    return chat() && place ? named(chat().dataset.visit, place.value) : "";
  };
  const quiet = act => { try { return act(); } catch { return null; } };
  const get = name => quiet(() => sessionStorage.getItem(name));
  const names = () => quiet(() => Object.keys(sessionStorage).filter(name => name.startsWith(DRAFT))) || [];
  const drop = name => quiet(() => sessionStorage.removeItem(name));

  function keep() {
    const area = field();
    if (!area) return;
    if (area.value.trim() && area.value !== area.defaultValue) quiet(() => sessionStorage.setItem(here(), area.value));
    else drop(here());
    if (!area.value.trim()) say("");
  }

  function say(text) {
    const [area, before] = [field(), document.getElementById("unsent")];
    if (before) before.remove();
    if (!area || !text) return;
    const note = document.createElement("p");
    note.id = "unsent";
    note.className = "page-note";
    note.setAttribute("role", "status");
    area.after(note);
    setTimeout(() => { note.textContent = text; }, 50);
  }

  function put(words) {
    const area = field();
    if (!area || !words || area.value === words) return;
    area.value = words;
    keep();
    say(chat().dataset.unsent);
  }

  // What is not of this conversation is forgotten: somebody else may sit here now.
  function restore() {
    if (!chat()) {
      const told = document.getElementById("unsent-here");
      if (told) told.hidden = !names().length;
      return;
    }
    const mine = named(chat().dataset.visit, "");
    for (const name of names()) if (chat().dataset.deleted || !name.startsWith(mine)) drop(name);
    if (!field() || field().value !== field().defaultValue) return;
    if (get(here())) put(get(here()));
    else if (tabs) tabs.postMessage({ wanted: here() });
  }

  function sent(visit, place, words) {
    drop(named(visit, place));
    if (tabs) tabs.postMessage({ sent: named(visit, place), words });
  }

  if (tabs) tabs.onmessage = ({ data }) => {
    const area = field();
    if (data.wanted && get(data.wanted)) tabs.postMessage({ given: data.wanted, words: get(data.wanted) });
    if (data.given && data.given === here() && area && area.value === area.defaultValue) put(data.words);
    if (data.sent && get(data.sent) === data.words) {
      drop(data.sent);
      if (data.sent === here() && area && area.value === data.words) {
        area.value = "";
        say("");
      }
    }
  };
  document.addEventListener("input", event => { if (event.target === field()) keep(); });

  return {
    restore,
    sent,
    clear: () => names().forEach(drop),
    unsent: () => Boolean(field() && field().value.trim() && field().value !== field().defaultValue),
  };
})();
