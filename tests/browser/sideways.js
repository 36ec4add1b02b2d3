// What makes the page scroll sideways; nothing when it does not.
() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility())
  .map((one) => one.outerHTML.slice(0, 120)).slice(0, 5)
