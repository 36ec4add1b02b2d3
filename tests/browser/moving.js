// What moves or fades by itself.
() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  const lasts = (durations) => durations.split(", ").some((time) => parseFloat(time) > 0);
  return lasts(style.transitionDuration) || lasts(style.animationDuration) || style.scrollBehavior === "smooth";
}).map((one) => one.outerHTML.slice(0, 100))
