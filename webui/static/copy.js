// Buttons that copy: [data-copy] is the id of what is copied, or [data-text] the text itself. Without this file the
// buttons stay hidden, and the texts can be selected.
(() => {
  const said = document.getElementById("copied");

  async function copied(text, element) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copiedAsOfOld(text, element); // no permission, or a page that came over plain http
    }
  }

  function copiedAsOfOld(text, element) {
    const box = element || document.body.appendChild(document.createElement("textarea"));
    if (!element) { box.value = text; box.className = "unseen"; box.select(); }
    else getSelection().selectAllChildren(element);
    const done = document.execCommand("copy");
    if (!element) box.remove();
    return done;
  }

  for (const button of document.querySelectorAll("button[data-copy], button[data-text]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const element = button.dataset.copy && document.getElementById(button.dataset.copy);
      const text = element ? element.textContent.trim() : button.dataset.text;
      const done = await copied(text, element);
      button.focus();
      button.classList.toggle("done", done);
      if (said) said.textContent = done ? said.dataset.done : said.dataset.failed;
      setTimeout(() => { button.classList.remove("done"); if (said) said.textContent = ""; }, 4000);
    });
  }
})();
