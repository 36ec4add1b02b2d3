// Suggestions under the search box: an ARIA combobox with a list. The page does without it.
(() => {
  const box = document.getElementById("q");
  if (!box || !window.fetch || !window.AbortController) return;
  const form = box.form;
  const WAIT = 80; // ms from a letter to the question: fast typists ask once a word
  const WORDS = box.dataset; // what is said, in the page's language
  const NAMES = ["press", "section", "reporter"];

  const list = document.createElement("ul");
  Object.assign(list, { id: "suggestions", className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", WORDS.list);
  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
  form.append(list, said);
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(roles)) box.setAttribute(name, value);

  let found = [], at = -1, timer = 0, asking = null;
  let asked = box.defaultValue; // what the list is of; the page's own query needs none

  function stop() {
    clearTimeout(timer);
    if (asking) asking.abort();
  }

  function close() {
    stop();
    show([]);
  }

  function show(suggestions) {
    found = suggestions;
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = found.length ? WORDS.found.replace("{n}", found.length) : "";
    move(-1);
  }

  function option(suggestion, number) {
    const row = document.createElement("li");
    row.id = "suggestion-" + number;
    row.setAttribute("role", "option");
    row.className = suggestion.kind;
    const note = NAMES.includes(suggestion.kind) ? WORDS.count.replace("{n}", suggestion.count.toLocaleString("ko")) : WORDS[suggestion.kind];
    for (const [name, text] of [["text", suggestion.text], ["note", note]]) {
      if (!text) continue;
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      if (name === "text") part.lang = "ko";
      row.append(part, " ");
    }
    return row;
  }

  function move(to) {
    at = to;
    [...list.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === at)));
    if (at < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function choose(suggestion) {
    close();
    if (suggestion.id) {
      location.assign(new URL("article/" + suggestion.id.split("/").map(encodeURIComponent).join("/"), form.action));
      return;
    }
    box.value = asked = suggestion.text;
    form.requestSubmit();
  }

  async function ask() {
    stop();
    asked = box.value;
    if (!asked.trim()) return show([]);
    const mine = (asking = new AbortController());
    const url = new URL("api/v1/suggest", form.action);
    url.searchParams.set("q", asked);
    try {
      const answer = await fetch(url, { signal: mine.signal });
      const suggestions = answer.ok ? (await answer.json()).suggestions : [];
      if (mine === asking && !mine.signal.aborted && document.activeElement === box) show(suggestions);
    } catch (error) {
      if (error.name !== "AbortError") show([]);
    }
  }

  // While Hangul is composed as well: compositionupdate comes before the letter is in the box, so asking waits.
  for (const kind of ["input", "compositionupdate", "compositionend"]) {
    box.addEventListener(kind, () => {
      clearTimeout(timer);
      timer = setTimeout(() => box.value !== asked && ask(), WAIT);
    });
  }
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (list.hidden) ask();
      else move((at + 1 + step + found.length + 1) % (found.length + 1) - 1); // past either end: back to the box;
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // or it would empty the box
      close();
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(found[at]);
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[role=option]");
    if (row) choose(found[[...list.children].indexOf(row)]);
  });
  box.addEventListener("blur", close);
  form.addEventListener("submit", close);
  window.addEventListener("pageshow", close);
  if (box === document.activeElement && box.value !== asked) ask(); // typed while this was on its way
})();
