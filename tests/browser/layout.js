// Evaluated in the page by layout.py. Lengths are CSS pixels; words need room for EMS letters of their size, unless they are short.
// Measured from the top of the page: what one has scrolled past goes under the bar that stands still, as it goes off the screen.
() => {
  const was = scrollY;
  scrollTo({ top: 0, behavior: 'instant' });
  const EMS = 8, SHORT = 8, NEAR = 1.5, wide = document.documentElement.clientWidth, found = [];
  const named = e => (e.outerHTML || e.parentNode.outerHTML).replace(/\s+/g, ' ').slice(0, 110);
  const say = (what, e) => found.push(what + ': ' + named(e));
  const hidden = e => e.closest('.nhsuk-u-visually-hidden, .nhsuk-skip-link, template, script, head')
      || !e.checkVisibility({ visibilityProperty: true });
  const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > NEAR
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > NEAR;
  const text = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = node.data.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069]/g, '').trim(), e = node.parentElement;
    if (!words || e.tagName === 'TEXTAREA' || hidden(e)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const style = getComputedStyle(e), size = parseFloat(style.fontSize);
    let block = e;
    while (getComputedStyle(block).display.startsWith('inline') && !/flex|block|grid/.test(getComputedStyle(block).display))
      block = block.parentElement;
    const frame = block.getBoundingClientRect();
    const lines = [...range.getClientRects()].filter(r => r.width > 0);
    if (!lines.length) say('no room at all for "' + words.slice(0, 30) + '"', e);
    const rows = new Set(lines.map(r => Math.round(r.top)));
    if (rows.size > 1) {
      const inside = getComputedStyle(block);
      const room = block.clientWidth - parseFloat(inside.paddingLeft) - parseFloat(inside.paddingRight);
      const line = Math.max(...lines.map(r => r.right)) - Math.min(...lines.map(r => r.left));
      if (words.length > SHORT && room < EMS * size) say('only ' + Math.round(room) + ' px of room', e);
      if (words.length > 3 * EMS && line < EMS * size / 2) say('lines of ' + Math.round(line) + ' px', e);
      for (const word of node.data.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        if (new Set([...range.getClientRects()].filter(r => r.width > 0).map(r => Math.round(r.top))).size > 1)
          say('the word "' + word[0] + '" is broken', e);
      }
    }
    for (const r of lines) {
      if (r.left < -NEAR || r.right > wide + NEAR) say('over the edge of the screen', e);
      const hangs = NEAR + (style.whiteSpace === 'pre-wrap' ? size / 2 : 0);
      if (r.left < frame.left - hangs || r.right > frame.right + hangs) say('out of its frame at the side', e);
      for (let clip = block; clip; clip = clip.parentElement) {
        const edge = clip.getBoundingClientRect();
        if (getComputedStyle(clip).overflowY !== 'visible' && clip !== document.documentElement && r.bottom > edge.bottom + NEAR)
          say('cut off below', e);
      }
      // The middle of a line, as high as its small letters: scripts differ in how far they reach up and down.
      const middle = (r.top + r.bottom) / 2;
      text.push({ e, node, left: r.left, right: r.right, top: middle - size / 4, bottom: middle + size / 4 });
    }
  }
  if (document.documentElement.scrollWidth > wide) say('wider than the screen', document.body);
  const pressed = 'button, a[href], summary, input:not([type=hidden]), textarea, select, audio';
  const controls = [...document.querySelectorAll(pressed)].filter(e => !hidden(e)).map(e => {
    const { left, right, top, bottom } = e.getBoundingClientRect();
    return { e, left, right, top, bottom };
  });
  for (const c of controls) {
    if (c.left < -NEAR || c.right > wide + NEAR) say('a control over the edge of the screen', c.e);
    for (const t of text) if (!c.e.contains(t.e) && overlap(c, t)) say('"' + t.node.data.trim().slice(0, 30) + '" lies on', c.e);
    for (const d of controls)
      if (c !== d && !c.e.contains(d.e) && !d.e.contains(c.e) && overlap(c, d)) say('lies on ' + named(d.e), c.e);
  }
  for (let n = 0; n < text.length; n++)
    for (let m = n + 1; m < text.length; m++)
      if (text[n].node !== text[m].node && overlap(text[n], text[m]))
        say('"' + text[m].node.data.trim().slice(0, 30) + '" lies on', text[n].e);
  for (const box of document.querySelectorAll('.nhsuk-radios__input, .nhsuk-checkboxes__input')) {
    const [b, label] = [box.getBoundingClientRect(), box.labels[0]];
    const words = text.filter(t => label.contains(t.e)), drawing = label.querySelector('svg');
    // A drawing stands between the box and its words: it is beside the box, and they are beside it.
    const before = drawing ? drawing.getBoundingClientRect() : b, rtl = getComputedStyle(label).direction === 'rtl';
    const between = (a, c) => rtl ? a.left - c.right : c.left - a.right;
    const line = { left: Math.min(...words.map(t => t.left)), right: Math.max(...words.map(t => t.right)) };
    const gaps = [between(before, line), ...(drawing ? [between(b, before)] : [])];
    const top = Math.min(...words.map(t => t.top));
    const apart = top < Math.min(before.top, b.top) || top > before.bottom || before.bottom < b.top || before.top > b.bottom;
    if (!words.length || apart || gaps.some(gap => gap < 0 || gap > 24))
      say('the label is not beside its box', box.parentNode);
  }
  const rows = [...document.querySelectorAll('.page-more, .page-foot__list')].flatMap(list => [...list.children]);
  for (const [one, two] of rows.slice(1).map((e, n) => [rows[n], e])) {
    if (one.parentNode !== two.parentNode || Math.abs(one.offsetTop - two.offsetTop) > 20) continue;
    const [a, b] = [one, two].map(e => text.find(t => e.contains(t.e)));
    if (a && b && Math.abs(a.top - b.top) > NEAR && one.offsetHeight === two.offsetHeight)
      say('not on one line with its neighbour', two);
  }
  scrollTo({ top: was, behavior: 'instant' });
  return [...new Set(found)];
}
