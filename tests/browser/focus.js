// Where the focus is, whether that can be seen, and in which part of the page.
() => {
  const PARTS = [[".facets", "facets"], [".timeline", "timeline"], [".results", "results"], ["footer", "footer"],
    ["header", "masthead"], ["main", "main"], ["body", "skip"]];
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const outlined = (element) => {
    const style = getComputedStyle(element);
    const shape = element.matches("rect, circle, path") && style.stroke !== "none" && parseFloat(style.strokeWidth) >= 2;
    return shape || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  };
  const underlined = (text) => getComputedStyle(text).textDecorationLine === "underline";
  const box = at.getBoundingClientRect();
  return {
    what: at.outerHTML.slice(0, 100),
    visible: [at, at.closest(".box"), ...at.querySelectorAll("*")].some((one) => one && outlined(one))
      || [...at.querySelectorAll("text")].some(underlined),
    inside: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
    top: box.top + scrollY, left: box.left + scrollX, bottom: box.bottom + scrollY,
    region: PARTS.find(([part]) => at.closest(part))[1],
    order: [...document.querySelectorAll("*")].indexOf(at),
  };
}
