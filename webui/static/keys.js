// Shortcuts: / to the search box, j and k to the next and previous headline or mark, ? to the help. Pages do without them.
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = document.activeElement;
  if (at && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))) return;
  if (event.key === "/") {
    const box = document.getElementById("q");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
    return;
  }
  if (event.key === "?") {
    const help = document.querySelector("link[rel=help]");
    if (help) location.assign(help.href);
    return;
  }
  const step = { j: 1, k: -1 }[event.key];
  if (!step) return;
  const marks = document.querySelectorAll("mark[id]");
  if (marks.length) {
    const here = [...marks].findIndex((mark) => "#" + mark.id === location.hash);
    const next = here < 0 ? (step > 0 ? 0 : marks.length - 1) : (here + step + marks.length) % marks.length;
    location.replace("#" + marks[next].id); // back leads to the results, not through the marks
    return;
  }
  const links = [...document.querySelectorAll(".hit h3 a, .brief h3 a")];
  const link = links[links.indexOf(at) + step] || (links.includes(at) ? at : links[0]);
  if (link) { event.preventDefault(); link.focus(); }
});

// Suggestions are loaded for who reaches for the box, by its focus or by any key: before Tab comes to it, so that a
// screen reader hears at once what it is.
(() => {
  const box = document.getElementById("q");
  if (!box) return;
  const reached = () => {
    box.removeEventListener("focus", reached);
    document.removeEventListener("keydown", reached);
    const script = document.createElement("script");
    script.src = box.dataset.suggest;
    document.head.append(script);
  };
  if (box === document.activeElement) return reached();
  box.addEventListener("focus", reached);
  document.addEventListener("keydown", reached);
})();
