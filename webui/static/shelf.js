// The page of what is kept: shows it, lets it be ordered, noted, taken out and in as a file, and asks what is new.
(() => {
  const shelf = document.getElementById("shelf");
  if (!shelf) return;
  const at = (id) => document.getElementById(id);
  const PAUSE = 400, ASKED = 50; // ms between two questions about what is new; so many at most
  let kept = Saved.load(), before = null;

  const words = (name, values = {}) => at("words").content.querySelector(`[data-word=${name}]`)
    .textContent.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const number = (count) => count.toLocaleString("ko");
  const part = (element, name) => element.querySelector(`[data-at=${name}]`);

  function say(message, undo) {
    at("said").textContent = message;
    at("undo").hidden = !undo;
    before = undo || null;
  }

  // Keeps what `change` does to what is kept, and shows it.
  function change(message, how) {
    kept = Saved.load(); // another tab may have kept something meanwhile
    const old = structuredClone(kept);
    const said = how(kept);
    if (said === false) return;
    if (Saved.store(kept)) {
      say(message, message && old);
    } else {
      kept = old;
      say(words("full"));
    }
    draw();
  }

  const place_of = (list, one) => list.findIndex((other) => (one.id ? other.id === one.id : other.url === one.url));

  function moved(list, one, step) {
    const from = place_of(list, one), to = from + step;
    if (from < 0 || to < 0 || to >= list.length) return false;
    list.splice(to, 0, ...list.splice(from, 1));
  }

  // One row: `find` gives the list that it is in.
  function row(one, find) {
    const shown = at(one.id ? "article-row" : "search-row").content.firstElementChild.cloneNode(true);
    const link = part(shown, "link"), note = part(shown, "note");
    link.href = Saved.link(one);
    link.textContent = one.title || one.name;
    part(shown, "about").textContent = one.id ? [one.day.replaceAll("-", "."), one.press].filter(Boolean).join(" ")
      : [one.saved && words("saved", { day: one.saved.replaceAll("-", ".") }), one.total !== null && words("then", { n: number(one.total) })].filter(Boolean).join(" · ");
    note.value = one.note;
    note.setAttribute("aria-label", `${words("note")}: ${link.textContent}`);
    note.maxLength = Saved.MOST.note;
    note.addEventListener("change", () => change("", (all) => {
      const there = find(all)[place_of(find(all), one)];
      if (there) there.note = note.value;
    }));
    const doing = {
      up: () => change("", (all) => moved(find(all), one, -1)),
      down: () => change("", (all) => moved(find(all), one, 1)),
      drop: () => change(words("dropped", { name: link.textContent }), (all) => { find(all).splice(place_of(find(all), one), 1); }),
    };
    for (const button of shown.querySelectorAll("button[data-do]")) {
      button.setAttribute("aria-label", `${button.textContent}: ${link.textContent}`);
      button.dataset.of = one.id || one.url;
      button.addEventListener("click", doing[button.dataset.do]);
    }
    return shown;
  }

  function section(list, place) {
    const shown = at("list").content.firstElementChild.cloneNode(true);
    const find = (all) => all.lists[place].articles, name = part(shown, "name");
    name.value = list.name;
    name.addEventListener("change", () => change("", (all) => { all.lists[place].name = name.value; }));
    part(shown, "count").textContent = words("articles", { n: number(list.articles.length) });
    part(shown, "rows").replaceChildren(...list.articles.map((one) => {
      const line = row(one, find), into = part(line, "into");
      into.hidden = kept.lists.length < 2;
      into.replaceChildren(...kept.lists.map((other, number) => new Option(other.name || words("unnamed"), number, false, number === place)));
      into.setAttribute("aria-label", `${words("into")}: ${one.title}`);
      into.addEventListener("change", () => change(words("moved", { name: one.title }), (all) => {
        all.lists[into.value].articles.push(...find(all).splice(place_of(find(all), one), 1));
      }));
      return line;
    }));
    part(shown, "cite").hidden = !list.articles.length;
    part(shown, "cite").addEventListener("click", () => cite(list.articles));
    part(shown, "first").hidden = !place;
    part(shown, "first").addEventListener("click", () => change(words("first", { name: list.name }), (all) => { all.lists.unshift(...all.lists.splice(place, 1)); }));
    part(shown, "drop").addEventListener("click", () => change(words("dropped", { name: list.name || words("unnamed") }), (all) => { all.lists.splice(place, 1); }));
    return shown;
  }

  function draw() {
    const focus = document.activeElement?.dataset ?? {};
    at("searches").replaceChildren(...kept.searches.map((one) => row(one, (all) => all.searches)));
    at("lists").replaceChildren(...kept.lists.map(section));
    at("no-searches").hidden = kept.searches.length > 0;
    at("no-lists").hidden = kept.lists.length > 0;
    at("export").disabled = at("clear").disabled = !kept.searches.length && !kept.lists.length;
    if (focus.do) [...shelf.querySelectorAll("[data-do]")].find((other) => other.dataset.of === focus.of && other.dataset.do === focus.do)?.focus();
  }

  // How many each search finds now: one question at a time, and none while nobody looks.
  async function news() {
    for (const one of kept.searches.slice(0, ASKED)) {
      if (!/^(search|kwic)\b/.test(one.url) || document.hidden) continue; // a comparison is of several questions
      const url = new URL(one.url.replace(/^\w+/, "api/v1/search"), Saved.root);
      for (const name of ["order", "width"]) url.searchParams.delete(name); // how words in context are shown
      url.searchParams.set("size", 1);
      try {
        const answer = await fetch(url);
        if (answer.status === 503) return;
        const { total } = await answer.json(), more = total - one.total;
        const shown = [...at("searches").querySelectorAll("a")].find((link) => link.href === Saved.link(one));
        if (shown && answer.ok) {
          const said = one.total === null || !more ? "same" : more > 0 ? "more" : "fewer";
          const label = part(shown.closest("li"), "news");
          label.textContent = words(said, { n: number(total), m: number(Math.abs(more)) });
          label.classList.toggle("fresh", said === "more");
        }
      } catch {
        return; // offline: the figures of then stand
      }
      await new Promise((done) => setTimeout(done, PAUSE));
    }
  }

  function download(texts, ending, type) {
    const download = `gisa-${new Date().toLocaleDateString("sv")}.${ending}`;
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob(texts, { type })), download });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // A list for a reference manager: the articles' own files, one after the other.
  async function cite(articles) {
    const texts = [];
    try {
      for (const one of articles) {
        const answer = await fetch(Saved.link(one, "cite/ris/"));
        if (answer.ok) texts.push(await answer.text());
      }
    } catch { /* what came is given, and how many that are */ }
    say(words("cited", { n: number(texts.length), m: number(articles.length - texts.length) }));
    if (texts.length) download(texts, "ris", "application/x-research-info-systems");
  }

  async function read(file) {
    let found = null;
    try {
      if (file.size <= Saved.MOST.file) found = JSON.parse(await file.text());
    } catch { /* said below */ }
    if (!found || found.schema !== Saved.SCHEMA) return say(words(found?.schema > Saved.SCHEMA ? "newer" : "unreadable"));
    const taken = Saved.only(found), { MOST } = Saved;
    const count = (all) => all.searches.length + all.lists.reduce((sum, one) => sum + one.articles.length, 0);
    const offered = [found.searches, ...[found.lists].flat().map((one) => one?.articles)].flatMap((one) => (Array.isArray(one) ? one : [])).length;
    change(words("read", { n: number(count(taken)), m: number(offered - count(taken)) }), (all) => {
      const has = (list, one) => place_of(list, one) >= 0;
      all.searches = [...all.searches, ...taken.searches.filter((one) => !has(all.searches, one))].slice(0, MOST.searches);
      for (const list of taken.lists) {
        const there = all.lists.find((one) => one.name === list.name);
        if (there) there.articles = [...there.articles, ...list.articles.filter((one) => !has(there.articles, one))].slice(0, MOST.articles);
        else if (all.lists.length < MOST.lists) all.lists.push(list);
      }
    });
  }

  at("export").addEventListener("click", () => download([JSON.stringify(kept, null, 1)], "json", "application/json"));
  at("import").addEventListener("change", ({ target }) => {
    if (target.files[0]) read(target.files[0]);
    target.value = ""; // the same file may be chosen again
  });
  at("new-list").addEventListener("submit", (event) => {
    event.preventDefault();
    change("", (all) => all.lists.length < Saved.MOST.lists && all.lists.push({ name: at("list-name").value, articles: [] }));
    at("list-name").value = "";
  });
  at("clear").addEventListener("click", () => at("sure").showModal());
  at("sure").addEventListener("close", () => {
    if (at("sure").returnValue === "clear") change(words("cleared"), (all) => { Object.assign(all, { searches: [], lists: [] }); });
    at("sure").returnValue = "";
  });
  at("undo").addEventListener("click", () => {
    if (!before || !Saved.store(before)) return;
    kept = before;
    say(words("undone"));
    draw();
  });
  window.addEventListener("storage", () => { kept = Saved.load(); draw(); });

  shelf.hidden = false;
  draw();
  if (!Saved.store(kept)) say(words("full"));
  news();
})();
