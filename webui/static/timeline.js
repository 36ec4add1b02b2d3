// A chart by keyboard and by hand: one Tab stop, arrows from bar to bar, a period by Shift and arrows or by dragging.
for (const chart of document.querySelectorAll("svg[data-periods]")) {
  const periods = chart.dataset.periods.split(" ").map((text) => text.split(":"));
  const places = +chart.dataset.places;
  const around = chart.closest("section");
  const said = around.querySelector(".range");
  const links = [...chart.querySelectorAll("a[data-at]")];
  const shade = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  let range = null, press = null, dragged = false;

  const day = (text) => {
    const [year, month, date] = text.split("-");
    const when = new Date(2000, (month || 1) - 1, date || 1);
    when.setFullYear(year);
    const form = { year: "numeric", month: month && "long", day: date && "numeric" };
    return when.toLocaleDateString(document.documentElement.lang, form);
  };
  const select = (from, to) => {
    range = from === undefined ? null : [from, to];
    const [low, high] = range ? [Math.min(from, to), Math.max(from, to)] : [0, -1];
    shade.setAttribute("x", (low / places) * 100 + "%");
    shade.setAttribute("width", ((high + 1 - low) / places) * 100 + "%");
    const total = periods.slice(low, high + 1).reduce((sum, period) => sum + +period[1], 0);
    const words = { from: range && day(periods[low][0]), to: range && day(periods[high][0]), n: total.toLocaleString() };
    said.textContent = range ? chart.dataset.said.replace(/{(\w+)}/g, (_, name) => words[name]) : "";
  };
  const go = () => {
    const [low, high] = [Math.min(...range), Math.max(...range)];
    const url = new URL(chart.dataset.range, location);
    url.searchParams.set("from", periods[low][0]);
    url.searchParams.set("to", periods[high][0]);
    location.assign(url);
  };
  const stop = (link) => links.forEach((other) => other.setAttribute("tabindex", other === link ? 0 : -1));
  const row = (link) => links.filter((other) => other.parentNode === link.parentNode);
  const at = (link) => +link.dataset.at;
  const nearest = (line, place) =>
    line && line.reduce((best, link) => (Math.abs(at(link) - place) < Math.abs(at(best) - place) ? link : best));
  const focus = (link) => { if (link) { stop(link); link.focus(); } };

  shade.setAttribute("class", "shade");
  shade.setAttribute("height", "100%");
  chart.prepend(shade);
  select();
  stop(links.find((link) => link.hasAttribute("aria-current")) || links[links.length - 1]);
  chart.setAttribute("aria-describedby", around.querySelector(".keys").id);

  chart.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const link = event.target.closest("a[data-at]");
    if (!link) return;
    const line = row(link), here = line.indexOf(link), key = event.key;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key], rows = [...new Set(links.map((one) => one.parentNode))];
    const other = { ArrowUp: -1, ArrowDown: 1 }[key] && rows[rows.indexOf(link.parentNode) + { ArrowUp: -1, ArrowDown: 1 }[key]];
    if (step && event.shiftKey) {
      const [from, to] = range || [at(link), at(link)];
      select(from, Math.max(0, Math.min(periods.length - 1, to + step)));
    } else if (step) { select(); focus(line[here + step]); }
    else if (key === "Home" || key === "End") { select(); focus(line[key === "Home" ? 0 : line.length - 1]); }
    else if (other) { select(); focus(nearest(row(links.find((one) => one.parentNode === other)), at(link))); }
    else if (key === "Enter" && range) go();
    else if (key === "Escape" && range) select();
    else if (key === "Escape" || key === "Backspace") [...around.querySelectorAll(".crumbs a")].pop()?.click();
    else return;
    event.preventDefault();
  });
  chart.addEventListener("focusin", (event) => { const link = event.target.closest("a[data-at]"); if (link) stop(link); });
  chart.addEventListener("focusout", () => { if (!press) select(); });

  const place = (event) => {
    const box = chart.getBoundingClientRect();
    const found = Math.floor(((event.clientX - box.left) / box.width) * places);
    return Math.max(0, Math.min(periods.length - 1, found));
  };
  const scroller = chart.closest(".scroll");
  const fits = () => chart.classList.toggle("whole", scroller.scrollWidth <= scroller.clientWidth + 1);
  fits();
  addEventListener("resize", fits);
  chart.addEventListener("pointerdown", (event) => {
    dragged = false;
    if (!event.button && event.isPrimary && (event.pointerType === "mouse" || fits())) press = event;
  });
  chart.addEventListener("pointermove", (event) => {
    if (!press || (!dragged && Math.abs(event.clientX - press.clientX) < 8)) return;
    if (!dragged) chart.setPointerCapture(event.pointerId);
    dragged = true;
    select(place(press), place(event));
  });
  chart.addEventListener("pointerup", () => { press = null; if (dragged && range) go(); });
  chart.addEventListener("pointercancel", () => { press = null; select(); });
  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("click", (event) => { if (dragged) event.preventDefault(); dragged = false; }, true);
  addEventListener("pageshow", () => { dragged = false; select(); });
}
