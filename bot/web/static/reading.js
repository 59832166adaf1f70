/* A voice reads the question, each piece in its own language. Where the device has none for the language of the page,
   nothing offers to; some devices name no voices and speak all the same: there it is tried. */
"use strict";
const reading = (() => {
  const UNSPOKEN = ["language-unavailable", "voice-unavailable", "synthesis-unavailable", "synthesis-failed", "audio-hardware"];
  const device = "speechSynthesis" in window ? speechSynthesis : null;
  const first = lang => lang.split(/[-_]/)[0].toLowerCase();
  const voiceOf = lang => device.getVoices().find(one => first(one.lang) === first(lang));
  const speaks = lang => Boolean(device) && (!device.getVoices().length || Boolean(voiceOf(lang)));
  let made = null;

  function pieces(now) {
    const found = [];
    for (const part of now.querySelectorAll("p, legend, label, .nhsuk-hint")) {
      if (part.querySelector("p, legend, label")) continue;
      const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const text = texts.currentNode.data.trim(), { lang } = texts.currentNode.parentElement.closest("[lang]");
        if (text && found.length && found.at(-1).lang === lang) found.at(-1).text += `. ${text}`;
        else if (text) found.push({ lang, text });
      }
    }
    return found.filter(piece => speaks(piece.lang));
  }

  // `button` makes a button with one of the page's own labels.
  function offer(button = made) {
    made = button;
    const chat = document.getElementById("chat"), now = document.getElementById("now");
    const tools = now && now.querySelector(".page-tools");
    if (!chat || !tools || !button) return;
    tools.hidden = !speaks(document.documentElement.lang);
    if (tools.hidden) tools.replaceChildren();
    if (tools.hidden || tools.firstElementChild) return;
    const tool = button(chat.dataset.read, tools);
    tool.addEventListener("click", () => (device.speaking ? stop() : read(now, tool, chat.dataset)));
  }

  function read(now, tool, labels) {
    for (const { lang, text } of pieces(now)) {
      const said = new SpeechSynthesisUtterance(text);
      [said.voice, said.lang, said.rate] = [voiceOf(lang) || null, lang, 0.9];
      said.onstart = () => { tool.textContent = labels.stop; };
      said.onend = () => { tool.textContent = labels.read; };
      said.onerror = ({ error }) => { if (UNSPOKEN.includes(error)) tool.remove(); else said.onend(); };
      device.speak(said);
    }
  }

  function stop() {
    if (device) device.cancel();
  }

  if (device && device.addEventListener) device.addEventListener("voiceschanged", () => offer());
  addEventListener("pagehide", stop);
  return { offer, stop };
})();
