// Evaluated in an empty tab by pixels.py: pictures of the screen, and the contrast of what is painted there.
() => {
  const shots = [];
  const light = part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const luminance = c => 0.2126 * light((c >> 16) / 255) + 0.7152 * light((c >> 8 & 255) / 255) + 0.0722 * light((c & 255) / 255);
  const ratio = (a, b) => {
    const [one, two] = [luminance(a), luminance(b)];
    return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
  };
  const pixels = (shot, [x, y, width, height]) => {
    const { context, scale, x: x0, y: y0 } = shots[shot];
    const [left, top, wide, high] = [x - x0, y - y0, width, height].map(n => Math.round(n * scale));
    const { data } = context.getImageData(left, top, wide, high);
    return Array.from({ length: wide * high }, (_, n) => data[4 * n] << 16 | data[4 * n + 1] << 8 | data[4 * n + 2]);
  };
  const ground = colours => {
    const counts = new Map();
    for (const c of colours) counts.set(c, (counts.get(c) || 0) + 1);
    return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
  };
  window.lens = {
    async take(url, scale, [x, y]) {
      const image = new Image();
      image.src = url;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      context.drawImage(image, 0, 0);
      return shots.push({ context, scale, x, y }) - 1;
    },
    // How much what stands out most differs from the ground: letters count where they are whole.
    contrast(shot, box) {
      const colours = pixels(shot, box), behind = ground(colours);
      return Math.max(...[...new Set(colours)].map(c => ratio(c, behind)));
    },
    // How much the outline at the left of a box differs from what is outside: along the middle, from outside inwards.
    edge(shot, [x, y, , height], outside, inside) {
      const row = pixels(shot, [x - outside, y + height / 2, outside + inside, 1]);
      return Math.max(...row.map(c => ratio(c, row[0])));
    },
    // How many pixels, in CSS pixels, differ so much from the same pixel of another picture.
    changed(one, two, box, least) {
      const [before, after] = [pixels(one, box), pixels(two, box)];
      return before.filter((c, n) => ratio(c, after[n]) >= least).length / shots[one].scale ** 2;
    },
  };
}
