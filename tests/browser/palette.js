// A PNG in base64 → its size, the 256 colours it has most of, and for each pixel the nearest of them.
async (png) => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const brush = canvas.getContext("2d");
  brush.drawImage(image, 0, 0);
  const { data } = brush.getImageData(0, 0, image.width, image.height);
  const colour = (at) => (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
  const parts = (one) => [one >> 16, (one >> 8) & 255, one & 255];
  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) counts.set(colour(at), (counts.get(colour(at)) || 0) + 1);
  // Rare shades are taken for their neighbours first, so that the palette has room for every hue.
  const coarse = (one) => one & 0xf8f8f8;
  const shades = new Map();
  for (const [one, count] of counts) {
    const shade = shades.get(coarse(one)) || { count: 0, most: 0 };
    shade.count += count;
    if (count > shade.most) Object.assign(shade, { one, most: count });
    shades.set(coarse(one), shade);
  }
  const palette = [...shades.values()].sort((a, b) => b.count - a.count || a.one - b.one).slice(0, 256).map(({ one }) => one);
  const nearest = new Map();
  for (const one of counts.keys()) {
    const [red, green, blue] = parts(one);
    let best = 0, least = Infinity;
    palette.forEach((other, number) => {
      const [r, g, b] = parts(other);
      const away = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
      if (away < least) [best, least] = [number, away];
    });
    nearest.set(one, best);
  }
  let pixels = "";
  for (let at = 0; at < data.length; at += 4) pixels += String.fromCharCode(nearest.get(colour(at)));
  return { width: image.width, height: image.height, palette: palette.flatMap(parts), pixels: btoa(pixels) };
}
