// What a reader keeps: searches and articles, in this browser's own store and nowhere else. Shows the buttons that keep.
const Saved = (() => {
  const KEY = "gisa.saved", SCHEMA = 1;
  const { currentScript: script } = document;
  const root = new URL("../", script.src);
  const PAGES = script.dataset.pages.split(" "), NAMES = new Set(script.dataset.names.split(" "));
  const MOST = { searches: 200, lists: 50, articles: 1000, name: 200, title: 300, note: 2000, id: 500, query: 4000, file: 4e6 };
  const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

  // Whatever is read, from the store or a file of anybody's, becomes plain texts, numbers and addresses of ours here.
  const text = (value, most) => (typeof value === "string" ? value.slice(0, 2 * most).replace(UNSEEN, " ").trim().slice(0, most) : "");
  const day = (value) => (/^\d{4}-\d\d-\d\d$/.test(value) ? value : "");
  const list = (value) => (Array.isArray(value) ? value : []);
  const few = (found, most) => found.filter(Boolean).slice(0, most);

  function address(value) {
    const [, page, query] = (typeof value === "string" && /^([a-z]+)(?:\?([^#]*))?$/.exec(value)) || [];
    if (!PAGES.includes(page) || (query || "").length > MOST.query) return null;
    const asked = new URLSearchParams(query);
    for (const name of asked.keys()) if (!NAMES.has(name)) return null;
    return asked.size ? `${page}?${asked}` : page;
  }

  function search(one) {
    const url = address(one?.url);
    const total = Number.isSafeInteger(one?.total) && one.total >= 0 ? one.total : null;
    return url && { url, name: text(one.name, MOST.name) || url, saved: day(one.saved), total, note: text(one.note, MOST.note) };
  }

  function article(one) {
    const id = typeof one?.id === "string" && !/^\.{0,2}$/m.test(one.id.replaceAll("/", "\n")) ? text(one.id, MOST.id) : "";
    const said = { title: text(one?.title, MOST.title) || id, press: text(one?.press, MOST.name), day: day(one?.day) };
    return id && id === one.id && { id, ...said, note: text(one.note, MOST.note) };
  }

  function only(found) {
    const lists = few(list(found?.lists), MOST.lists).map((one) => (
      { name: text(one?.name, MOST.name), articles: few(list(one?.articles).map(article), MOST.articles) }));
    return { schema: SCHEMA, searches: few(list(found?.searches).map(search), MOST.searches), lists };
  }

  function load() {
    try {
      const found = JSON.parse(localStorage.getItem(KEY));
      return only(found?.schema === SCHEMA ? found : {});
    } catch {
      return only({});
    }
  }

  // False where the browser keeps nothing: full, or forbidden.
  function store(kept) {
    try {
      if (kept.searches.length || kept.lists.length) localStorage.setItem(KEY, JSON.stringify(kept));
      else localStorage.removeItem(KEY);
      return true;
    } catch {
      return false;
    }
  }

  // What a page says of how many it found; a page of several questions says nothing.
  const total = (of) => (of.total ? Number(of.total) : null);

  const link = (one, page = "article/") => (one.id ? new URL(page + one.id.split("/").map(encodeURIComponent).join("/"), root) : new URL(one.url, root)).href;

  // The list an article is in; of an article in none, undefined.
  const holding = (kept, id) => kept.lists.find((one) => one.articles.some((other) => other.id === id));

  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");

  function keeps(button) {
    const of = button.dataset, kept = load();
    return Boolean(of.id ? holding(kept, of.id) : kept.searches.some((one) => one.url === address(of.url)));
  }

  function show(button) {
    button.hidden = false;
    button.textContent = keeps(button) ? button.dataset.on : button.dataset.off;
    if (button.dataset.title) button.setAttribute("aria-label", `${button.textContent}: ${button.dataset.title}`);
  }

  function keep(button) {
    const kept = load(), of = button.dataset, there = keeps(button);
    if (there && of.id) for (const one of kept.lists) one.articles = one.articles.filter((other) => other.id !== of.id);
    else if (there) kept.searches = kept.searches.filter((one) => one.url !== address(of.url));
    else if (of.id) {
      if (!kept.lists.length) kept.lists.push({ name: script.dataset.list, articles: [] });
      kept.lists[0].articles.push(article({ ...of }));
    } else {
      const today = new Date().toLocaleDateString("sv"); // YYYY-MM-DD
      kept.searches.unshift(search({ ...of, total: total(of), saved: today }));
    }
    const room = kept.searches.length <= MOST.searches && kept.lists.every((one) => one.articles.length <= MOST.articles);
    said.textContent = room && store(kept) ? (there ? script.dataset.dropped : script.dataset.kept) : script.dataset.full;
    said.className = said.textContent === script.dataset.full ? "told" : "unseen";
    for (const other of buttons) show(other);
  }

  const buttons = document.querySelectorAll("button[data-off]");
  for (const button of buttons) {
    show(button);
    button.addEventListener("click", () => keep(button));
  }
  document.body.append(said);

  // Who opens a saved search has seen what it finds now.
  const here = [...buttons].find((button) => button.dataset.url);
  if (here && keeps(here)) {
    const kept = load();
    kept.searches.find((one) => one.url === address(here.dataset.url)).total = total(here.dataset);
    store(kept);
  }
  window.addEventListener("storage", () => buttons.forEach(show));
  window.addEventListener("pageshow", () => buttons.forEach(show));

  return { MOST, SCHEMA, root, only, load, store, link };
})();
