// Korean texts of an English page that no element says to be Korean: a screen reader would spell them out. A name within
// an English sentence is no other language (WCAG 3.1.2).
() => {
  const wrong = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const at = text.parentElement;
    if (!/[가-힣]/.test(text.data) || /[a-z]{2}/i.test(text.data) || at.closest("script, style, noscript") || at.closest("[lang]").getAttribute("lang") === "ko") continue;
    const { outerHTML } = at;
    wrong.add(outerHTML.slice(0, 200));
  }
  return [...wrong];
}
