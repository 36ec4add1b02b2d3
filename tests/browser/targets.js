// Targets that are neither 24×24 nor 24 apart from others nor part of a sentence (WCAG 2.5.8), each with its size.
() => {
  const LEAST = 23.9; // 24, but for what rounding takes
  const TAPPED = "a[href], button, summary, select, textarea, input:not([type=hidden]), [role=option], [role=button]";
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const boxOf = (element) => {
    const label = element.matches("input[type=checkbox], input[type=radio]") && element.closest("label");
    return (label || element).getBoundingClientRect();
  };
  const inSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    const block = element.closest("p, li, td, dd, figcaption, summary, label, caption") || element.parentElement;
    const around = [...block.childNodes].filter((node) => !node.contains(element) && !node.matches?.("a, button, .unseen"));
    return around.some((node) => /[\p{L}\p{N}]/u.test(node.textContent));
  };
  const all = [...document.querySelectorAll(TAPPED)].filter(shown).map((element) => ({ element, box: boxOf(element) }));
  const small = all.filter(({ box }) => box.width < LEAST || box.height < LEAST);
  const middle = ({ box }) => [box.x + box.width / 2, box.y + box.height / 2];
  const apart = (one, other) => {
    const [x, y] = middle(one);
    if (small.includes(other)) return Math.hypot(x - middle(other)[0], y - middle(other)[1]) >= LEAST;
    const beside = Math.max(other.box.left - x, 0, x - other.box.right);
    const above = Math.max(other.box.top - y, 0, y - other.box.bottom);
    return Math.hypot(beside, above) >= LEAST / 2;
  };
  const related = (one, other) => one.element.contains(other.element) || other.element.contains(one.element);
  return small
    // The bars of many days stand in the table beside them too, each a link of full size.
    .filter(({ element }) => !element.closest(".crowded") && !inSentence(element))
    .filter((one) => !all.every((other) => other === one || related(one, other) || apart(one, other)))
    .map(({ element, box }) => `${element.outerHTML.slice(0, 120)} ${Math.round(box.width)}×${Math.round(box.height)}`);
}
